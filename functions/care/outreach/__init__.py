"""What we ask members: the survey (P1), care for those who stay silent (P2), the closure check (P7)."""
