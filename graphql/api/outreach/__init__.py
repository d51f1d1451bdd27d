"""Surveys and closure checks in the API: what waits for a member, and a file for each answer."""
