"""What the local cloud and tests bring instead of the real thing, for all that is put together in this package.

`handlers.bootstrap.configure` fills it, `reset` empties it.
"""

__all__ = ["brought"]

brought: dict[str, object] = {}
"""`clock`, `channel`, `codes`, `callbacks`: as the fields of what is put together are called."""
