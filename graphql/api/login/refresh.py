"""Login: a refresh token for new tokens."""

from enum import Enum

import strawberry

from api.context import Info
from api.login.types import Login, login_of
from api.payloads import UserError, attempt, error_codes
from api.permissions import ANYONE, PART, may, seen_by
from care.login.errors import SessionOver

__all__ = ["Refresh"]


@error_codes(SessionOver)
class RefreshErrorCode(Enum):
    """Why there are no new tokens."""


@strawberry.input(description="Which session goes on.")
class RefreshInput:
    refresh_token: str = strawberry.field(description="The last one that was given; it is used up by this.")


@seen_by(PART)
@strawberry.type(description="What came of a refresh.")
class RefreshPayload:
    login: Login | None = strawberry.field(description="The member's new tokens.")
    user_errors: list[UserError[RefreshErrorCode]] = strawberry.field(description="Why there are none.")


@strawberry.type
class Refresh:
    @strawberry.mutation(metadata=may(ANYONE, repeatable=True))
    def refresh(self, info: Info, input: RefreshInput) -> RefreshPayload:
        """New tokens for the last refresh token. Sent without an access token, one call at a time: a token that comes
        a second time ends the session, and the client logs in again.
        """
        done = attempt(info, RefreshErrorCode, lambda: info.context.app.logins.refresh(input.refresh_token))
        return RefreshPayload(login=login_of(done.value), user_errors=done.errors)
