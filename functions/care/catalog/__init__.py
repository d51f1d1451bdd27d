"""Products and their categories, as the mall states them."""
