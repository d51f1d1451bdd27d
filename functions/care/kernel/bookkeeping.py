"""Attributes that say how a row came to be, not what it means: two runs may differ in them, and nothing may be
derived from them (no id, no sort key, no generation).
"""

__all__ = ["BOOKKEEPING"]

BOOKKEEPING = frozenset({"version", "stamp", "attempts", "last_error", "ttl"})
