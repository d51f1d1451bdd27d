"""Why something about a member was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["ServiceIsNeeded", "TagNotHeld"]


class TagNotHeld(Refused):
    """The member does not bear the tag."""

    code = "TAG_NOT_HELD"


class ServiceIsNeeded(Refused):
    """Messages about the member's own cases cannot be opted out of."""

    code = "SERVICE_IS_NEEDED"
