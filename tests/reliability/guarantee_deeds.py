"""What members, staff, leaders, the mall and operators do in the guarantee machine: a rule each."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from api.relay import global_id
from care.accounts.asked import request_event
from care.accounts.figures import DAY_FEN, MEMBER_MONTH_FEN, SKU_DAY_FEN
from care.accounts.model import Payout, PayoutState
from care.kernel.settings import Figure
from care.outreach.store import CHECKS
from care.tickets.authority.store import APPROVALS
from care.tickets.model import Ticket, TicketState
from care.tickets.offers import seal_offer
from care.tickets.returns.store import SLIPS
from reliability.guarantee_machine import Frame, numbers, some
from reliability.guarantee_world import LEADER, LINES, MEMBERS, OPERATOR, ORDERS, STAFF

__all__ = ["Guarantee"]

REASONS = ("DAMAGED", "DAMAGED", "SPOILED", "DISLIKE")
GIFTS = ("FULL_REFUND", "HALF_REFUND_COUPON", "KEEP_POINTS", "RETURN_REFUND", "EXCHANGE", "REISSUE", "APOLOGY")
MANAGERS = STAFF[2:]
FEN = (0, 1, 500, 2_000, 10_000, 60_001)
UNDECIDED = (TicketState.CHOOSING, TicketState.IN_REVIEW)
SPOKEN = {
    "WithdrawTicket": (*UNDECIDED, TicketState.RETURNING),
    "ReopenTicket": (TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN),
    "AppealTicket": (TicketState.RESOLVED,),
    "ReplyToTicket": UNDECIDED,
}
"""What a member says, and when it mostly fits."""
WORDS = "给您添麻烦了"
MORE = st.sampled_from([0, 0, 0, -1, 1])
"""How many more goods come back than the slip is for."""
lines = st.integers(0, len(ORDERS) * len(LINES) - 1)
staff = st.sampled_from(STAFF)
opened = precondition(lambda self: self.tickets())
booked = precondition(lambda self: self.world.payouts())
asked = precondition(lambda self: self.world.app.asked)


class Guarantee(Frame):
    """Tickets, offers, accounts and budgets."""

    def a_ticket(self, number: int, *states: TicketState) -> Ticket:
        """Mostly one in these states, if there is any."""
        found = self.tickets()
        fitting = [ticket for ticket in found if ticket.state in states]
        return some(fitting if fitting and number % 4 else found, number // 4)

    def about(self, ticket: Ticket, **more: Any) -> dict[str, Any]:
        return {"ticketId": global_id("Ticket", ticket.id), **more}

    def a_payout(self, number: int, *states: PayoutState) -> Payout:
        """Mostly one in these states, if there is any."""
        found = sorted(self.world.payouts(), key=lambda each: each.id)
        fitting = [payout for payout in found if payout.state in states]
        chosen: Payout = some(fitting if fitting and number % 4 else found, number // 4)
        return chosen

    # ---------------------------------------------------------------- members

    @rule(number=lines, reason=st.sampled_from(REASONS), quantity=st.sampled_from([None, 1]))
    def apply(self, number: int, reason: str, quantity: int | None) -> None:
        wanted = {"lineId": _line(number), "reason": reason, "quantity": quantity}
        self.ask("ApplyForAftercare", _owner(number), **wanted)

    @rule(number=lines, reason=st.sampled_from(REASONS), which=numbers, fresh=st.booleans())
    def apply_with_an_offer(self, number: int, reason: str, which: int, *, fresh: bool) -> None:
        """As it is offered now, or at some time to somebody for something."""
        reply = self.world.run("Eligibility", _owner(number), lineId=_line(number))
        menus = [each["menu"] for each in reply.data["eligibility"]["reasons"] if each["reason"] == reason]
        self.tokens += [offer["token"] for menu in menus for offer in menu]
        tokens = [offer["token"] for menu in menus for offer in menu] if fresh else self.tokens
        if tokens:
            self.ask(
                "ApplyForAftercare", _owner(number), lineId=_line(number), reason=reason, offer=some(tokens, which)
            )

    @opened
    @rule(number=numbers, which=numbers, how=st.sampled_from(["menu", "menu", "menu", "other", "altered"]))
    def choose(self, number: int, which: int, how: str) -> None:
        ticket = self.a_ticket(number, TicketState.CHOOSING)
        menu = [seal_offer(self.world.app.desk.sealer, offer) for offer in ticket.menu]
        self.tokens += menu
        tokens = self.tokens if how == "other" else menu
        if tokens:
            token = some(tokens, which)
            altered = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
            offer = altered if how == "altered" else token
            self.ask("ChooseRemedy", f"member:{ticket.member_id}", **self.about(ticket, offer=offer))

    @opened
    @rule(number=numbers, word=st.sampled_from(sorted(SPOKEN)))
    def say_to_a_ticket(self, number: int, word: str) -> None:
        ticket = self.a_ticket(number, *SPOKEN[word])
        text = {} if word == "WithdrawTicket" else {"text": "还是不行"}
        self.ask(word, f"member:{ticket.member_id}", **self.about(ticket, **text))

    @precondition(lambda self: self.world.found(CHECKS))
    @rule(number=numbers, fine=st.booleans())
    def answer_the_closure_check(self, number: int, *, fine: bool) -> None:
        check = some(self.world.found(CHECKS), number)
        self.ask(
            "AnswerClosureCheck", f"member:{check.member_id}", checkId=global_id("ClosureCheck", check.id), fine=fine
        )

    # ---------------------------------------------------------------- staff

    @opened
    @rule(number=numbers, who=staff, gift=st.sampled_from((None, *GIFTS)), why=st.booleans(), late=st.booleans())
    def decide(self, number: int, who: str, gift: str | None, *, why: bool, late: bool) -> None:
        self._decide(number, who, {"remedy": gift} if gift else {}, why=why, late=late)

    @opened
    @rule(number=numbers, who=staff, fen=st.sampled_from(FEN), why=st.booleans())
    def decide_an_amount(self, number: int, who: str, fen: int, *, why: bool) -> None:
        self._decide(number, who, {"refundFen": fen}, why=why, late=False)

    def _decide(self, number: int, who: str, wish: Mapping[str, Any], *, why: bool, late: bool) -> None:
        ticket = self.a_ticket(number, *UNDECIDED)
        reason = {"overrideReason": "情况属实"} if why and wish else {}
        seen = {"seenStep": max(0, ticket.step - 1)} if late else {}
        self.ask("DecideTicket", who, **self.about(ticket, text=WORDS, **wish, **reason, **seen))

    @opened
    @rule(number=numbers, who=staff)
    def ask_something_back(self, number: int, who: str) -> None:
        self.ask(
            "ReplyToTicket",
            who,
            **self.about(self.a_ticket(number, *UNDECIDED), text="请补一张照片", waitForMember=True),
        )

    @opened
    @rule(number=numbers, who=staff)
    def refuse(self, number: int, who: str) -> None:
        wanted = self.about(
            self.a_ticket(number, TicketState.IN_REVIEW), reason="FAULT_NOT_SEEN", text="我们仔细看了照片"
        )
        self.ask("RefuseTicket", who, **wanted)

    @precondition(lambda self: self.world.found(APPROVALS))
    @rule(number=numbers, who=st.sampled_from((*STAFF, *MANAGERS)), yes=st.booleans())
    def answer_an_approval(self, number: int, who: str, *, yes: bool) -> None:
        approval = some(self.world.found(APPROVALS), number)
        wanted = {"ticketId": global_id("Ticket", approval.ticket_id), "nth": approval.nth, "text": "已核实"}
        self.ask("ApproveDecision" if yes else "RefuseDecision", who, **wanted)

    @opened
    @rule(number=numbers, who=staff, lift=st.booleans())
    def look_at_a_hold(self, number: int, who: str, *, lift: bool) -> None:
        found = [ticket for ticket in self.tickets() if ticket.hold is not None]
        ticket = some(found, number) if found else self.a_ticket(number)
        wanted = self.about(ticket, why="看过了", seenStep=ticket.step)
        self.ask("LiftHold" if lift else "ConfirmHold", who, **wanted)

    @rule(number=lines, fen=st.sampled_from(FEN[1:]))
    def refund_as_leader(self, number: int, fen: int) -> None:
        self.ask("RefundAsLeader", LEADER, lineId=_line(number), reason="DAMAGED", amountFen=fen)

    @booked
    @rule(number=numbers, who=staff, retry=st.booleans())
    def put_a_payout_right(self, number: int, who: str, *, retry: bool) -> None:
        payout = {"payoutId": global_id("Payout", self.a_payout(number, PayoutState.FAILED).id)}
        if retry:
            self.ask("RetryPayout", who, **payout)
        else:
            self.ask("GiveUpPayout", who, **payout, why="账户已注销")

    @precondition(lambda self: self.world.found(SLIPS))
    @rule(number=numbers, who=st.sampled_from((LEADER, *STAFF)), more=MORE)
    def take_goods_back(self, number: int, who: str, more: int) -> None:
        slip = some(self.world.found(SLIPS), number)
        self.ask("AcceptReturn", who, code=slip.code, quantity=slip.quantity + more)

    @precondition(lambda self: self.world.found(SLIPS))
    @rule(number=numbers, fen=st.sampled_from([1, 800, 1_200, 100_000]))
    def state_return_freight(self, number: int, fen: int) -> None:
        """The member posts the goods, or says that they will."""
        slip = some(self.world.found(SLIPS), number)
        wanted = {"ticketId": global_id("Ticket", slip.ticket_id), "freightFen": fen, "waybill": f"SF{number}"}
        self.ask("StateReturnFreight", f"member:{slip.member_id}", **wanted)

    @opened
    @rule(number=numbers, other=numbers)
    def merge(self, number: int, other: int) -> None:
        child = self.a_ticket(number, *UNDECIDED)
        theirs = [each for each in self.tickets() if each.member_id == child.member_id and each.id != child.id]
        fitting = [each for each in theirs if each.state in UNDECIDED]
        parent = some(fitting, other) if fitting else self.a_ticket(other, *UNDECIDED)
        wanted = {"childId": global_id("Ticket", child.id), "parentId": global_id("Ticket", parent.id)}
        self.ask("MergeTickets", "agent:A01", **wanted, seenStep=child.step, seenParentStep=parent.step)

    # ---------------------------------------------------------------- the mall

    @asked
    @rule(number=numbers, said=st.sampled_from(["Confirmed", "Confirmed", "Failed", "Reversed"]), other=st.booleans())
    def the_mall_answers(self, number: int, said: str, *, other: bool) -> None:
        requests = {request.payout.id: request for request in self.world.app.asked}
        latest = requests.get(self.a_payout(number, PayoutState.PENDING).id)
        request = latest or some(self.world.app.asked, number)
        family = type(request_event(request)).__name__.removesuffix("Requested")
        more = {"amount_fen": 1} if other and said == "Confirmed" and family != "Goods" else {}
        detail = {"version": 1, "key": request.payout.id, "attempt": request.payout.attempt, **more}
        self.tell(partial(self.world.event, f"{family}{said}", **detail, occurred_at=self.world.now()))

    @precondition(lambda self: any(each.state is PayoutState.PENDING for each in self.world.payouts()))
    @rule(number=numbers, who=staff, anew=st.booleans())
    def the_mall_says_nothing(self, number: int, who: str, *, anew: bool) -> None:
        """For longer than a day; somebody gives up, or has it asked anew."""
        self.time_passes(25 * 60, None)
        silent = sorted((each for each in self.world.payouts() if each.unanswered), key=lambda each: each.id)
        if silent:
            payout = {"payoutId": global_id("Payout", some(silent, number).id)}
            more = {} if anew else {"why": "商城一直没有回音"}
            self.ask("RetryPayout" if anew else "GiveUpPayout", who, **payout, **more)

    @precondition(lambda self: self.world.found(SLIPS))
    @rule(number=numbers, more=MORE, how=st.sampled_from(["AS_EXPECTED", "AS_EXPECTED", "USED"]))
    def the_warehouse_has_goods(self, number: int, more: int, how: str) -> None:
        slip = some(self.world.found(SLIPS), number)
        detail = {"version": 1, "key": slip.code, "quantity": max(1, slip.quantity + more), "condition": how}
        self.tell(partial(self.world.event, "ReturnReceived", **detail, occurred_at=self.world.now()))

    @rule(number=lines, fen=st.sampled_from([1, 3_000, 12_900]), nth=st.integers(1, 2))
    def the_mall_gives_back_by_itself(self, number: int, fen: int, nth: int) -> None:
        order_id, line_id = _place(number)
        refunded = [{"line_id": line_id, "amount_fen": fen}]
        detail = {"version": 1, "order_id": order_id, "refund_id": f"R{number}-{nth}", "lines": refunded}
        self.tell(partial(self.world.event, "OrderRefunded", **detail, occurred_at=self.world.now()))

    @rule(number=lines)
    def the_mall_cancels_a_line(self, number: int) -> None:
        at = self.world.now()
        line_ids = [_place(number)[1]]
        order = number // len(LINES)
        self.tell(partial(self.world.state_order, order, "OrderCancelled", line_ids=line_ids, cancelled_at=at))

    @rule(number=lines, percent=st.sampled_from([50, 90]))
    def a_price_sinks(self, number: int, percent: int) -> None:
        order, sinking = divmod(number, len(LINES))
        stated = [
            each | {"paid_fen": each["unit_price_fen"] * each["quantity"] * (percent if n == sinking else 100) // 100}
            for n, each in enumerate(LINES)
        ]
        at = self.world.now()
        placed = self.world.clock.now().isoformat()
        self.tell(partial(self.world.state_order, order, "OrderPlaced", lines=stated, placed_at=placed, occurred_at=at))

    # ---------------------------------------------------------------- operators

    @rule(figure=st.sampled_from([SKU_DAY_FEN, DAY_FEN, MEMBER_MONTH_FEN]), value=st.sampled_from([10_000, 10_000_000]))
    def publish_a_figure(self, figure: Figure, value: int) -> None:
        effective = self.world.now(minutes=6)
        wanted = {"values": [{"key": figure.key, "value": value}], "effectiveAt": effective, "why": "调整"}
        self.ask("PublishSettings", OPERATOR, **wanted)
        self.world.caps.published.append((datetime.fromisoformat(effective), {figure.key: value}))


def _line(number: int) -> str:
    order_id, line_id = _place(number)
    return global_id("OrderLine", f"{order_id}/{line_id}")


def _place(number: int) -> tuple[str, str]:
    order, line = divmod(number, len(LINES))
    return ORDERS[order], str(LINES[line]["line_id"])


def _owner(number: int) -> str:
    return f"member:{MEMBERS[number // len(LINES) % len(MEMBERS)]}"
