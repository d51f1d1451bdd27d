"""What a client gets when a member logs in."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TypeVar

import strawberry

from api.context import Info
from api.payloads import Outcome, attempt
from api.permissions import PART, seen_by
from api.relay import global_id
from care.kernel.errors import Refused
from care.login import model

__all__ = ["Login", "login_of", "tried"]

E = TypeVar("E", bound=Enum)
R = TypeVar("R")


@seen_by(PART)
@strawberry.type(description="A member's tokens. They are the client's to keep; the server keeps none of them.")
class Login:
    id: strawberry.ID = strawberry.field(description="Names the session; it opens nothing.")
    member_id: strawberry.ID = strawberry.field(description="Global id of the member.")
    access_token: str = strawberry.field(description="Bearer token of every call.")
    access_expires_at: datetime = strawberry.field(description="From then on it is UNAUTHENTICATED.")
    refresh_token: str = strawberry.field(description="Good once, for `refresh`. Used twice, it ends the session.")
    refresh_expires_at: datetime = strawberry.field(description="Until then it must be used.")


def login_of(tokens: model.Tokens | None) -> Login | None:
    if tokens is None:
        return None
    return Login(
        id=strawberry.ID(tokens.session_id),
        member_id=strawberry.ID(global_id("Member", tokens.member_id)),
        access_token=tokens.access,
        access_expires_at=tokens.access_until,
        refresh_token=tokens.refresh,
        refresh_expires_at=tokens.refresh_until,
    )


def tried(info: Info, codes: type[E], use_case: Callable[[], R]) -> tuple[Outcome[R, E], int | None]:
    """As `attempt`, and after how many seconds another try is worth it, where the refusal says so."""
    seconds: list[int] = []

    def noted() -> R:
        try:
            return use_case()
        except Refused as refusal:
            seconds.extend(int(refusal.detail[key]) for key in ("seconds",) if key in refusal.detail)
            raise

    done = attempt(info, codes, noted)
    return done, next(iter(seconds), None)
