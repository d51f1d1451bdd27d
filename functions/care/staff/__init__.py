"""Who works here, in which roles and regions, and who leads which community (A2)."""
