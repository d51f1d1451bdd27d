"""The business calendar (G7)."""
