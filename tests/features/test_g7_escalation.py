"""G7: a warning before and an escalation at each breach: the ladder, the queue, and what was planned in vain."""

import pytest

from api.viewer import Role as ViewerRole
from api.viewer import Viewer
from care.staff.alert_shelves import ALERTS
from care.staff.model import Role, StaffMember
from care.staff.notices import NOTICES
from fakes.front import AGENT, ME
from fakes.shop import FRESH, OIL
from fakes.timed import Seen, Timed


@pytest.fixture
def front() -> Timed:
    return Timed()


def rung(front: Timed, ticket: Seen, step: str = "FIRST_REPLY") -> tuple[object, ...]:
    clock = front.clock_of(ticket, step)
    return clock["rung"], front.local(clock["warnedAt"]), front.local(clock["breachedAt"])


def breaches(front: Timed, ticket: Seen) -> list[str]:
    return [line["note"] for line in front.among_staff(ticket) if line["kind"] == "SLA_BREACHED"]


def test_it_warns_breaches_and_climbs(front: Timed) -> None:
    """30 minutes: a warning at 24, the breach at 30, then a rung for each half of the target that passes again."""
    ticket = front.tap("2")
    seen = []
    for minute in (23, 24, 29, 30, 44, 45, 59, 60, 90):
        front.until(3, 2, 10 + minute // 60, minute % 60)
        seen.append((minute, *rung(front, ticket)))
    warned, late = "03-02 10:24", "03-02 10:30"
    assert seen == [
        (23, 0, None, None), (24, 0, warned, None), (29, 0, warned, None), (30, 1, warned, late), (44, 1, warned, late),
        (45, 2, warned, late), (59, 2, warned, late), (60, 3, warned, late), (90, 3, warned, late),
    ]  # fmt: skip
    assert front.dead() == []


def test_a_breach_stands_on_the_inner_timeline_once(front: Timed) -> None:
    ticket = front.tap("2")
    front.advance(hours=3)
    assert breaches(front, ticket) == ["FIRST_REPLY"]
    assert front.see(ticket)["state"] == "CHOOSING"


@pytest.mark.parametrize("who", [ME, "leader:L001"])
def test_nothing_of_a_breach_is_the_members_or_the_leaders_to_read(front: Timed, who: str) -> None:
    """Neither the line nor a hole where it would have been: it lies on another shelf."""
    front.viewers.stated["leader:L001"] = Viewer(id="L001", roles=frozenset({ViewerRole.LEADER}), community="阳光花园")
    ticket = front.tap("2")
    front.advance(hours=3)
    assert breaches(front, ticket)
    seen = front.run("TicketDetail", who, id=ticket["id"])
    assert [edge["node"]["kind"] for edge in seen.data["node"]["timeline"]["edges"]] == ["OPENED"]
    assert "BREACH" not in str(seen.data)
    inner = front.run("TicketTeam", who, id=ticket["id"])
    assert "FORBIDDEN" in inner.codes
    assert "BREACH" not in str(inner.data)


def test_who_watches_the_case_is_told_of_the_breach(front: Timed) -> None:
    ticket = front.tap("2")
    front.call("WatchTicket", "quality:Q01", input={"ticketId": ticket["id"], "watch": True})
    front.advance(hours=3)
    told = [notice.text for notice in front.memory.all(NOTICES) if notice.staff_id == "Q01"]
    assert len([text for text in told if "超过了承诺的时间" in text]) == 1


def test_a_breached_case_goes_before_others(front: Timed) -> None:
    ticket = front.tap("2")
    assert front.watched(ticket)["priority"] == "NORMAL"
    front.advance(minutes=31)
    assert front.watched(ticket)["priority"] == "HIGH"


def test_a_red_alert_stays_urgent_when_it_breaches(front: Timed) -> None:
    ticket = front.claim_anew(line_id="3", reason="RANCID")
    front.advance(hours=5)
    assert breaches(front, ticket) == ["FIRST_REPLY", "FIRST_OPINION"]
    assert front.watched(ticket)["priority"] == "URGENT"


def test_who_acts_in_time_hears_no_more_of_it(front: Timed) -> None:
    ticket = front.tap("2")
    front.advance(minutes=29)
    front.say(ticket, "您好")
    front.advance(hours=2)
    assert breaches(front, ticket) == []
    assert rung(front, ticket) == (0, "03-02 10:24", None)


def test_who_acts_late_ends_the_ladder(front: Timed) -> None:
    ticket = front.tap("2")
    front.advance(minutes=35)
    front.say(ticket, "让您久等了")
    front.advance(hours=2)
    assert rung(front, ticket) == (1, "03-02 10:24", "03-02 10:30")
    assert front.clock_of(ticket, "FIRST_REPLY")["state"] == "MET"


def test_the_ladder_climbs_in_service_hours(front: Timed) -> None:
    front.until(3, 2, 20, 25)
    ticket = front.tap("2")
    front.until(3, 3, 8, 39)
    assert rung(front, ticket)[0] == 1
    front.until(3, 3, 8, 41)
    assert rung(front, ticket) == (2, "03-02 20:49", "03-02 20:55"), "five minutes of the night, ten of the morning"
    front.until(3, 3, 8, 56)
    assert rung(front, ticket)[0] == 3


def test_a_resumed_clock_warns_and_breaches_once(front: Timed) -> None:
    front.mall = lambda _request: None
    ticket = front.tap("2")
    front.until(3, 4, 9)
    assert rung(front, ticket, "REMEDY") == (0, "03-03 18:42", None), "24 h of service hours less 4 h 48 min"
    front.say(ticket, "请再拍一张", waitForMember=True)
    front.until(3, 4, 9, 30)
    front.say(ticket, "好的", ME)
    front.until(3, 4, 11, 31)
    assert rung(front, ticket, "REMEDY") == (1, "03-03 18:42", "03-04 11:30")
    assert breaches(front, ticket).count("REMEDY") == 1


def test_the_ladder_of_a_late_clock_waits_for_the_member_too(front: Timed) -> None:
    ticket = front.tap("2")
    front.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])  # so that no default settles it
    front.until(3, 4, 11, 1)
    assert rung(front, ticket, "REMEDY")[0] == 1
    front.say(ticket, "请告诉我们您的账号", waitForMember=True)
    front.until(3, 6, 18)
    assert rung(front, ticket, "REMEDY")[0] == 1
    front.say(ticket, "好的", ME)
    front.until(3, 7, 18, 59)
    assert rung(front, ticket, "REMEDY")[0] == 1
    front.until(3, 8, 12)
    assert rung(front, ticket, "REMEDY")[0] == 2, "half of the target after the member came back"


def test_a_queue_shows_first_what_is_due_first(front: Timed) -> None:
    early = front.tap("2")
    front.say(early, "您好")  # its remedy is due on Wednesday
    front.advance(minutes=10)
    late = front.claim_anew("O003")
    waiting = front.claim_anew("O004")
    front.say(waiting, "请拍一张照片", waitForMember=True)
    assert [each["id"] for each in front.duty()] == [late["id"], early["id"], waiting["id"]]
    urgent = front.claim_anew("O005", "3", "RANCID")
    assert front.duty()[0]["id"] == urgent["id"], "its rank goes before any time"


def test_two_clocks_of_one_ticket_do_not_disturb_each_other(front: Timed) -> None:
    """Handed over with nobody there: reply and answer are breached each at its own time, each once."""
    front.mall = lambda _request: "FAILED"
    ticket = front.tap("1")
    front.advance(hours=2)
    assert breaches(front, ticket) == ["FIRST_REPLY", "ANSWER"]
    late = [front.local(front.clock_of(ticket, step)["breachedAt"]) for step in ("FIRST_REPLY", "ANSWER")]
    assert late == ["03-02 10:32", "03-02 11:02"]


def told(front: Timed) -> list[tuple[str, str, str]]:
    """(who, kind, text) of what the clocks told staff, in order."""
    notices = sorted(front.memory.all(NOTICES), key=lambda notice: (notice.at, notice.kind, notice.staff_id))
    return [(each.staff_id, each.kind, each.text) for each in notices if each.kind.startswith("sla_")]


def take_on(front: Timed, staff_id: str, role: Role, region: str, stand_in: str | None = None) -> None:
    entry = StaffMember(id=staff_id, name=f"同事{staff_id}", roles=(role,), regions=(region,), stand_in=stand_in)
    front.app.directory.register(entry, front.request("RegisterStaffMember"), by="B1", granted_by=[Role.MANAGER])
    front.app.directory.set_presence(staff_id, present=True)


def test_each_rung_of_the_ladder_is_told_in_its_turn(front: Timed) -> None:
    """The assignee is warned; assignee and stand-in hear of the breach; then the region's managers; then on call."""
    take_on(front, "A02", Role.AGENT, "西南")
    take_on(front, "A01", Role.AGENT, "华东", stand_in="A02")
    take_on(front, "G01", Role.MANAGER, "华东")
    take_on(front, "G02", Role.MANAGER, "西南")
    front.advance(minutes=2)
    ticket = front.tap("2")
    assert front.assignee(ticket) == "A01"
    front.until(3, 2, 10, 59)
    assert [(who, kind) for who, kind, _ in told(front)] == [
        ("A01", "sla_warning"), ("A01", "sla_breached"), ("A02", "sla_breached"), ("G01", "sla_unmended"),
    ]  # fmt: skip
    assert told(front)[1][2] == "工单“压榨花生油 5L”的首次人工回复应在3月2日10:32前完成，现已超时，请立即处理"
    assert front.memory.all(ALERTS) == []
    front.until(3, 2, 11, 3)
    (alert,) = front.memory.all(ALERTS)
    assert (alert.function, alert.region, alert.about) == ("REGIONAL_OPS", "华东", front.raw(ticket))
    assert "请您督办" in alert.text
    assert front.dead() == []


def test_where_nobody_works_the_duty_desk_is_told(front: Timed) -> None:
    front.tap("2")
    front.until(3, 2, 10, 46)
    assert [(who, kind) for who, kind, _ in told(front)] == [
        ("duty", "sla_warning"), ("duty", "sla_breached"), ("duty", "sla_unmended"),
    ]  # fmt: skip


def test_a_case_that_follows_another_is_spoken_to_on_that_one(front: Timed) -> None:
    parent, child = front.tap("2"), front.claim_anew()
    front.advance(minutes=1)
    steps = {"seenStep": 0, "seenParentStep": 0}
    front.call("MergeTickets", AGENT, input={"childId": child["id"], "parentId": parent["id"], **steps})
    assert front.states(child)["FIRST_REPLY"] == "DROPPED"
    assert front.states(parent)["FIRST_REPLY"] == "RUNNING"
    front.advance(hours=1)
    assert (breaches(front, child), breaches(front, parent)) == ([], ["FIRST_REPLY"])
