"""Liability: who bears what was paid first, by rule or by hand, and each party's monthly statement (G9)."""
