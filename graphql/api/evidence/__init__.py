"""Photos of a case (G8)."""
