"""What can be wrong with a publication. All faults are told at once, each with its place.

Refused
├── Unsound              bears every Flaw that was found
│   ├── PolicyUnsound
│   └── SettingsUnsound
└── Flaw                 one fault; `field` is its place (`rules[2].wording`, or the key of a figure), `detail` what
is needed to mend it. Each has its own code, found by one check (care.policy.rules).
"""

from collections.abc import Sequence

from care.kernel.errors import Refused

__all__ = [
    "POLICY_FLAWS",
    "SETTINGS_FLAWS",
    "AnchorUnfit",
    "BadCode",
    "BadPart",
    "BannedPhrase",
    "Blank",
    "DefaultNotOnMenu",
    "Flaw",
    "FoodSafetyWindow",
    "Gap",
    "MenuTooShort",
    "NotOnTop",
    "NothingSet",
    "OutOfBounds",
    "Overlap",
    "PolicyUnsound",
    "PriceGap",
    "ReturnForNothing",
    "SettingsUnsound",
    "StatedTwice",
    "TooLong",
    "UnknownFigure",
    "UnknownRemedy",
    "Unsound",
    "Vague",
    "WordsContradict",
]


class Flaw(Refused):
    """One fault of a publication."""

    def __init__(self, place: str, **detail: str | int) -> None:
        told = ", ".join(f"{name} {value}" for name, value in detail.items())
        super().__init__(f"{place}: {self.code}" + (f" ({told})" if told else ""), field=place, **detail)


class Gap(Flaw):
    """A reason class lacks its default rule, or a reason that leads to it."""

    code = "POLICY_GAP"


class Overlap(Flaw):
    """Two rules of one reason class name the same and can meet in one case; `other` is the first one's place."""

    code = "POLICY_OVERLAP"


class PriceGap(Flaw):
    """Between the price bands of two rules lies a hole, from `low` to below `high` fen."""

    code = "PRICE_GAP"


class StatedTwice(Flaw):
    """A code stands twice in a list."""

    code = "STATED_TWICE"


class BadCode(Flaw):
    """A code is 2 to 32 of A-Z, 0-9 and _, and begins with a letter."""

    code = "BAD_CODE"


class Blank(Flaw):
    """A text is missing."""

    code = "BLANK_TEXT"


class TooLong(Flaw):
    """A text is too long to be read."""

    code = "TEXT_TOO_LONG"


class Vague(Flaw):
    """A text promises nothing sure (G1)."""

    code = "VAGUE_WORD"


class BannedPhrase(Flaw):
    """A text says what no member shall hear; `offset` and `text` say where (C6)."""

    code = "BANNED_PHRASE"


class OutOfBounds(Flaw):
    """A number is not within its bounds."""

    code = "OUT_OF_BOUNDS"


class UnknownRemedy(Flaw):
    """A menu names a remedy that the draft does not have."""

    code = "UNKNOWN_REMEDY"


class MenuTooShort(Flaw):
    """A menu leaves no choice (C1)."""

    code = "MENU_TOO_SHORT"


class DefaultNotOnMenu(Flaw):
    """The remedy of an unanswered menu is not one of the menu."""

    code = "DEFAULT_NOT_ON_MENU"


class BadPart(Flaw):
    """A part of a remedy bears something else than its kind needs."""

    code = "BAD_PART"


class ReturnForNothing(Flaw):
    """A remedy asks for the goods and gives nothing for them."""

    code = "RETURN_FOR_NOTHING"


class NotOnTop(Flaw):
    """On top of a remedy comes a coupon, points, a gift, a card or a place, never the line's own money or goods."""

    code = "NOT_ON_TOP"


class AnchorUnfit(Flaw):
    """A window of hours is counted from an event; shelf life has no hours."""

    code = "ANCHOR_UNFIT"


class FoodSafetyWindow(Flaw):
    """Food safety is never refused by a window (G1)."""

    code = "FOOD_SAFETY_WINDOW"


class WordsContradict(Flaw):
    """A text names another window (`said`) than the rule has (`rule`): a member would be promised what is refused."""

    code = "WORDS_CONTRADICT_RULE"


class UnknownFigure(Flaw):
    """There is no figure with this key."""

    code = "UNKNOWN_FIGURE"


class NothingSet(Flaw):
    """A publication of settings sets at least one figure."""

    code = "NOTHING_SET"


SETTINGS_FLAWS = (NothingSet, OutOfBounds, UnknownFigure)
POLICY_FLAWS = (
    Gap,
    Overlap,
    PriceGap,
    StatedTwice,
    BadCode,
    Blank,
    TooLong,
    Vague,
    BannedPhrase,
    OutOfBounds,
    UnknownRemedy,
    MenuTooShort,
    DefaultNotOnMenu,
    BadPart,
    NotOnTop,
    ReturnForNothing,
    AnchorUnfit,
    FoodSafetyWindow,
    WordsContradict,
)


class Unsound(Refused):
    """Bears every flaw that was found."""

    code = "UNSOUND"

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(str(flaw) for flaw in self.flaws), field=self.flaws[0].field)


class PolicyUnsound(Unsound):
    code = "POLICY_UNSOUND"


class SettingsUnsound(Unsound):
    code = "SETTINGS_UNSOUND"
