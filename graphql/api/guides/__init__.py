"""Care guides in the API (P3)."""
