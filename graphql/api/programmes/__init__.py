"""Campaigns, invitations and posts in the API (L2, L4), a file per mutation."""
