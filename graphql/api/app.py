"""What the API asks of the product: the services that its resolvers call. `handlers.bootstrap` provides them.

Each domain adds a property here, typed by its service; the type is imported for the type checker only.
"""

from typing import Protocol

from care.kernel.clock import Clock

__all__ = ["App"]


class App(Protocol):
    """The product, built once per sandbox."""

    @property
    def clock(self) -> Clock: ...

    @property
    def master(self) -> str:
        """The deployment's master secret, from which the cursors' key is derived."""
        ...
