"""Why somebody was not logged in. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "CodeNotTaken",
    "LoginBlocked",
    "LoginLater",
    "LoginNotClear",
    "LoginOff",
    "LoginUnknownMember",
    "SessionOver",
    "TooManyLogins",
]


class LoginOff(Refused):
    """This deployment has no mini-program configured: there is no login by code."""

    code = "LOGIN_OFF"


class CodeNotTaken(Refused):
    """The code is wrong, too old or was used: the client asks for a new one (wx.login) and tries again."""

    code = "LOGIN_CODE_NOT_TAKEN"


class LoginBlocked(Refused):
    """WeChat holds this account for risky and logs it in nowhere."""

    code = "LOGIN_BLOCKED"


class LoginLater(Refused):
    """WeChat could not be asked: again after `seconds`, with a new code."""

    code = "LOGIN_LATER"


class TooManyLogins(Refused):
    """Too many logins of this account, or from this network: again after `seconds`."""

    code = "LOGIN_TOO_MANY"


class LoginUnknownMember(Refused):
    """The mall has told us of no member with this account: once it does, the login succeeds."""

    code = "LOGIN_UNKNOWN_MEMBER"


class LoginNotClear(Refused):
    """By the mall's word two members have this account: it must say which."""

    code = "LOGIN_NOT_CLEAR"


class SessionOver(Refused):
    """The refresh token is over, was used, altered or taken back: the client logs in again."""

    code = "SESSION_OVER"
