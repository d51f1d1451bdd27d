"""Settlement: what the mall says it has given on our account, compared line by line with what we hold (C5)."""
