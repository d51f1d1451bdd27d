"""Staff (A2): the directory, shifts and presence; who is on call; alerts and the inbox."""
