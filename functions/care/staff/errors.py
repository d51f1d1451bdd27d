"""The refusals of this domain."""

from care.kernel.errors import Refused

__all__ = ["RosterChanged"]


class RosterChanged(Refused):
    """Somebody else has set the roster meanwhile; `version` is its version now."""

    code = "ROSTER_CHANGED"
