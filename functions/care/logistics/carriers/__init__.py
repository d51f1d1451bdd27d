"""What carriers' hubs push to us, verified and put into our own words (P5). Pure: keys and texts in, traces out."""
