"""Tickets in the API: eligibility, the ticket and its timeline, and a file for each mutation."""
