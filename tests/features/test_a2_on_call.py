"""A2: shifts, on-call rosters, stand-ins; an alert is acknowledged or climbs; the inbox of staff."""

from typing import Any

import pytest

from fakes.front import Front

MANAGER, OPERATOR = "manager:B01", "operator:O01"
LIN, MEI = "quality:Q01", "quality:Q02"
OPS = "REGIONAL_OPS"


@pytest.fixture
def front() -> Front:
    """Monday, 10:02. Q02 stands in for Q01; B01 leads them; nobody of them takes cases."""
    front = Front()
    register(front, "B01", "MANAGER")
    register(front, "Q02", "QUALITY")
    register(front, "Q01", "QUALITY", standIn="Q02")
    front.advance(minutes=2)
    return front


def register(front: Front, staff_id: str, *roles: str, **more: object) -> Any:
    wanted = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": roles, **more}
    return front.call("RegisterStaffMember", MANAGER, input=wanted)["staffMember"]


def roster(front: Front, **more: object) -> Any:
    turn = {"weekday": 1, "hours": "09:00-21:00", "staffIds": ["Q01"]}
    wanted = {"function": OPS, "expectedVersion": 0, "rota": [turn], **more}
    return front.call("SetOnCall", OPERATOR, input=wanted)["roster"]


def ladder(front: Front, **more: object) -> list[tuple[str, str]]:
    rungs = front.call("OnCall", LIN, function=OPS, **more)["ladder"]
    return [(rung["staffId"], rung["because"]) for rung in rungs]


def late_case(front: Front) -> dict[str, Any]:
    """A claim to which nobody replies: an hour later whoever is on call is alerted (G7)."""
    ticket = front.tap("2")
    front.advance(minutes=60)
    return ticket


def alerts(front: Front, who: str, *, desk: bool = False) -> list[dict[str, Any]]:
    return [edge["node"] for edge in front.call("MyAlerts", who, desk=desk)["edges"]]


def notices(front: Front, who: str, *, desk: bool = False) -> list[dict[str, Any]]:
    return [edge["node"] for edge in front.call("MyNotices", who, desk=desk)["edges"]]


# ---------------------------------------------------------------- who is on call


def test_the_ladder_of_now_is_shown(front: Front) -> None:
    assert ladder(front) == [("B01", "MANAGER"), ("duty", "DESK")]
    roster(front)
    assert ladder(front) == [("Q01", "ROTA"), ("Q02", "STAND_IN"), ("B01", "MANAGER"), ("duty", "DESK")]
    front.advance(hours=12)
    assert ladder(front)[0] == ("B01", "MANAGER"), "the turn ended at 21:00"
    register(front, "Q02", "QUALITY", functions=[OPS])
    front.call("SetPresence", MEI, input={"present": True})
    assert ladder(front)[0] == ("Q02", "FUNCTION")


def test_a_roster_is_set_by_who_has_read_it(front: Front) -> None:
    made = roster(front)
    assert (made["version"], made["rota"][0]["hours"]) == (1, "09:00-21:00")
    stale = {"function": OPS, "expectedVersion": 0}
    assert front.refused("SetOnCall", MANAGER, input=stale) == "ROSTER_CHANGED"
    again = front.call("SetOnCall", OPERATOR, input={"function": OPS, "expectedVersion": 0, "rota": made["rota"]})
    assert again["roster"] == made, "what is so already is no change"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rota": [{"weekday": 8, "hours": "09:00-21:00", "staffIds": ["Q01"]}]}, "BAD_INPUT"),
        ({"rota": [{"weekday": 1, "hours": "9-21", "staffIds": ["Q01"]}]}, "BAD_INPUT"),
        ({"rota": [{"weekday": 1, "hours": "09:00-21:00", "staffIds": []}]}, "BAD_INPUT"),
        ({"rota": [{"weekday": 1, "hours": "09:00-21:00", "staffIds": ["X99"]}]}, "NOT_FOUND"),
        (
            {
                "duties": [
                    {
                        "startsAt": "2026-03-03T00:00:00+08:00",
                        "endsAt": "2026-03-02T00:00:00+08:00",
                        "staffIds": ["Q01"],
                    }
                ]
            },
            "BAD_INPUT",
        ),
    ],
)
def test_a_roster_that_cannot_be_meant_is_refused(front: Front, change: dict[str, object], code: str) -> None:
    assert front.refused("SetOnCall", OPERATOR, input={"function": OPS, "expectedVersion": 0} | change) == code


def test_agents_set_neither_rosters_nor_shifts(front: Front) -> None:
    for who in ("agent:A01", LIN, "member:M001"):
        assert front.refused("SetOnCall", who, input={"function": OPS, "expectedVersion": 0}) == "FORBIDDEN"
        assert front.refused("SetShifts", who, input={"staffId": "Q01"}) == "FORBIDDEN"
    assert front.refused("OnCall", "leader:L001", function=OPS) == "FORBIDDEN"


# ---------------------------------------------------------------- alerts


def test_whoever_is_on_call_is_told_and_acknowledges(front: Front) -> None:
    roster(front)
    ticket = late_case(front)
    (alert,) = alerts(front, LIN)
    assert (alert["told"], alert["ticketId"], alert["function"]) == (["Q01"], ticket["id"], OPS)
    assert ticket["title"] in alert["text"]
    assert alerts(front, MEI) == []
    done = front.call("AcknowledgeAlert", LIN, input={"alertId": alert["id"]})["alert"]
    assert done["acknowledgedBy"] == "Q01"
    front.advance(hours=2)
    assert alerts(front, LIN) == alerts(front, MEI) == alerts(front, MANAGER) == []


def test_what_nobody_acknowledges_climbs_to_the_desk_and_sounds_an_alarm(front: Front) -> None:
    roster(front)
    late_case(front)
    for minutes, told in ((9, ["Q01"]), (1, ["Q01", "Q02"]), (10, ["Q01", "Q02", "B01"])):
        front.advance(minutes=minutes)
        assert alerts(front, LIN)[0]["told"] == told
    assert front.app.gauges._counts["AlertUnanswered"] == 0
    front.advance(minutes=10)
    (alert,) = alerts(front, "agent:A09", desk=True)
    assert alert["told"] == ["Q01", "Q02", "B01", "duty"]
    assert front.app.gauges._counts["AlertUnanswered"] == 1, "an alarm watches it (template.yaml)"
    assert "无人确认" in notices(front, "agent:A09", desk=True)[0]["text"]
    front.call("AcknowledgeAlert", "agent:A09", input={"alertId": alert["id"]})
    assert alerts(front, "agent:A09", desk=True) == alerts(front, LIN) == []


def test_only_who_was_told_or_a_manager_acknowledges(front: Front) -> None:
    roster(front)
    late_case(front)
    (alert,) = alerts(front, LIN)
    wanted = {"alertId": alert["id"]}
    assert front.refused("AcknowledgeAlert", MEI, input=wanted) == "FORBIDDEN"
    assert front.refused("AcknowledgeAlert", "member:M001", input=wanted) == "FORBIDDEN"
    front.call("AcknowledgeAlert", MANAGER, input=wanted)
    assert front.call("AcknowledgeAlert", LIN, input=wanted)["alert"]["acknowledgedBy"] == "B01"
    assert front.refused("AcknowledgeAlert", LIN, input={"alertId": "nonsense"}) == "BAD_INPUT"


def test_an_alert_is_raised_once_however_often_its_fact_fires(front: Front) -> None:
    roster(front)
    late_case(front)
    front.advance(hours=5)
    assert len(alerts(front, LIN)) == 1


def test_how_long_it_waits_for_each_is_a_figure(front: Front) -> None:
    roster(front)
    at = (front.clock.now().replace(microsecond=0)).isoformat().replace("02:02", "02:10")
    values = [{"key": "staff.alert_climb_minutes", "value": 30}]
    front.call("PublishSettings", OPERATOR, input={"values": values, "effectiveAt": at, "why": "夜班人少"})
    late_case(front)
    front.advance(minutes=29)
    assert alerts(front, LIN)[0]["told"] == ["Q01"]
    front.advance(minutes=1)
    assert alerts(front, LIN)[0]["told"] == ["Q01", "Q02"]


# ---------------------------------------------------------------- the inbox


def test_notices_are_read_by_who_they_are_for(front: Front) -> None:
    roster(front)
    ticket = late_case(front)
    (notice,) = notices(front, LIN)
    assert (notice["ticketId"], notice["readAt"]) == (ticket["id"], None)
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert front.ask(node, MEI, id=notice["id"]).data == {"node": None}
    assert front.ask(node, LIN, id=notice["id"]).data == {"node": {"id": notice["id"]}}
    assert front.refused("MarkNoticesRead", MEI, input={"noticeIds": [notice["id"]]}) == "NOT_FOUND"
    assert front.refused("MarkNoticesRead", LIN, input={"noticeIds": []}) == "BAD_INPUT"
    (read,) = front.call("MarkNoticesRead", LIN, input={"noticeIds": [notice["id"]]})["notices"]
    assert read["readAt"]
    assert notices(front, LIN)[0]["readAt"] == read["readAt"]


# ---------------------------------------------------------------- shifts

NIGHTS = [["22:00-06:00"]] * 7


def state(front: Front, staff_id: str) -> dict[str, Any]:
    nodes = [edge["node"] for edge in front.call("Staff", MANAGER)["edges"]]
    return next(each for each in nodes if each["staffId"] == staff_id)


def test_who_is_present_but_not_on_shift_is_not_available(front: Front) -> None:
    register(front, "A01", "AGENT", skills=["QUALITY"], level=2)
    front.call("SetPresence", "agent:A01", input={"present": True})
    front.call("SetShifts", OPERATOR, input={"staffId": "A01", "week": NIGHTS})
    seen = state(front, "A01")
    assert (seen["present"], seen["available"], seen["level"], seen["skills"]) == (True, False, 2, ["QUALITY"])
    assert seen["shifts"]["week"] == NIGHTS
    front.advance(hours=13)
    assert state(front, "A01")["available"]
    front.advance(hours=8)
    assert not state(front, "A01")["available"]
    front.call("SetShifts", OPERATOR, input={"staffId": "A01"})
    assert (state(front, "A01")["available"], state(front, "A01")["shifts"]) == (True, None)


def test_a_day_off_goes_before_the_week(front: Front) -> None:
    register(front, "A01", "AGENT")
    front.call("SetPresence", "agent:A01", input={"present": True})
    off = {"date": "2026-03-02", "hours": []}
    wanted = {"staffId": "A01", "week": [["09:00-18:00"]] * 7, "days": [off]}
    assert front.call("SetShifts", OPERATOR, input=wanted)["staffMember"]["available"] is False
    front.advance(days=1)
    assert state(front, "A01")["available"]
    assert state(front, "A01")["shifts"]["days"] == [off]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"week": [["09:00-18:00"]] * 6}, "BAD_INPUT"),
        ({"week": [["09:00-18:00", "17:00-20:00"]] + [[]] * 6}, "BAD_INPUT"),
        ({"week": [["18:00"]] + [[]] * 6}, "BAD_INPUT"),
        ({"days": [{"date": "2026-05-01"}]}, "BAD_INPUT"),
        ({"week": NIGHTS, "days": [{"date": "2028-05-01"}]}, "BAD_INPUT"),
        ({"staffId": "X99", "week": NIGHTS}, "NOT_FOUND"),
    ],
)
def test_shifts_that_cannot_be_meant_are_refused(front: Front, change: dict[str, object], code: str) -> None:
    assert front.refused("SetShifts", OPERATOR, input={"staffId": "Q01"} | change) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [({"level": 4}, "BAD_INPUT"), ({"standIn": "Q01"}, "BAD_INPUT"), ({"standIn": "X99"}, "NOT_FOUND")],
)
def test_an_entry_that_cannot_be_meant_is_refused(front: Front, change: dict[str, object], code: str) -> None:
    wanted = {"staffId": "Q01", "name": "林", "roles": ["QUALITY"]} | change
    assert front.refused("RegisterStaffMember", MANAGER, input=wanted) == code


def test_registering_anew_leaves_shifts_as_they_are(front: Front) -> None:
    front.call("SetShifts", OPERATOR, input={"staffId": "Q01", "week": NIGHTS})
    register(front, "Q01", "QUALITY", regions=["东"])
    assert state(front, "Q01")["shifts"]["week"] == NIGHTS
