"""Payloads of mutations: what a rule refuses comes back as `userErrors`, not as an error of the request.

@error_codes(OfferExpired, CapReached)
class ChooseRemedyErrorCode(Enum):
    '''Why a choice was not taken.'''

@strawberry.type(description="What became of the choice.")
class ChooseRemedyPayload(Payload[ChooseRemedyErrorCode]):
    ticket: Ticket | None

done = attempt(info, ChooseRemedyErrorCode, use_case)
ticket = await done.load(info, Ticket)
return ChooseRemedyPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.context import Info
from api.messages import told
from api.permissions import PART, seen_by
from api.relay import Node
from care.dynamo.requests import Answer
from care.kernel.errors import BadInput, CareError, Conflict, Forbidden, KeyReused, NotFound, NotReady

__all__ = ["COMMON_ERRORS", "Outcome", "Payload", "UserError", "attempt", "error_codes", "refusal_codes"]

E = TypeVar("E", bound=Enum)
R = TypeVar("R")
N = TypeVar("N", bound=Node)

COMMON_ERRORS: tuple[type[CareError], ...] = (BadInput, NotFound, Forbidden, Conflict, KeyReused, NotReady)
"""What any mutation may answer; every error enum begins with them."""


def error_codes(*refusals: type[CareError]) -> Callable[[type[E]], type[E]]:
    """Fill an empty Enum with the codes of `refusals` and of COMMON_ERRORS; its docstring is the description."""
    return refusal_codes(*COMMON_ERRORS, *refusals)


def refusal_codes(*refusals: type[CareError]) -> Callable[[type[E]], type[E]]:
    """Fill an empty Enum with just the codes of `refusals`; its docstring is the description."""

    def fill(cls: type[E]) -> type[E]:
        values = {error.code: strawberry.enum_value(error.code, description=_first_line(error)) for error in refusals}
        made = Enum(cls.__name__, values, module=cls.__module__)  # type: ignore[misc]  # its members are data
        return strawberry.enum(made, description=cls.__doc__)  # type: ignore[return-value]

    return fill


def _first_line(error: type[CareError]) -> str | None:
    return (error.__doc__ or "").strip().partition("\n")[0] or None


@seen_by(PART)
@strawberry.type(description="Why a mutation did not do what was asked. Nothing has changed.")
class UserError(Generic[E]):
    field: str | None = strawberry.field(description="The input field at fault, where it is one.")
    code: E = strawberry.field(description="For programs.")
    message: str = strawberry.field(description="For people: in Chinese, or English by Accept-Language.")


@seen_by(PART)
@strawberry.type
class Payload(Generic[E]):
    """Base of what a mutation with an idempotency key returns; it adds what the mutation is about."""

    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[E]] = strawberry.field(description="Why nothing was done.")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R, E]):
    """`value` of a use case, or why there is none."""

    value: R | None = None
    errors: list[UserError[E]] = field(default_factory=list)

    @property
    def replayed(self: "Outcome[Answer, E]") -> bool:
        """Whether an earlier call had done it."""
        return self.value is not None and self.value.replayed

    async def load(self: "Outcome[Answer, E]", info: Info, kind: type[N]) -> N | None:
        """What the use case made or changed, as it is now; None where it did nothing."""
        return await kind.load(info.context, self.value.result) if self.value else None


def attempt(info: Info, codes: type[E], use_case: Callable[[], R]) -> Outcome[R, E]:
    """Run `use_case`; an error that `codes` knows becomes a user error, any other goes its way to the error list."""
    try:
        return Outcome(use_case())
    except CareError as error:
        if error.code not in codes.__members__:
            raise
        message = told(error, info.context.language)
        where = to_camel_case(error.field) if error.field else None
        return Outcome(errors=[UserError(field=where, code=codes[error.code], message=message)])
