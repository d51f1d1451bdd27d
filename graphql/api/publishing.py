"""What policy and settings share: they are published as editions, and every flaw of one is a user error of its own."""

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Generic, Self, TypeVar

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.app import App
from api.context import Context, Info
from api.messages import text
from api.payloads import Outcome, UserError, attempt
from api.permissions import staff
from api.relay import Node
from api.viewer import Role
from care.dynamo.editions import Editions
from care.dynamo.requests import Answer
from care.kernel import editions
from care.policy.faults import Flaw, Unsound

__all__ = ["PUBLISHERS", "DatedEdition", "Edition", "SignedEdition", "attempt_publication"]

E = TypeVar("E", bound=Enum)
M = TypeVar("M", bound=editions.Edition)
_OUR_NAMES = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
"""Parts of a place that are fields of ours; a figure's key, and a code in capitals, stay as they are."""
PUBLISHERS = staff(Role.OPERATOR, Role.MANAGER)


@strawberry.type
class Edition(Node, Generic[M]):
    """Base of what is published; its number is its id. Override `editions`."""

    model: strawberry.Private[M]

    @staticmethod
    def editions(app: App) -> Editions[M]:
        """Where the editions are kept."""
        raise NotImplementedError

    def raw_id(self) -> str:
        return str(self.model.number)

    @classmethod
    async def load(cls, context: Context, raw: str) -> Self | None:
        if not raw.isdecimal():
            return None
        found = await context.loaders.load(cls.__name__, cls.editions(context.app).get_many, int(raw))
        return cls(model=found) if found else None

    @strawberry.field
    def effective_at(self) -> datetime:
        """From when it is in force."""
        return self.model.effective_at

    @strawberry.field
    def replaces(self) -> list[int]:
        """Numbers of versions that waited for a later time and never take effect, because this one came."""
        return list(self.model.replaces)


@strawberry.type
class SignedEdition(Edition[M]):
    """An edition that tells all who see it who published it, and why."""

    @strawberry.field
    def published_by(self) -> str:
        """Id of the staff member."""
        return self.model.published_by

    @strawberry.field
    def why(self) -> str:
        """Why it was published."""
        return self.model.why


@strawberry.type
class DatedEdition(SignedEdition[M]):
    """A signed edition that tells when, too."""

    @strawberry.field
    def published_at(self) -> datetime:
        """When it was published."""
        return self.model.published_at


def attempt_publication(info: Info, codes: type[E], use_case: Callable[[], Answer]) -> Outcome[Answer, E]:
    """As `attempt`; an Unsound publication is told flaw by flaw."""
    try:
        return attempt(info, codes, use_case)
    except Unsound as refused:
        return Outcome(errors=[_told(info, codes, flaw) for flaw in refused.flaws])


def _told(info: Info, codes: type[E], flaw: Flaw) -> UserError[E]:
    place = flaw.field or ""
    figure = "." in place and "[" not in place
    where = place if figure else _OUR_NAMES.sub(lambda found: to_camel_case(found.group()), place)
    message = text(flaw.code, info.context.language, {"place": where, **flaw.detail})
    return UserError(field=where, code=codes[flaw.code], message=message)
