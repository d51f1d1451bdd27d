"""Delivery slots (P5): a member books the half-day in which their order comes, and may move it; never oversold."""
