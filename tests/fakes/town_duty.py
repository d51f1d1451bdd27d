"""Who is on duty in the town: nobody, so that an alert has fallen to the duty desk; and how that can be changed."""

from typing import Any

from care.staff.alerts import AlertRequest, raise_alert
from care.staff.model import Function
from fakes.front import Front

__all__ = ["call_somebody", "duty_calls"]

AGENT, OPERATOR = "agent:A01", "operator:O01"
WEEK = [["09:00-13:00", "14:00-18:00"]] * 5 + [["22:00-06:00"], []]


def call_somebody(town: Front) -> None:
    """As a clock does whose case nobody mends."""
    params = {"title": "红富士苹果", "step": "首次人工回复", "due": "3月9日10:00"}
    request = AlertRequest(key="late", function=Function.REGIONAL_OPS, why="sla_unmended", params=params)
    town.app.uow.run(lambda batch: raise_alert(batch, request, town.clock.now()))


def duty_calls(town: Front) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    alert, *_ = town.call("MyAlerts", AGENT, desk=True)["edges"]
    notices = town.call("MyNotices", AGENT, desk=True)["edges"]
    turn = {"weekday": 6, "hours": "22:00-06:00", "staffIds": ["A01"]}
    once = {"startsAt": "2026-04-01T00:00:00+08:00", "endsAt": "2026-04-02T00:00:00+08:00", "staffIds": ["A01"]}
    return {
        "OnCall": (AGENT, {"function": "REGIONAL_OPS", "region": "华东"}),
        "MyAlerts": (AGENT, {"desk": True}),
        "MyNotices": (AGENT, {"desk": True}),
        "AcknowledgeAlert": (AGENT, {"input": {"alertId": alert["node"]["id"]}}),
        "MarkNoticesRead": (
            AGENT,
            {"input": {"noticeIds": [each["node"]["id"] for each in notices], "desk": True}},
        ),
        "SetShifts": (
            OPERATOR,
            {"input": {"staffId": "A01", "week": WEEK, "days": [{"date": "2026-05-01", "hours": []}]}},
        ),
        "SetOnCall": (
            OPERATOR,
            {"input": {"function": "QUALITY", "expectedVersion": 0, "rota": [turn], "duties": [once]}},
        ),
    }
