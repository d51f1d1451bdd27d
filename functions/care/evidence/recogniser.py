"""What is wrong with the goods on a photo. Whatever cannot be told, or asked, is UNKNOWN: no case waits for it."""

from typing import Protocol

from care.evidence.model import Problem

__all__ = ["Recogniser", "UnknownToAll"]


class Recogniser(Protocol):
    """Looks at a photo (JPEG, upright, without metadata)."""

    def recognise(self, jpeg: bytes) -> Problem:
        """Never fails: UNKNOWN stands for everything that went wrong."""
        ...


class UnknownToAll:
    """Where no recogniser is configured."""

    def recognise(self, jpeg: bytes) -> Problem:  # noqa: ARG002 - the protocol's
        return Problem.UNKNOWN
