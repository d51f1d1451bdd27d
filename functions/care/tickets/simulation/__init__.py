"""C4: what a draft of the policy would have made of past cases."""
