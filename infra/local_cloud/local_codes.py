"""Login codes on a local cloud: `local:M001` is whoever M001 is. Nothing that is deployed knows this file."""

from collections.abc import Callable

from care.kernel.clock import Clock
from care.login.codes import Identity
from care.login.errors import CodeNotTaken
from care.members.events import MemberChanged
from care.members.service import Members

__all__ = ["LocalCodes", "local_codes"]

_PREFIX = "local:"


class LocalCodes:
    """Any member may be named; one without an openid gets one, by an event as the mall would send it."""

    def __init__(self, members: Callable[[], Members], clock: Clock) -> None:
        self._members = members
        self._clock = clock

    def identify(self, code: str) -> Identity:
        member_id = code.removeprefix(_PREFIX)
        if not code.startswith(_PREFIX) or not member_id.isalnum():
            raise CodeNotTaken(field="code")
        members = self._members()
        known = members.get_many([member_id]).get(member_id)
        openid = members.personal(known).openid if known else None
        if openid is None:
            openid = f"local-{member_id}"
            members.take(MemberChanged(occurred_at=self._clock.now(), member_id=member_id, openid=openid))
        return Identity(openid=openid)


def local_codes(clock: Clock) -> LocalCodes:
    """Over the members of the product that the local cloud runs."""

    def members() -> Members:
        from handlers.bootstrap import app

        return app().members

    return LocalCodes(members, clock)
