"""After-sales policy (G1) and settings (A3): immutable, numbered editions that take effect at a stated time."""
