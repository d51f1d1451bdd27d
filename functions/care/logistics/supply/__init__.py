"""Goods that come late, are short, or are back (P5): whoever awaits them hears it first; leaders see it all (T1)."""
