"""What publications of policy and settings share: every flaw comes back as a user error of its own."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from strawberry.utils.str_converters import to_camel_case

from api.context import Info
from api.messages import text
from api.payloads import Outcome, UserError, attempt
from api.permissions import staff
from api.viewer import Role
from care.dynamo.requests import Answer
from care.policy.faults import Flaw, Unsound

__all__ = ["PUBLISHERS", "attempt_publication"]

E = TypeVar("E", bound=Enum)
PUBLISHERS = staff(Role.OPERATOR, Role.MANAGER)


def attempt_publication(info: Info, codes: type[E], use_case: Callable[[], Answer]) -> Outcome[Answer, E]:
    """As `attempt`; an Unsound publication is told flaw by flaw."""
    try:
        return attempt(info, codes, use_case)
    except Unsound as refused:
        return Outcome(errors=[_told(info, codes, flaw) for flaw in refused.flaws])


def _told(info: Info, codes: type[E], flaw: Flaw) -> UserError[E]:
    place = flaw.field or ""
    where = place if "." in place and "[" not in place else to_camel_case(place)  # a figure's key stays as it is
    message = text(flaw.code, info.context.language, {"place": where, **flaw.detail})
    return UserError(field=where, code=codes[flaw.code], message=message)
