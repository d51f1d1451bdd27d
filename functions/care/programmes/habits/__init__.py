"""What members buy, and when they last did (L7): followed from facts of orders, so that no audience needs a scan."""
