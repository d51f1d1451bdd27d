"""Login: how a member comes by tokens of ours. The only mutations that are open to everybody."""
