"""The errors of the product.

    CareError                  bears a `code` that leads to its rule and its test
    ├── BadInput
    ├── NotFound
    ├── Forbidden
    ├── Refused
    ├── Conflict
    ├── KeyReused
    └── NotReady

A `Refused` subclass sets `code` (SCREAMING_SNAKE, unique in the product) and is raised before anything is written
or by the lost condition of a write: either way nothing has changed.
"""

from typing import ClassVar

__all__ = ["BadInput", "CareError", "Conflict", "Forbidden", "KeyReused", "NotFound", "NotReady", "Refused"]


class CareError(Exception):
    """Base of everything that `care` raises on purpose. `detail` is plain data for the caller.

    `field` is the input at fault, spelled as in Python; the API shows it by its own name.
    """

    code: ClassVar[str] = "CARE_ERROR"

    def __init__(self, message: str = "", *, field: str | None = None, **detail: str | int) -> None:
        super().__init__(message or self.code)
        self.field = field
        self.detail = detail


class BadInput(CareError):
    """The input cannot be meant; names the field."""

    code = "BAD_INPUT"


class NotFound(CareError):
    """No such thing, or none that this caller may see."""

    code = "NOT_FOUND"


class Forbidden(CareError):
    """This caller may not do this."""

    code = "FORBIDDEN"


class Refused(CareError):
    """A rule said no; each domain derives its own, with its own code."""

    code = "REFUSED"


class Conflict(CareError):
    """Somebody else was quicker, again and again; read again and retry."""

    code = "CONFLICT"


class KeyReused(CareError):
    """The same idempotency key came with another input."""

    code = "IDEMPOTENCY_KEY_REUSED"


class NotReady(CareError):
    """The figures at hand are too old to decide by; retry in a moment."""

    code = "NOT_READY"
