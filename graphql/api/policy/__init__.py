"""The after-sales policy (G1)."""
