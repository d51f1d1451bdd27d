"""When we serve: the business calendar, and arithmetic in business time (G7)."""
