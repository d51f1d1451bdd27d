"""Why something about a campaign was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "CampaignOver",
    "InvitationAnswered",
    "InvitationExpired",
    "NoPostInvited",
    "NotTakingPart",
    "PostModerated",
    "PostSubmitted",
    "QuotaFull",
    "UnknownSku",
]


class UnknownSku(Refused):
    """The mall has never told of this product; `sku` says which."""

    code = "UNKNOWN_SKU"


class CampaignOver(Refused):
    """The campaign has been closed, or its time is over."""

    code = "CAMPAIGN_OVER"


class QuotaFull(Refused):
    """Every place of the campaign is taken; one that becomes free can be had again."""

    code = "QUOTA_FULL"


class InvitationAnswered(Refused):
    """The invitation has been accepted or declined already; `state` says what it is."""

    code = "INVITATION_ANSWERED"


class InvitationExpired(Refused):
    """The time in which the invitation could be answered has passed."""

    code = "INVITATION_EXPIRED"


class NotTakingPart(Refused):
    """Only who takes part can leave; `state` says what the invitation is."""

    code = "NOT_TAKING_PART"


class NoPostInvited(Refused):
    """This invitation does not ask for a post."""

    code = "NO_POST_INVITED"


class PostSubmitted(Refused):
    """The one post of this invitation has been handed in, and was not declined."""

    code = "POST_SUBMITTED"


class PostModerated(Refused):
    """Somebody has decided about this post already; `state` says how."""

    code = "POST_MODERATED"
