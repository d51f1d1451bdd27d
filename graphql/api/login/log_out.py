"""Login: the end of a session."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import ANYONE, PART, may, seen_by
from care.login import model
from care.login.errors import SessionOver

__all__ = ["LogOut"]


@error_codes(SessionOver)
class LogoutErrorCode(Enum):
    """Why nothing was ended."""


@strawberry.input(description="Which session ends.")
class LogoutInput:
    refresh_token: str = strawberry.field(description="Any refresh token of the session, used or not.")


@seen_by(PART)
@strawberry.type(description="A session that has ended.")
class EndedLogin:
    id: strawberry.ID = strawberry.field(description="Names the session.")
    ended_at: datetime | None = strawberry.field(description="When it ended.")


@seen_by(PART)
@strawberry.type(description="What came of a logout.")
class LogoutPayload:
    login: EndedLogin | None = strawberry.field(description="The session that has ended.")
    user_errors: list[UserError[LogoutErrorCode]] = strawberry.field(description="Why nothing was ended.")


@strawberry.type
class LogOut:
    @strawberry.mutation(metadata=may(ANYONE, repeatable=True))
    def logout(self, info: Info, input: LogoutInput) -> LogoutPayload:
        """End a session: none of its refresh tokens works any more; an access token does for its last minutes."""
        done = attempt(info, LogoutErrorCode, lambda: info.context.app.logins.log_out(input.refresh_token))
        return LogoutPayload(login=_ended(done.value), user_errors=done.errors)


def _ended(session: model.Session | None) -> EndedLogin | None:
    return EndedLogin(id=strawberry.ID(session.id), ended_at=session.ended_at) if session else None
