"""Tickets: application, menu, choice, life cycle, timeline (G2, G4, G6, C1)."""
