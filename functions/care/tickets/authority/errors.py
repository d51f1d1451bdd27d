"""Why somebody may not decide. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "ApprovalSuperseded",
    "AskedBefore",
    "AskedTooOften",
    "BeyondAuthority",
    "OfferStale",
    "OverrideReasonRequired",
    "OwnCase",
    "SelfApproval",
]


class OwnCase(Refused):
    """Nobody handles a case that is about themselves."""

    code = "OWN_CASE"


class SelfApproval(Refused):
    """Nobody approves what they asked for."""

    code = "SELF_APPROVAL"


class ApprovalSuperseded(Refused):
    """This approval is not waited for any more; `state` says what became of it."""

    code = "APPROVAL_SUPERSEDED"


class OfferStale(Refused):
    """The order has changed, so what was asked for is something else now: it must be asked anew."""

    code = "OFFER_STALE"


class AskedBefore(Refused):
    """Another manager has refused as much in this round: they may approve it, or one of a higher level."""

    code = "ASKED_BEFORE"


class AskedTooOften(Refused):
    """As many approvals were asked for in this round as can be: `high`."""

    code = "ASKED_TOO_OFTEN"


class BeyondAuthority(Refused):
    """It is above the approver's own limits; `why` says which."""

    code = "BEYOND_AUTHORITY"


class OverrideReasonRequired(Refused):
    """The rule does not allow it (`why`): staff may, with a reason on record (G1)."""

    code = "OVERRIDE_REASON_REQUIRED"
