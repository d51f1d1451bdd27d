"""Why a step of a draft was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = ["CheckOutdated", "DraftChanged", "DraftEnded", "NotChecked"]


class DraftChanged(Refused):
    """Somebody saved the draft meanwhile; `version` says which one it is now."""

    code = "DRAFT_CHANGED"


class DraftEnded(Refused):
    """The draft was scheduled or discarded; begin another."""

    code = "DRAFT_ENDED"


class NotChecked(Refused):
    """A draft is scheduled only as it was checked."""

    code = "DRAFT_NOT_CHECKED"


class CheckOutdated(Refused):
    """The figures have changed since the check; check again."""

    code = "CHECK_OUTDATED"
