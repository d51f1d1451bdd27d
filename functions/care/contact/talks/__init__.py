"""微信客服: what is fetched, what may be said there, and employees who write to us."""
