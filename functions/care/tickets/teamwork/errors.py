"""Why something that staff do together was refused. Each code is unique in the product and leads here."""

from enum import StrEnum

from care.kernel.errors import Refused

__all__ = ["CaseBusy", "MergeBar", "MergeNotAllowed", "NotDone", "TooManyWatchers", "UnknownMention"]


class MergeBar(StrEnum):
    """What stands against merging two cases, or against parting them."""

    SELF = "SELF"
    OTHER_MEMBER = "OTHER_MEMBER"
    CHILD_HAS_CHILDREN = "CHILD_HAS_CHILDREN"
    PARENT_HAS_PARENT = "PARENT_HAS_PARENT"
    ALREADY_MERGED = "ALREADY_MERGED"
    NOT_MERGED = "NOT_MERGED"
    CHILD_ENDED = "CHILD_ENDED"
    PARENT_ENDED = "PARENT_ENDED"
    PARENT_IS_NO_CLAIM = "PARENT_IS_NO_CLAIM"
    TOO_MANY = "TOO_MANY"


class MergeNotAllowed(Refused):
    """These two cases cannot be merged, or are not; `why` says what stands against it (G6)."""

    code = "MERGE_NOT_ALLOWED"


class CaseBusy(Refused):
    """Money or an approval of the case is under way; `ticket_id` says of which."""

    code = "CASE_BUSY"


class UnknownMention(Refused):
    """Nobody of the staff bears the id that is mentioned; `offset` is the place of its @, counted from 0."""

    code = "UNKNOWN_MENTION"


class TooManyWatchers(Refused):
    """A case has as many watchers as it can have."""

    code = "TOO_MANY_WATCHERS"


class NotDone(Refused):
    """The time of the call was over before this one's turn; the same call under the same key goes on with it."""

    code = "NOT_DONE"
