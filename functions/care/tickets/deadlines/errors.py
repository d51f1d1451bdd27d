"""Why a refusal or an appeal was refused. Each code is unique in the product and leads here."""

from care.kernel.errors import Refused

__all__ = [
    "AppealInstead",
    "AppealOpen",
    "AppealTooLate",
    "AppealUsed",
    "ManagerRequired",
    "MenuStands",
    "NotRefused",
    "SamePerson",
]


class ManagerRequired(Refused):
    """Food safety, and bad quality within its window, are refused by a manager only: ask one (G6)."""

    code = "MANAGER_REQUIRED"


class MenuStands(Refused):
    """The member has a menu to choose from: what was promised is not refused."""

    code = "MENU_STANDS"


class AppealInstead(Refused):
    """It was refused: the member appeals, so that another person looks at it."""

    code = "APPEAL_INSTEAD"


class AppealUsed(Refused):
    """The one appeal of the case has been made."""

    code = "APPEAL_USED"


class AppealTooLate(Refused):
    """The time for an appeal has passed."""

    code = "APPEAL_TOO_LATE"


class NotRefused(Refused):
    """It was not refused, and the rule gives no more than was given: there is nothing to appeal against."""

    code = "NOT_REFUSED"


class AppealOpen(Refused):
    """An appeal is granted with a remedy, or refused; words alone do not end it."""

    code = "APPEAL_OPEN"


class SamePerson(Refused):
    """Who refused it, or gave less than the rule does, does not judge the appeal."""

    code = "SAME_PERSON"
