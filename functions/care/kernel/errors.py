"""The errors of the product.

    CareError                  bears a `code` that leads to its rule and its test
    ├── BadInput               the caller sent something that cannot be meant; names the field
    ├── NotFound               no such thing, or none that this caller may see
    ├── Forbidden              this caller may not do this
    ├── Refused                a rule said no; each domain derives its own, with its own code
    ├── Conflict               somebody else was quicker, three times; read again and retry
    ├── KeyReused              the same idempotency key came with another input
    └── NotReady               the figures at hand are too old to decide by; retry in a moment

A `Refused` subclass sets `code` (SCREAMING_SNAKE, unique in the product) and is raised before anything is written
or by the lost condition of a write: either way nothing has changed.
"""

from typing import ClassVar

__all__ = ["BadInput", "CareError", "Conflict", "Forbidden", "KeyReused", "NotFound", "NotReady", "Refused"]


class CareError(Exception):
    """Base of everything that `care` raises on purpose. `detail` is plain data for the caller."""

    code: ClassVar[str] = "CARE_ERROR"

    def __init__(self, message: str = "", *, field: str | None = None, **detail: str | int) -> None:
        super().__init__(message or self.code)
        self.field = field
        self.detail = detail


class BadInput(CareError):
    code = "BAD_INPUT"


class NotFound(CareError):
    code = "NOT_FOUND"


class Forbidden(CareError):
    code = "FORBIDDEN"


class Refused(CareError):
    code = "REFUSED"


class Conflict(CareError):
    code = "CONFLICT"


class KeyReused(CareError):
    code = "IDEMPOTENCY_KEY_REUSED"


class NotReady(CareError):
    code = "NOT_READY"
