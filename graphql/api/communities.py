"""Which community a query is about."""

from api.context import Info
from api.viewer import Role
from care.kernel.errors import Forbidden

__all__ = ["asked_community", "led_community"]


def led_community(info: Info) -> str:
    """The community that the calling leader leads; empty without one: nothing lies there."""
    return info.context.viewer.community or ""


def asked_community(info: Info, wanted: str | None) -> str:
    """A leader's own, named or not: FORBIDDEN for another's. Staff name one."""
    viewer = info.context.viewer
    if Role.LEADER in viewer.roles and wanted not in (None, viewer.community):
        raise Forbidden(field="community")
    return wanted or led_community(info)
