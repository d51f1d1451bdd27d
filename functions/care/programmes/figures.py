"""The figures of this domain (L2, L4, L7). Which score is high, `members` says."""

from datetime import timedelta

from care.kernel.settings import Settings, figure
from care.programmes.greetings.rules import Widest

__all__ = [
    "effect_after",
    "gentle_delay",
    "longest_post",
    "shortest_post",
    "time_to_respond",
    "wave_pace",
    "wave_size",
    "widest",
]

_RESPOND_DAYS = figure("programmes.respond_days", 7, 1, 60, "days", "L2", "How long an invitation can be answered")
_UGC_DELAY = figure(
    "programmes.ugc_delay", 24, 1, 24 * 14, "hours", "L4", "From a member's satisfaction to the invitation to share it"
)
_SHORTEST_POST = figure("programmes.shortest_post", 5, 1, 100, "characters", "L4", "The shortest post")
_LONGEST_POST = figure("programmes.longest_post", 500, 100, 5000, "characters", "L4", "The longest post")

_WAVE_SIZE = figure("programmes.wave_size", 45, 1, 90, "members", "L7", "Members that one wave of a greeting looks at")
_WAVE_PACE = figure("programmes.wave_minutes", 15, 1, 1440, "minutes", "L7", "From one wave of a greeting to the next")
_GREETING_MOST = figure(
    "programmes.greeting_most", 20_000, 1, 1_000_000, "members", "L7", "The widest audience of a greeting"
)


_CARDS_MOST = figure("programmes.cards_most", 100, 1, 1000, "cards", "L7", "So many cards one greeting asks for")
_EFFECT_DAYS = figure(
    "programmes.effect_days", 14, 1, 90, "days", "L7", "So long after a suggestion's end it is counted who bought"
)


def time_to_respond(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_RESPOND_DAYS))


def gentle_delay(settings: Settings) -> timedelta:
    return timedelta(hours=settings.of(_UGC_DELAY))


def shortest_post(settings: Settings) -> int:
    return settings.of(_SHORTEST_POST)


def longest_post(settings: Settings) -> int:
    return settings.of(_LONGEST_POST)


def wave_size(settings: Settings) -> int:
    return settings.of(_WAVE_SIZE)


def wave_pace(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_WAVE_PACE))


def widest(settings: Settings) -> Widest:
    """How many members one greeting may mean."""
    return Widest(messages=settings.of(_GREETING_MOST), cards=settings.of(_CARDS_MOST))


def effect_after(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_EFFECT_DAYS))
