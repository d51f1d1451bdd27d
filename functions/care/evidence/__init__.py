"""Photo evidence (G8): upload slips, what becomes of what arrives, whether a photo was seen before."""
