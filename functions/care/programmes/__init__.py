"""One campaign engine: product-tester invitations (L2) and invitations to share a word (UGC, L4)."""
