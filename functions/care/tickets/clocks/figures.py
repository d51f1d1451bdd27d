"""The figures of the clocks (G7). Minutes of service hours, or round the clock where it says so."""

from care.kernel.settings import Figure, figure

__all__ = [
    "ANSWER_MINUTES",
    "AUTO_ACTION_MINUTES",
    "CLOSED_BY_MINUTES",
    "COMPLAINT_REMEDY_MINUTES",
    "COMPLAINT_REPLY_MINUTES",
    "FIRST_OPINION_MINUTES",
    "HOLD_REVIEW_MINUTES",
    "INQUIRY_ANSWER_MINUTES",
    "INQUIRY_REPLY_MINUTES",
    "LADDER_PERCENT",
    "REPLY_MINUTES",
    "WARN_PERCENT",
]

_MOST = 14 * 24 * 60


def _minutes(key: str, default: int, about: str) -> Figure:
    return figure(f"clocks.{key}_minutes", default, 1, _MOST, "minutes", "G7", about)


REPLY_MINUTES = _minutes("own_channel_reply", 30, "Own channel: first human reply, service hours")
ANSWER_MINUTES = _minutes("own_channel_answer", 60, "Own channel: effective answer (golden hour), service hours")
COMPLAINT_REPLY_MINUTES = _minutes("complaint_reply", 120, "Complaint: first human reply, service hours")
COMPLAINT_REMEDY_MINUTES = _minutes("complaint_remedy", 24 * 60, "Complaint: remedy done, service hours")
INQUIRY_REPLY_MINUTES = _minutes("inquiry_reply", 30, "Inquiry: human reply, service hours")
INQUIRY_ANSWER_MINUTES = _minutes("inquiry_answer", 60, "Inquiry: effective answer, service hours")
AUTO_ACTION_MINUTES = _minutes("red_alert_action", 5, "Red alert: automatic action, round the clock")
FIRST_OPINION_MINUTES = _minutes("red_alert_opinion", 4 * 60, "Red alert: first opinion, round the clock")
CLOSED_BY_MINUTES = _minutes("red_alert_closed", 48 * 60, "Red alert: closed, round the clock")
HOLD_REVIEW_MINUTES = _minutes("hold_review", 45, "A hold: a person has looked, service hours (G11)")
WARN_PERCENT = figure("clocks.warn_percent", 80, 10, 99, "percent", "G7", "A clock warns when so much of it has passed")
LADDER_PERCENT = figure(
    "clocks.ladder_percent", 50, 10, 200, "percent", "G7", "A breach climbs by a rung after so much of its target again"
)
