"""Why a call was not begun or ended. Texts: graphql/api/texts/contact.py."""

from care.kernel.errors import Refused

__all__ = ["CallElsewhere", "CallEnded", "CallNotNow", "CallNotStarted", "CallOvertaken"]


class CallEnded(Refused):
    """The call was made already, or its time is over."""

    code = "CALL_ENDED"


class CallNotStarted(Refused):
    """The number was not asked for: nobody can have called."""

    code = "CALL_NOT_STARTED"


class CallElsewhere(Refused):
    """A colleague has the call."""

    code = "CALL_ELSEWHERE"


class CallNotNow(Refused):
    """The member is not called at this hour, or while their red alert is open; `until`: look again then."""

    code = "CALL_NOT_NOW"


class CallOvertaken(Refused):
    """What was to be said is of no use any more, or not wanted."""

    code = "CALL_OVERTAKEN"
