"""P6: calls, whatever happens in whatever order: at night for danger only, never too often, no text to a stranger."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from api.relay import global_id
from care.contact.calls.model import Call, CallOutcome, CallState
from care.contact.calls.store import CALLS
from care.contact.channels import ChannelKind, Outgoing, Receipt
from care.contact.model import Notice
from care.contact.quiet import QuietHours
from care.contact.red_alerts import note_alert
from care.members.model import Purpose
from care.tickets.model import Ticket
from care.tickets.store import TICKETS
from fakes.front import ME
from fakes.team import Team

NIGHT = QuietHours(22, 8)
TEXTS: dict[str, dict[str, str]] = {
    "answer_delayed": {"goods": "苹果", "promise": "今天给您答复"},
    "return_reminder": {"goods": "苹果", "deadline": "3月9日18:00"},
    "ticket_reply": {"goods": "苹果"},
}
MAY_SAY = {"CALL_ENDED", "CALL_NOT_STARTED", "CALL_NOT_NOW", "CALL_OVERTAKEN"}
people = st.integers(0, 5)


class CallLife(RuleBasedStateMachine):
    """M001, of whom all kinds of things are told; the colleague who has a task calls when they like, or never."""

    @initialize()
    def begin(self) -> None:
        self.team = Team()
        self.texts: list[Outgoing] = []
        self.numbers: list[tuple[Any, bool]] = []
        self.told = 0
        self.team.app.ways[ChannelKind.SMS] = self

    def send(self, outgoing: Outgoing) -> Receipt:
        """As a provider of SMS."""
        self.texts.append(outgoing)
        return Receipt(f"sms:{len(self.texts)}")

    @rule(template=st.sampled_from(sorted(TEXTS)), alert=st.booleans(), answers=st.booleans())
    def tell(self, template: str, alert: bool, answers: bool) -> None:  # noqa: FBT001 - drawn
        now = self.team.clock.now()
        self.told += 1
        notice = Notice(
            key=f"n{self.told}",
            member_id="M001",
            template=template,
            params=TEXTS[template],
            purpose=Purpose.SERVICE,
            about="T1",
            belongs_to_alert="T1" if alert else "",
            answers=now if answers else None,
        )
        self.team.app.uow.run(lambda batch: self.team.app.contact.notify(batch, notice))
        self.team.settle()

    @rule(open_=st.booleans())
    def alert(self, open_: bool) -> None:  # noqa: FBT001 - drawn
        app = self.team.app
        app.uow.run(lambda batch: note_alert(app.storage, batch, "M001", "T1", open_=open_))

    @rule(on=st.booleans())
    def simple(self, on: bool) -> None:  # noqa: FBT001 - drawn
        self.team.call("SetSimpleMode", ME, input={"on": on})

    @rule(minutes=st.sampled_from([1, 20, 61, 119, 300, 700]))
    def wait(self, minutes: int) -> None:
        self.team.advance(minutes=minutes)

    @rule(nth=people)
    def start(self, nth: int) -> None:
        if ticket := self._task(nth):
            answer = self._ask("StartCall", ticket)
            if answer and answer["phone"]:
                (call,) = [each for each in self._calls() if each.id == ticket.call_id]
                self.numbers.append((self.team.clock.now(), call.urgent))

    @rule(nth=people, outcome=st.sampled_from(sorted(CallOutcome)))
    def end(self, nth: int, outcome: CallOutcome) -> None:
        if ticket := self._task(nth):
            self._ask("EndCall", ticket, outcome=outcome)
            self.team.settle()

    def _ask(self, operation: str, ticket: Ticket, **more: Any) -> dict[str, Any] | None:
        wanted = {"ticketId": global_id("Ticket", ticket.id), **more}
        reply = self.team.run(operation, f"agent:{ticket.assignee}", input=wanted)
        assert not reply.errors
        (answer,) = reply.data.values()
        assert {each["code"] for each in answer["userErrors"]} <= MAY_SAY
        return None if answer["userErrors"] else dict(answer)

    def _task(self, nth: int) -> Ticket | None:
        tasks = sorted((each for each in self.team.memory.all(TICKETS) if each.call_id), key=lambda each: each.id)
        return tasks[nth % len(tasks)] if tasks else None

    def _calls(self) -> list[Call]:
        """In the order in which they were asked for; of one moment, danger comes after."""
        return sorted(self.team.memory.all(CALLS), key=lambda each: (each.wanted_at, each.urgent))

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def nothing_is_given_up(self) -> None:
        assert self.team.dead() == []

    @invariant()
    def the_number_is_told_at_night_for_danger_only(self) -> None:
        assert all(danger or not NIGHT.covers(at) for at, danger in self.numbers)

    @invariant()
    def nobody_is_called_again_too_soon(self) -> None:
        for urgent in (True, False):
            calls = [each for each in self._calls() if each.urgent or not urgent]
            late = [
                later for earlier, later in pairwise(calls) if later.wanted_at - earlier.wanted_at < timedelta(hours=12)
            ]
            assert all(each.urgent and not urgent for each in late)

    @invariant()
    def a_text_follows_only_a_call_that_told_nothing(self) -> None:
        texted = Counter(each.message_id for each in self.texts)
        assert set(texted.values()) <= {1}
        for call in self._calls():
            silent = call.state is CallState.LAPSED or call.outcome is CallOutcome.NOT_REACHED
            assert silent or call.message_id not in texted

    @invariant()
    def a_task_is_open_as_long_as_its_call_is(self) -> None:
        tasks = {str(each.call_id): each for each in self.team.memory.all(TICKETS) if each.call_id}
        calls = {each.id: each for each in self._calls()}
        assert tasks.keys() == calls.keys()
        assert all(tasks[each].undecided is calls[each].open for each in calls)


TestCallLife = CallLife.TestCase
TestCallLife.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
