"""Goods that go back first: the slip, its handing in, its end (G10)."""
