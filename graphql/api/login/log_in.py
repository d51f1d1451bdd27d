"""Login: a code of WeChat's for tokens of ours."""

from enum import Enum

import strawberry

from api.context import Info
from api.login.types import Login, login_of, tried
from api.payloads import UserError, error_codes
from api.permissions import ANYONE, PART, may, seen_by
from care.login.errors import (
    CodeNotTaken,
    LoginBlocked,
    LoginLater,
    LoginNotClear,
    LoginOff,
    LoginUnknownMember,
    TooManyLogins,
)

__all__ = ["LogIn"]


@error_codes(CodeNotTaken, LoginBlocked, LoginLater, LoginNotClear, LoginOff, LoginUnknownMember, TooManyLogins)
class LoginErrorCode(Enum):
    """Why nobody was logged in."""


@strawberry.input(description="Who is there.")
class LoginInput:
    code: str = strawberry.field(description="What wx.login has just given; good once, for 5 minutes.")


@seen_by(PART)
@strawberry.type(description="What came of a login.")
class LoginPayload:
    login: Login | None = strawberry.field(description="The member's tokens.")
    retry_after_seconds: int | None = strawberry.field(description="When another try, with a new code, is worth it.")
    user_errors: list[UserError[LoginErrorCode]] = strawberry.field(description="Why nobody was logged in.")


@strawberry.type
class LogIn:
    @strawberry.mutation(metadata=may(ANYONE, repeatable=True))
    def login(self, info: Info, input: LoginInput) -> LoginPayload:
        """Log a member in by a code of the mini-program. The code is the call's own key: it works once."""
        context = info.context
        done, seconds = tried(info, LoginErrorCode, lambda: context.app.logins.log_in(input.code, context.address))
        return LoginPayload(login=login_of(done.value), retry_after_seconds=seconds, user_errors=done.errors)
