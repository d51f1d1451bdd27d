"""Accounts: what is paid, once, under its caps, asked of the mall and settled by its answer (C5, G4, G10)."""
