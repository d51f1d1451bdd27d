"""G11: a claim, its photos and a hold, in any order of what can happen: never paid while held, made good once."""

from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from care.accounts.store import PAYOUTS
from care.tickets.holds.figures import APOLOGY_POINTS
from care.tickets.holds.model import HoldEnd, KeptBack
from care.tickets.inner import InnerKind
from care.tickets.model import Choice, Ticket, TicketState
from care.tickets.teamwork.store import INNER
from fakes.front import ME
from fakes.held_room import KNOWN, HeldRoom
from fakes.photos import photo
from fakes.shop import FRESH, OIL

SORRY = 1_111
"""More points than anything else gives: where so many are paid, a wrong hold was made good."""
LOOKED = {InnerKind.HOLD_LIFTED, InnerKind.HOLD_CONFIRMED}
MAY_SAY = {
    *("NOT_HELD", "CASE_HELD", "CASE_CHANGED", "ALREADY_DECIDED", "TICKET_NOT_OPEN", "OFFER_MISMATCH"),
    *("OFFER_EXPIRED", "LINE_CANCELLED", "MENU_STANDS", "NOT_REFUSED", "APPEAL_USED", "APPEAL_TOO_LATE", "APPEAL_OPEN"),
    *(
        "REOPEN_TOO_LATE",
        "APPEAL_INSTEAD",
        "TOO_MANY_PHOTOS",
        "SAME_PERSON",
        "LINE_CAP_EXCEEDED",
        "OVERRIDE_REASON_REQUIRED",
        "NOTHING_LEFT",
    ),
}
"""What may be refused here; anything else is a fault."""
people = st.sampled_from(["manager:B1", "manager:B2"])


@cache
def picture(seed: int) -> bytes:
    return photo(seed)


def _held(life: "HoldLife") -> bool:
    return life._ticket().hold is not None


def _goes_on(life: "HoldLife") -> bool:
    return life._ticket().open


def _ended(life: "HoldLife") -> bool:
    return not life._ticket().open


def _refused(life: "HoldLife") -> bool:
    return life._ticket().denial is not None


class HoldLife(RuleBasedStateMachine):
    """One claim of M001; the member, two managers, the mall and time act as they like."""

    @initialize(how=st.sampled_from([("1", KNOWN), ("2", KNOWN), ("2", KNOWN), ("1", KNOWN), ("2", None), ("2", 77)]))
    def apply(self, how: tuple[str, int | None]) -> None:
        line, named = how
        self.room = HeldRoom()
        self.room.staff("B2", "MANAGER", level=3)
        self.room.figures({APOLOGY_POINTS: SORRY})
        photos = [self.room.upload(picture(named), lineId=self.room.wish(line)["lineId"])["id"]] if named else []
        self.shown = self.room.tap(line, evidence=photos)
        self.room.settle()
        self.cancelled = False
        self.owed = False

    # ------------------------------------------------------------------ what can happen

    @rule(seed=st.sampled_from([KNOWN, KNOWN, 77]), at_once=st.booleans())
    def photo_arrives(self, seed: int, *, at_once: bool) -> None:
        wanted = {"contentType": "image/jpeg", "bytes": 400_000, "ticketId": self.shown["id"]}
        begun = self._may("StartEvidenceUpload", ME, **wanted)["evidence"]
        if begun:
            self.room.post(begun, picture(seed))
            self.room.arrivals.take(self.room.bucket.told.pop())
        if at_once:
            self.room.settle()

    @precondition(_held)
    @rule(who=people)
    def lift(self, who: str) -> None:
        before = self._ticket()
        lifted = self._may("LiftHold", who, **self._looked())["ticket"]
        assert bool(lifted) == (before.state is TicketState.IN_REVIEW)
        if lifted:
            first = before.round == 0 and not self.cancelled
            self.owed = first and before.hold is not None and before.hold.kept is not KeptBack.NOTHING
            assert (lifted["state"] != "IN_REVIEW") == self.owed

    @precondition(_held)
    @rule(who=people)
    def confirm(self, who: str) -> None:
        self._may("ConfirmHold", who, **self._looked())

    @precondition(_goes_on)
    @rule(number=st.integers(0, 4))
    def choose(self, number: int) -> None:
        menu = self.room.see(self.shown)["menu"] or self.shown["menu"]
        if menu:
            offer = menu[number % len(menu)]["token"]
            self._may("ChooseRemedy", ME, ticketId=self.shown["id"], offer=offer)

    @precondition(_goes_on)
    @rule()
    def withdraw(self) -> None:
        self._may("WithdrawTicket", ME, ticketId=self.shown["id"])
        self._taken_back()

    @precondition(_ended)
    @rule()
    def reopen(self) -> None:
        self._may("ReopenTicket", ME, ticketId=self.shown["id"], text="还是想申请")

    @precondition(_goes_on)
    @rule(who=people, remedy=st.sampled_from(["FULL_REFUND", "KEEP_COUPON", None]))
    def decide(self, who: str, remedy: str | None) -> None:
        given = {"text": "给您添麻烦了", "remedy": remedy, "overrideReason": "老客户" if remedy else None}
        if self._may("DecideTicket", who, ticketId=self.shown["id"], **given)["ticket"]:
            self.owed = False

    @precondition(_goes_on)
    @rule(who=people)
    def refuse(self, who: str) -> None:
        given = {"reason": "FAULT_NOT_SEEN", "text": "照片上没有看到您说的情况"}
        self._may("RefuseTicket", who, ticketId=self.shown["id"], **given)

    @precondition(_refused)
    @rule()
    def appeal(self) -> None:
        self._may("AppealTicket", ME, ticketId=self.shown["id"], text="请再看看")

    @rule()
    def cancel(self) -> None:
        self.cancelled = True
        line = str(self._ticket().line_id)
        self.room.cancel("O001", lines=[FRESH, OIL], line_ids=[line])
        self.owed = self.owed and self._ticket().remedy is not None

    @rule(hours=st.sampled_from([0, 1, 25, 49]))
    def time_passes(self, hours: int) -> None:
        self.room.advance(hours=hours)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def nothing_is_promised_while_it_is_held(self) -> None:
        ticket = self._ticket()
        if ticket.hold is not None:
            assert ticket.state in {TicketState.IN_REVIEW, TicketState.WITHDRAWN}
            assert ticket.remedy is None
            assert not [each for each in self.room.memory.all(PAYOUTS) if each.source == ticket.source]

    @invariant()
    def it_is_held_once_and_looked_at_once(self) -> None:
        kinds = [each.kind for each in self.room.memory.all(INNER) if each.ticket_id == self._ticket().id]
        held, looked = kinds.count(InnerKind.HELD), sum(kind in LOOKED for kind in kinds)
        assert looked <= held <= 1
        ticket = self._ticket()
        assert (ticket.held_once is not None) == (looked == 1)
        assert (ticket.hold is not None) == (held > looked)

    @invariant()
    def a_wrong_hold_is_made_good_once(self) -> None:
        sorry = [each for each in self.room.memory.all(PAYOUTS) if each.points >= SORRY]
        assert len(sorry) <= (self._ticket().held_once is HoldEnd.LIFTED)

    @invariant()
    def what_a_person_found_good_reasons_for_only_a_person_gives(self) -> None:
        ticket = self._ticket()
        if ticket.held_once is HoldEnd.CONFIRMED and ticket.remedy is not None:
            assert ticket.chosen_by is Choice.STAFF

    @invariant()
    def whoever_waits_is_waited_for(self) -> None:
        ticket = self._ticket()
        if ticket.undecided:
            assert ticket.assignee
            assert self._planned(ticket) or self.room.called(self.shown), "it never ends in silence"

    @invariant()
    def the_member_reads_nothing_of_it(self) -> None:
        assert self.room.accusations(self.shown) == []

    def teardown(self) -> None:
        if not hasattr(self, "room"):
            return
        self.room.advance(days=16)
        ticket = self._ticket()
        ended = {TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN}
        assert ticket.state in ended or (ticket.state is TicketState.IN_REVIEW and self.room.called(self.shown))
        sorry = [each for each in self.room.memory.all(PAYOUTS) if each.points >= SORRY]
        assert len(sorry) == self.owed
        assert self.room.accusations(self.shown) == []
        assert (self.room.dead(), self.room.app.buried) == ([], [])

    # ------------------------------------------------------------------ words

    def _may(self, operation: str, as_: str, **wanted: Any) -> dict[str, Any]:
        reply = self.room.run(operation, as_, input=wanted)
        assert not reply.errors, reply.errors
        (answer,) = reply.data.values()
        assert {error["code"] for error in answer["userErrors"]} <= MAY_SAY, answer["userErrors"]
        return dict(answer)

    def _looked(self) -> dict[str, Any]:
        return {"ticketId": self.shown["id"], "seenStep": self._ticket().step, "why": "打过电话了"}

    def _taken_back(self) -> None:
        """What was promised by a menu is not owed to who withdraws."""
        if self._ticket().state is TicketState.WITHDRAWN:
            self.owed = False

    def _planned(self, ticket: Ticket) -> bool:
        return any(item.subject == ticket.id for item in self.room.planned())

    def _ticket(self) -> Ticket:
        return self.room.ticket(self.room.raw(self.shown))


HoldLife.TestCase.settings = settings(
    max_examples=18,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestHoldLife = HoldLife.TestCase
