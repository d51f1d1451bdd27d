"""Why something about a greeting was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "AudienceIsEmpty",
    "AudienceIsEveryone",
    "AudienceNotCounted",
    "AudienceTooWide",
    "CardFinished",
    "GreetingOver",
    "GreetingStepRefused",
    "OwnGreeting",
]


class AudienceIsEveryone(Refused):
    """The rule names no tag, and so would write to everyone."""

    code = "AUDIENCE_IS_EVERYONE"


class AudienceIsEmpty(Refused):
    """Nobody would be written to; the preview says why."""

    code = "AUDIENCE_IS_EMPTY"


class AudienceTooWide(Refused):
    """More members are meant (`meant`) than one greeting may write to (`most`)."""

    code = "AUDIENCE_TOO_WIDE"


class AudienceNotCounted(Refused):
    """The audience is still being counted."""

    code = "AUDIENCE_NOT_COUNTED"


class GreetingOver(Refused):
    """The time of the greeting is over."""

    code = "GREETING_OVER"


class GreetingStepRefused(Refused):
    """The greeting is in a state (`state`) in which this cannot be done."""

    code = "GREETING_STEP_REFUSED"


class OwnGreeting(Refused):
    """Who wrote a greeting does not decide about it: a second person does."""

    code = "OWN_GREETING"


class CardFinished(Refused):
    """Somebody has said already what came of the card."""

    code = "CARD_FINISHED"
