"""The figures of contact (P6)."""

from datetime import timedelta

from care.contact.calls.rules import CallLimits
from care.contact.confirmation import Polls
from care.contact.outcome import Patience
from care.contact.quiet import QuietHours
from care.contact.rules import Cap, Limits
from care.contact.talks.window import KfLimits
from care.kernel.settings import Settings, figure

__all__ = [
    "CARD_LEAD",
    "call_limits",
    "echo_within",
    "kf_limits",
    "limits",
    "own_action",
    "own_quiet_leaves",
    "passes_on",
    "patience",
    "polls",
    "quiet_hours",
    "receipt_kept",
    "text_kept",
    "unknown_after",
    "voice_confidence",
]

_QUIET_FROM = figure(
    "contact.quiet_from", 22, 0, 23, "hour of the day in Shanghai", "P6", "Quiet hours start here, inclusive"
)
_QUIET_UNTIL = figure(
    "contact.quiet_until", 8, 0, 23, "hour of the day in Shanghai", "P6", "Quiet hours end here; as quiet_from: none"
)
_OWN_QUIET_LEAVES = figure(
    "contact.own_quiet_leaves", 4, 1, 14, "hours", "P6", "A member's own quiet hours and the house's leave so many"
)
_OWN_ACTION = figure(
    "contact.own_action", 30, 0, 120, "minutes", "P6", "An answer to the member's own action passes quiet hours so long"
)
_CAP_MESSAGES = figure(
    "contact.cap_messages", 3, 1, 10, "messages", "P6", "Surveys, care and marketing to a member in any window"
)
_CAP_HOURS = figure("contact.cap_hours", 24, 1, 168, "hours", "P6", "The window of cap_messages")
_MARKETING_CAP = figure(
    "contact.marketing_cap", 2, 1, 10, "messages", "P6", "Marketing to a member in any window of its own"
)
_MARKETING_CAP_DAYS = figure("contact.marketing_cap_days", 7, 1, 90, "days", "P6", "The window of marketing_cap")
_COOLDOWN = figure(
    "contact.campaign_cooldown", 24, 0, 720, "hours", "P6", "Between messages of two campaigns to a member"
)
_HOLD_OUT = figure(
    "contact.hold_out", 0, 0, 500, "of 1000 members", "P6", "So many a campaign leaves alone, unless it states its own"
)
_USEFUL = figure(
    "contact.useful", 7, 1, 60, "days", "P6", "What is not service and states no end is of use so long after its time"
)
_ALERT_LOOK = figure(
    "contact.alert_look", 15, 1, 240, "minutes", "P6", "How often what waits for a red alert to end is looked at"
)
_UNKNOWN_AFTER = figure(
    "contact.unknown_after", 5, 1, 60, "minutes", "P6", "A claimed message without an outcome is UNKNOWN after this"
)
_MOST_TRIES = figure(
    "contact.most_tries", 4, 1, 10, "tries", "P6", "Of one channel that asks to be tried later; then the next one"
)
_MOST_ALARMS = figure(
    "contact.most_alarms", 4, 1, 10, "tries", "P6", "What belongs to a red alert is sent so often until it is known"
)
_REPEAT_AFTER = figure(
    "contact.repeat_after", 2, 1, 60, "minutes", "P6", "So long after an unknown outcome it is sent again"
)
_RECEIPT_KEPT = figure(
    "contact.receipt_kept", 30, 1, 180, "days", "P6", "How long a provider's later word finds its message"
)
_ECHO_WITHIN = figure(
    "contact.grant_echo", 60, 1, 24 * 60, "minutes", "P6", "Two words of one accepted prompt come so close together"
)
_CONFIRM_FIRST = figure(
    "contact.confirm_first",
    10,
    1,
    240,
    "minutes",
    "P6",
    "A confirmation is first asked after; then doubled",
)
_CONFIRM_LOOKS = figure(
    "contact.confirm_looks", 8, 1, 10, "times", "P6", "So often; then the message goes by the next channel"
)
_KF_HOURS = figure(
    "contact.kf_hours", 48, 1, 168, "hours", "P6", "After a member's word 微信客服 takes messages to them"
)
_KF_MESSAGES = figure("contact.kf_messages", 5, 0, 20, "messages", "P6", "So many until their next word; 0: none")
_KF_PASS_ON = figure("contact.kf_pass_on", 0, 0, 1, "0 or 1", "P6", "1: people in 企业微信 take who is no member")
_CALL_WITHIN = figure(
    "contact.call_within", 120, 0, 24 * 60, "minutes", "P6", "Until then a call is waited for; 0: nobody is called"
)
_CALL_PAUSE = figure("contact.call_pause", 12, 0, 720, "hours", "P6", "Between two calls to a member")
_VOICE_CONFIDENCE = figure(
    "contact.voice_confidence", 70, 0, 100, "percent", "A1", "What was heard less well is for a person"
)
CARD_LEAD = figure(
    "contact.card_lead", 2, 2, 10_080, "minutes", "G3", "How far ahead a contact card must take effect, at least"
)
_TEXT_KEPT = figure("contact.text_kept", 180, 7, 730, "days", "P6", "How long a message's text stays readable")


def quiet_hours(settings: Settings) -> QuietHours:
    return QuietHours(settings.of(_QUIET_FROM), settings.of(_QUIET_UNTIL))


def limits(settings: Settings) -> Limits:
    return Limits(
        quiet=quiet_hours(settings),
        own_action=own_action(settings),
        cap=Cap(settings.of(_CAP_MESSAGES), timedelta(hours=settings.of(_CAP_HOURS))),
        marketing=Cap(settings.of(_MARKETING_CAP), timedelta(days=settings.of(_MARKETING_CAP_DAYS))),
        cooldown=timedelta(hours=settings.of(_COOLDOWN)),
        useful=timedelta(days=settings.of(_USEFUL)),
        alert_look=timedelta(minutes=settings.of(_ALERT_LOOK)),
        hold_out_permille=settings.of(_HOLD_OUT),
    )


def own_action(settings: Settings) -> timedelta:
    """What a member did so recently is answered where they did it, also in quiet hours."""
    return timedelta(minutes=settings.of(_OWN_ACTION))


def own_quiet_leaves(settings: Settings) -> int:
    """Hours of the day in which a member can be written to, at least."""
    return settings.of(_OWN_QUIET_LEAVES)


def unknown_after(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(_UNKNOWN_AFTER))


def patience(settings: Settings) -> Patience:
    return Patience(
        most_tries=settings.of(_MOST_TRIES),
        most_alarms=settings.of(_MOST_ALARMS),
        repeat_after=timedelta(minutes=settings.of(_REPEAT_AFTER)),
    )


def call_limits(settings: Settings) -> CallLimits:
    within, pause = settings.of(_CALL_WITHIN), settings.of(_CALL_PAUSE)
    return CallLimits(within=timedelta(minutes=within), pause=timedelta(hours=pause))


def echo_within(settings: Settings) -> timedelta:
    """Between what the mini-program and what WeChat tell of one accepted prompt."""
    return timedelta(minutes=settings.of(_ECHO_WITHIN))


def passes_on(settings: Settings) -> bool:
    """Whether who is no member goes from 微信客服 to people in 企业微信."""
    return settings.of(_KF_PASS_ON) > 0


def kf_limits(settings: Settings) -> KfLimits:
    return KfLimits(lasts=timedelta(hours=settings.of(_KF_HOURS)), most=settings.of(_KF_MESSAGES))


def polls(settings: Settings) -> Polls:
    return Polls(first=timedelta(minutes=settings.of(_CONFIRM_FIRST)), most=settings.of(_CONFIRM_LOOKS))


def receipt_kept(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_RECEIPT_KEPT))


def text_kept(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_TEXT_KEPT))


def voice_confidence(settings: Settings) -> int:
    """Of a transcript, in percent."""
    return settings.of(_VOICE_CONFIDENCE)
