"""What we know of a member's claims, and whether a person should look first (G11). No member ever reads of it."""
