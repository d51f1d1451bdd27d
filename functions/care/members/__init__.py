"""Members: the only home of personal data, what they have opted out of, their figures and tags (L1)."""
