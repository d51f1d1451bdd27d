"""A bare house in which outreach works, with real contact and accounts, and orders and tickets laid in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from care.accounts.model import Payout, PayoutKind
from care.accounts.service import Accounts
from care.accounts.store import PAYOUTS
from care.contact.model import Message
from care.dynamo.requests import Answer, Request
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch, Reaction, decision
from care.orders.model import Line, Order, Signing
from care.orders.store import ORDERS, order_at
from care.outreach.answer_survey import Given, SurveyAnswers
from care.outreach.closure_checks import ClosureChecks
from care.outreach.model import ClosureCheck, Survey, check_id, survey_id
from care.outreach.silent_members import SilentMembers
from care.outreach.survey_links import SurveyLinks
from care.outreach.survey_templates import SurveyTemplates
from care.outreach.surveys import Surveys
from care.tickets.care_task import CareTask
from care.tickets.model import Outcome, Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS, ticket_at
from care.tickets.timeline import Entry, EntryKind
from fakes.contact_room import ContactRoom
from fakes.house import START

__all__ = ["FACTS", "FakeDesk", "OutreachRoom"]

FACTS = ("closure.confirmed", "closure.disputed", "closure.silent")


@dataclass
class FakeDesk:
    """Has a claim for the orders in `claimed`, an open one for those in `open_cases`; keeps the tasks by key."""

    claimed: set[str] = field(default_factory=set)
    open_cases: set[str] = field(default_factory=set)
    tasks: dict[str, CareTask] = field(default_factory=dict)

    def has_claim(self, order_id: str) -> bool:
        return order_id in self.claimed

    def has_open_case(self, order_id: str) -> bool:
        return order_id in self.open_cases

    def open_task(self, batch: Batch, task: CareTask) -> None:
        assert batch is not None
        self.tasks.setdefault(task.key, task)


@dataclass
class OutreachRoom(ContactRoom):
    """`facts` are those of FACTS and survey.answered that fired, the oldest first."""

    desk: FakeDesk = field(default_factory=FakeDesk)
    facts: list[AgendaItem] = field(default_factory=list)
    surveys: Surveys = field(init=False)
    answers: SurveyAnswers = field(init=False)
    checks: ClosureChecks = field(init=False)
    silent: SilentMembers = field(init=False)
    requests: int = 0
    paid: list[Payout] = field(default_factory=lambda: [_refund()])
    """What every ticket paid."""

    def __post_init__(self) -> None:
        super().__post_init__()
        house = self.house
        accounts = Accounts(house.storage, house.uow, house.clock, house.requests, lambda: self.settings)
        templates = SurveyTemplates(house.storage, house.requests, house.clock, lambda: self.settings)
        self.surveys = Surveys(house.storage, house.clock, lambda: self.settings, self.contact, templates, self.desk)
        self.answers = SurveyAnswers(
            house.storage,
            house.clock,
            house.requests,
            lambda: self.settings,
            self.contact,
            accounts,
            SurveyLinks("the master secret of tests", house.clock),
        )
        self.checks = ClosureChecks(
            house.storage, house.clock, house.requests, lambda: self.settings, self.contact, self._payouts_of
        )
        self.silent = SilentMembers(house.storage, lambda: self.settings, self.desk, self.contact)
        self.reactions.update(self._reactions())

    def _reactions(self) -> Mapping[str, Reaction]:
        return {
            "order.signed": decision(self.surveys.on_order_signed),
            "survey.send": decision(self.surveys.send),
            "survey.remind": decision(self.surveys.remind),
            "survey.answered": decision(self._note, self.silent.on_low_score),
            "ticket.resolved": decision(self.checks.on_ticket_resolved),
            "closure.ask": decision(self.checks.ask),
            "closure.silence": decision(self.checks.fall_silent),
            "mall.ask": decision(lambda _item, _batch: None),
            **dict.fromkeys(FACTS, decision(self._note)),
        }

    def _payouts_of(self, _source: str) -> list[Payout]:
        return self.paid

    def _note(self, item: AgendaItem, _batch: Batch) -> None:
        if item not in self.facts:
            self.facts.append(item)

    # ------------------------------------------------------------------ what other domains do

    def sign(self, order_id: str, signed_at: datetime, *, cancelled: bool = False) -> None:
        """The order becomes known as signed at `signed_at`, now; signings add up."""
        before: Order | None = self.house.storage.get(*order_at(order_id))
        signings = (*(before.signings if before else ()), Signing(at=signed_at))
        order = replace(before or _order(order_id), signings=signings)
        if cancelled:
            order = replace(order, cancellations=(Signing(at=signed_at),), lines=_lines(cancelled=True))
        self.house.storage.transact([ORDERS.save(order, name="order")])
        self.fact("order.signed", order_id, generation=int(signed_at.timestamp()))

    def resolve(self, ticket_id: str = "T1", kind: TicketKind = TicketKind.CLAIM) -> Ticket:
        """The ticket is resolved, now, in the round that it is in."""
        before: Ticket | None = self.house.storage.get(*ticket_at(ticket_id))
        ticket = replace(before or self._ticket(ticket_id, kind), state=TicketState.RESOLVED, outcome=Outcome.PAID)
        self.house.storage.transact([TICKETS.save(ticket, name="ticket")])
        self.fact("ticket.resolved", ticket_id, generation=ticket.round, kind=kind)
        return ticket

    def reopen(self, ticket_id: str = "T1") -> None:
        ticket: Ticket | None = self.house.storage.get(*ticket_at(ticket_id))
        assert ticket is not None
        again = replace(ticket, state=TicketState.IN_REVIEW, round=ticket.round + 1)
        self.house.storage.transact([TICKETS.save(again, name="ticket")])

    def fact(self, kind: str, subject: str, /, generation: int = 0, **payload: str | int) -> None:
        item = AgendaItem(
            lane=Lane.NOW,
            kind=kind,
            due=self.house.clock.now(),
            subject=subject,
            generation=generation,
            payload={"member_id": "M1", **payload},
        )
        self.house.uow.run(lambda batch: batch.plan(item))
        self.sweeper.sweep()

    def _ticket(self, ticket_id: str, kind: TicketKind) -> Ticket:
        now = self.house.clock.now()
        entry = Entry(id="e", ticket_id=ticket_id, at=now, kind=EntryKind.OPENED, actor="member:M1")
        return Ticket(
            id=ticket_id, kind=kind, state=TicketState.IN_REVIEW, member_id="M1", assignee="duty", opened_at=now,
            last_entry=entry, title="鲜牛肉",
        )  # fmt: skip

    # ------------------------------------------------------------------ what a member does, and what there is

    def answer(self, order_id: str = "O1", score: int = 5, text: str = "", **by: str) -> Answer:
        """As member M1 unless `member_id` says else; every call has a key of its own unless `key` says else."""
        member = by.get("member_id", "M1")
        content = {"score": score, "text": text}
        request = Request(caller=member, operation="answerSurvey", key=self._key(by), content=content)
        given = Given(score=score, text=text or None)
        return self.answers.answer(request, survey_id(order_id), member, given)

    def tap(self, *, fine: bool, ticket_id: str = "T1", round_: int = 0, **by: str) -> Answer:
        member = by.get("member_id", "M1")
        request = Request(caller=member, operation="answerClosureCheck", key=self._key(by), content={"fine": fine})
        return self.checks.answer(request, check_id(ticket_id, round_), member, fine=fine)

    def _key(self, by: Mapping[str, str]) -> str:
        self.requests += 1
        return by.get("key", f"key-{self.requests}")

    def survey(self, order_id: str = "O1") -> Survey:
        return self.surveys.get_many([survey_id(order_id)])[survey_id(order_id)]

    def check(self, ticket_id: str = "T1", round_: int = 0) -> ClosureCheck | None:
        return self.checks.get_many([check_id(ticket_id, round_)]).get(check_id(ticket_id, round_))

    def sent(self, template: str) -> list[Message]:
        return [each for each in self.messages() if each.template == template and each.sent_at]

    def payouts(self) -> list[Payout]:
        return self.house.storage.all(PAYOUTS)

    def names(self) -> list[str]:
        """The kinds of the facts that fired."""
        return [item.kind for item in self.facts]


def _refund() -> Payout:
    return Payout(source="ticket:T1:0", n=0, kind=PayoutKind.REFUND, member_id="M1", booked_at=START, amount_fen=1000)


def _order(order_id: str) -> Order:
    return Order(id=order_id, member_id="M1", lines=_lines())


def _lines(*, cancelled: bool = False) -> tuple[Line, ...]:
    goods = (("1", "鲜牛肉"), ("2", "草莓"))
    return tuple(
        Line(
            id=number, sku=f"S{number}", name=name, category="FRESH", quantity=1, unit_price_fen=1000, paid_fen=1000,
            cancelled=cancelled,
        )
        for number, name in goods
    )  # fmt: skip
