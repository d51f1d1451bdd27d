"""The script library (C6)."""
