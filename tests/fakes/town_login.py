"""A member of the town who is logged in by WeChat."""

from typing import Any

from fakes.front import Front
from fakes.login_codes import code_of

__all__ = ["log_in", "login_calls"]


def log_in(town: Front, code: str) -> dict[str, Any]:
    """The member's tokens."""
    return dict(town.call("Login", "", input={"code": code})["login"])


def login_calls(refresh_token: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it (everybody), and with what variables it succeeds."""
    return {
        "Login": ("", {"input": {"code": code_of("open-M001", number=2)}}),
        "Refresh": ("", {"input": {"refreshToken": refresh_token}}),
        "Logout": ("", {"input": {"refreshToken": refresh_token}}),
    }
