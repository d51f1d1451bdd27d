"""Parcels in the API: where they are, what a member wants to hear of them, and what to do about a stall."""
