"""Node types that show one object of the domain as it is stored."""

from typing import Generic, Self, TypeVar

import strawberry

from api.app import App
from api.context import Context
from api.loaders import GetMany
from api.relay import Node
from care.dynamo.requests import Identified

__all__ = ["Source", "Stored"]

M = TypeVar("M", bound=Identified)
Source = tuple[str, GetMany[str, M]]
"""(name of the loader, batch read by id); whoever reads or primes the same objects takes the same name."""


@strawberry.type
class Stored(Node, Generic[M]):
    """Base of a Node over the domain object `model`, whose id it bears. Override `source`."""

    model: strawberry.Private[M]

    @staticmethod
    def source(app: App) -> Source[M]:
        """Where the objects are read."""
        raise NotImplementedError

    def raw_id(self) -> str:
        return self.model.id

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        found = await context.loaders.load(*cls.source(context.app), raw)
        return cls(model=found) if found else None
