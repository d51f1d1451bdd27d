"""P6: a call by one of us is a way to a member: a task with words and a time, the number at the moment of calling."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.contact.calls.model import CallState
from care.contact.calls.store import CALLS
from care.contact.calls.want_call import CallTasks
from care.contact.channels import ChannelKind, Outgoing, Receipt
from care.contact.model import Message, MessageState, Notice
from care.contact.store import MESSAGES
from care.logistics.chase import ShipmentChaseRequested
from care.members.model import Purpose
from care.staff.alert_shelves import ALERTS
from care.tickets.model import Priority, Ticket, TicketState
from care.tickets.store import TICKETS
from fakes.front import AGENT, ME
from fakes.team import Team, raw

OTHER = "agent:A02"
PHONE = "13812345678"


class Texts:
    """A provider of SMS."""

    def __init__(self) -> None:
        self.taken: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Receipt:
        self.taken.append(outgoing)
        return Receipt(f"sms:{len(self.taken)}")


@pytest.fixture
def team() -> Team:
    """M001 is in simple mode; they can be texted too."""
    team = Team()
    team.app.ways[ChannelKind.SMS] = Texts()
    team.call("SetSimpleMode", ME, input={"on": True})
    return team


def menu_to_explain(team: Team) -> tuple[dict[str, Any], Ticket]:
    """The member's case with its menu, and the task to call them about it."""
    claim = team.tap("2")
    return claim, task(team)


def task(team: Team) -> Ticket:
    (found,) = [each for each in team.memory.all(TICKETS) if each.call_id]
    return found


def holder(ticket: Ticket) -> str:
    return f"agent:{ticket.assignee}"


def rival(ticket: Ticket) -> str:
    return OTHER if holder(ticket) == AGENT else AGENT


def of(ticket: Ticket, **more: Any) -> dict[str, Any]:
    return {"ticketId": global_id("Ticket", ticket.id), **more}


def detail(team: Team, ticket: Ticket, as_: str | None = None) -> dict[str, Any]:
    return dict(team.call("CallDetail", as_ or holder(ticket), id=global_id("Ticket", ticket.id)))


def start(team: Team, ticket: Ticket) -> dict[str, Any]:
    return dict(team.call("StartCall", holder(ticket), input=of(ticket)))


def end(team: Team, ticket: Ticket, outcome: str, **more: Any) -> None:
    team.call("EndCall", holder(ticket), input=of(ticket, outcome=outcome, **more))
    team.settle()


def message(team: Team, template: str = "ticket_menu") -> Message:
    (found,) = [each for each in team.memory.all(MESSAGES) if each.template == template]
    return found


def texted(team: Team, template: str = "ticket_menu") -> int:
    sms: Any = team.app.ways[ChannelKind.SMS]
    return sum(each.template == template for each in sms.taken)


def test_the_task_says_what_to_say_and_until_when(team: Team) -> None:
    claim, ticket = menu_to_explain(team)
    seen = detail(team, ticket)
    assert ticket.title.startswith("请给会员打电话（")
    assert seen["callTask"]["state"] == "WANTED"
    words = seen["callTask"]["message"]["text"]
    assert words.startswith("王小燕，您好！")
    assert "点开" not in words, "it is read aloud"
    assert ticket.order_id == "O001"
    assert team.see(claim)["state"] == "CHOOSING"
    assert message(team).state is MessageState.SENT
    assert team.told(claim)[-1] == words, "it can be read meanwhile"
    assert texted(team) == 0


def test_the_number_is_told_to_who_has_the_task_when_they_call(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    assert PHONE not in str(detail(team, ticket))
    assert team.refused("StartCall", rival(ticket), input=of(ticket)) == "CALL_ELSEWHERE"
    assert start(team, ticket)["phone"] == PHONE
    assert [each["kind"] for each in team.among_staff(of(ticket) | {"id": of(ticket)["ticketId"]})][
        -1
    ] == "CALL_STARTED"


@pytest.mark.parametrize("as_", [ME, "leader:L001", "operator:O01", "quality:Q01"])
def test_nobody_else_begins_a_call(team: Team, as_: str) -> None:
    _, ticket = menu_to_explain(team)
    assert team.refused("StartCall", as_, input=of(ticket)) == "FORBIDDEN"


def test_under_its_key_the_number_is_told_again_only_while_the_call_lasts(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    call = {"input": of(ticket), "idempotencyKey": "the-call-1"}
    assert team.call("StartCall", holder(ticket), **call)["phone"] == PHONE
    again = team.call("StartCall", holder(ticket), **call)
    assert (again["replayed"], again["phone"]) == (True, PHONE)
    end(team, ticket, "REACHED")
    assert team.call("StartCall", holder(ticket), **call)["phone"] is None


def test_a_case_that_is_no_call_has_no_number(team: Team) -> None:
    claim, _ = menu_to_explain(team)
    assert team.refused("StartCall", AGENT, input={"ticketId": claim["id"]}) == "NOT_FOUND"


def test_who_was_reached_is_not_written_to(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    start(team, ticket)
    end(team, ticket, "REACHED", text="讲清楚了,老人要退款,晚上自己点")
    assert message(team).delivered_at is not None
    assert task(team).state is TicketState.CLOSED
    team.advance(hours=3)
    assert texted(team) == 0


@pytest.mark.parametrize(("outcome", "texts"), [("NOT_REACHED", 1), ("WRONG_NUMBER", 0)])
def test_who_was_not_reached_is_told_another_way(team: Team, outcome: str, texts: int) -> None:
    """A text to a number that is not theirs would tell a stranger."""
    _, ticket = menu_to_explain(team)
    start(team, ticket)
    end(team, ticket, outcome)
    after = message(team)
    assert (after.state, texted(team)) == (MessageState.SENT, texts)
    assert ChannelKind.CALL_TASK in after.gone_by
    assert outcome in [line.detail for line in after.trail]
    assert task(team).state is TicketState.CLOSED


def test_a_call_that_nobody_makes_goes_by_the_next_channel_once(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    team.advance(minutes=119)
    assert (detail(team, ticket)["callTask"]["state"], texted(team)) == ("WANTED", 0)
    team.advance(minutes=2)
    assert (detail(team, ticket)["callTask"]["state"], texted(team)) == ("LAPSED", 1)
    assert task(team).state is TicketState.CLOSED
    assert team.refused("StartCall", holder(ticket), input=of(ticket)) == "CALL_ENDED"
    team.advance(hours=5)
    assert texted(team) == 1


def test_a_call_outlives_the_death_of_who_asked_for_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between its claim and the channel's answer: the task is there, and its outcome counts."""

    def die(_self: CallTasks, _outgoing: Outgoing) -> Receipt:
        raise KeyboardInterrupt

    monkeypatch.setattr(CallTasks, "send", die)
    super(Team, team).tap("2")
    with pytest.raises(KeyboardInterrupt):
        team.settle()
    monkeypatch.undo()
    team.settle()
    assert message(team).state is MessageState.CLAIMED
    ticket = task(team)
    start(team, ticket)
    end(team, ticket, "NOT_REACHED")
    team.advance(minutes=10)
    assert (message(team).state, texted(team)) == (MessageState.SENT, 1)


def test_a_call_that_has_begun_is_waited_for(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    team.advance(minutes=115)
    start(team, ticket)
    team.advance(minutes=20)
    assert texted(team) == 0
    end(team, ticket, "REACHED")
    team.advance(hours=3)
    assert texted(team) == 0


def test_an_outcome_needs_a_call_and_ends_it_once(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    wanted = of(ticket, outcome="REACHED")
    assert team.refused("EndCall", holder(ticket), input=wanted) == "CALL_NOT_STARTED"
    start(team, ticket)
    assert team.refused("EndCall", holder(ticket), input=of(ticket, outcome="NOT_REACHED", option="1")) == "BAD_INPUT"
    end(team, ticket, "REACHED")
    assert team.refused("EndCall", holder(ticket), input=wanted) == "CALL_ENDED"


def test_a_colleague_who_takes_the_task_over_calls_and_the_first_cannot_end_it(team: Team) -> None:
    _, ticket = menu_to_explain(team)
    start(team, ticket)
    first, second = holder(ticket), rival(ticket)
    moved = of(ticket, to=second.partition(":")[2], seenAssignee=ticket.assignee, text="我来打")
    team.call("ReassignTicket", second, input=moved)
    assert team.refused("EndCall", first, input=of(ticket, outcome="REACHED")) == "CALL_ELSEWHERE"
    assert team.refused("EndCall", second, input=of(ticket, outcome="REACHED")) == "CALL_ELSEWHERE", "they did not call"
    assert start(team, task(team))["phone"] == PHONE
    end(team, task(team), "REACHED")


def test_nobody_is_called_in_quiet_hours_nor_for_what_they_have_seen_to(team: Team) -> None:
    claim, ticket = menu_to_explain(team)
    team.call("SetContactPreferences", ME, input={"quiet": {"start": 9, "end": 13}})
    assert team.refused("StartCall", holder(ticket), input=of(ticket)) == "CALL_NOT_NOW", "their own hours hold too"
    team.call("SetContactPreferences", ME, input={"quiet": {"start": 0, "end": 0}})
    team.pick(claim, "FULL_REFUND")
    team.settle()
    assert team.refused("StartCall", holder(ticket), input=of(ticket)) == "CALL_OVERTAKEN"
    team.advance(hours=3)
    assert (task(team).state, texted(team)) == (TicketState.CLOSED, 0)


def test_at_night_what_they_tapped_is_answered_on_the_screen(team: Team) -> None:
    team.advance_to(22, 30)
    team.tap("2")
    assert message(team).channel is ChannelKind.INBOX
    assert not team.memory.all(CALLS)


def test_two_calls_in_half_a_day_are_one_too_many(team: Team) -> None:
    menu_to_explain(team)
    team.claim("O002")
    assert len(team.memory.all(CALLS)) == 1
    menus = [each for each in team.memory.all(MESSAGES) if each.template == "ticket_menu"]
    assert sorted(str(each.channel) for each in menus) == ["CALL_TASK", "INBOX"]


def test_operators_can_do_without_calls(team: Team) -> None:
    values = [{"key": "contact.call_within", "value": 0}]
    effective = (team.clock.now() + timedelta(minutes=5)).isoformat()
    team.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": effective, "why": "没有人手"})
    team.advance(minutes=10)
    team.tap("2")
    assert not team.memory.all(CALLS)


def test_who_wishes_for_other_channels_is_not_called(team: Team) -> None:
    team.call("SetContactPreferences", ME, input={"channels": ["SMS"]})
    team.tap("2")
    assert not team.memory.all(CALLS)


def test_a_stalled_parcel_is_asked_about_and_answered_by_phone(team: Team) -> None:
    team.place("O003")
    body = {"order_id": "O003", "shipment_id": "S1", "status": "IN_TRANSIT", "carrier": "SF"}
    team.event("ShipmentMoved", **body, moved_at=team.clock.now().isoformat())
    team.advance(hours=47)
    ticket = task(team)
    seen = detail(team, ticket)["callTask"]["message"]
    assert "1 催快递；2 退钱；3 再等等" in seen["text"]
    assert [each["key"] for each in seen["question"]["options"]] == ["1", "2", "3"]
    start(team, ticket)
    end(team, ticket, "REACHED", option="1")
    assert [type(each) for each in team.app.told] == [ShipmentChaseRequested]


def test_a_red_alert_that_reaches_nobody_by_text_is_called_whoever_it_is(team: Team) -> None:
    """Nobody answered in time what may be dangerous: of any member."""
    team.call("SetSimpleMode", ME, input={"on": False})
    notice = {"key": "n1", "member_id": "M001", "template": "answer_delayed", "about": raw(team.tap("1", "SPOILED"))}
    params = {"goods": "苹果", "promise": "今天给您答复"}
    for nth, ways in enumerate(({ChannelKind.SMS: Texts()}, {})):
        team.app.ways.clear()
        team.app.ways.update(ways)
        facts = notice | {"key": f"n{nth}", "params": params, "belongs_to_alert": notice["about"]}
        told = Notice(**facts, purpose=Purpose.SERVICE)  # type: ignore[arg-type]
        team.app.uow.run(lambda batch, told=told: team.app.contact.notify(batch, told))  # type: ignore[misc]
        team.settle()
    told_by = {each.key: each.channel for each in team.memory.all(MESSAGES) if each.template == "answer_delayed"}
    assert told_by == {"n0": ChannelKind.SMS, "n1": ChannelKind.CALL_TASK}
    assert task(team).priority is Priority.URGENT
    team.advance_to(23)
    assert team.memory.all(CALLS)[0].state is CallState.LAPSED


def test_a_red_alert_is_called_at_night_too(team: Team) -> None:
    team.app.ways.clear()
    alert = raw(team.tap("1", "SPOILED"))
    team.advance_to(23)
    told = Notice(
        key="night",
        member_id="M001",
        template="answer_delayed",
        params={"goods": "苹果", "promise": "今天给您答复"},
        about=alert,
        belongs_to_alert=alert,
        purpose=Purpose.SERVICE,
    )
    for who in (AGENT, OTHER):
        team.call("SetPresence", who, input={"present": False})
    team.app.uow.run(lambda batch: team.app.contact.notify(batch, told))
    team.settle()
    assert start(team, task(team))["phone"] == PHONE
    (alarm,) = [each for each in team.memory.all(ALERTS) if each.why == "call_wanted"]
    assert (alarm.about, alarm.open) == (task(team).id, True), "nobody is there: whoever is on call hears of it"
