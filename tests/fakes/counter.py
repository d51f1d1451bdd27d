"""A Front with a staff that has ranks: agents, managers and the leader of the community (G5)."""

from typing import Any

from api.relay import parse_global_id
from api.viewer import Role, Viewer
from care.kernel.clock import SHANGHAI
from care.tickets.authority.answer_approval import Verdict, approve_decision
from care.tickets.authority.wishes import Wish
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.timeline import Actor
from fakes.front import AGENT, Front, line_of
from fakes.mall import line

__all__ = ["LEADER", "MANAGER", "OTHER_MANAGER", "SENIOR", "Counter"]

Seen = dict[str, Any]
MANAGER, OTHER_MANAGER, SENIOR, LEADER = "manager:B01", "manager:B02", "manager:B03", "leader:L001"
DEAR = line(line_id="3", sku="SKU-DEAR", name="橄榄油礼盒", category="GRAIN_OIL", quantity=3, unit_price_fen=15_000)


class Counter(Front):
    """O001 and O002 of M001, signed: line "3" is three boxes of olive oil for 450 yuan, more than an agent gives.

    B01 and B02 are managers of level 1, B03 of level 2; A01 is an agent of level 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
        self.event("LeaderChanged", leader_id="L001", community="阳光花园", region="华东", occurred_at=self._now())
        for staff_id, roles, level in (
            ("B03", ["MANAGER"], 2),
            ("B01", ["MANAGER"], 1),
            ("B02", ["MANAGER"], 1),
            ("A01", ["AGENT"], 1),
        ):
            self.register(staff_id, roles, level=level)
        self.buy("O002")

    def register(self, staff_id: str, roles: list[str], by: str = "manager:B09", **more: Any) -> None:
        entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": roles, **more}
        self.call("RegisterStaffMember", by, input=entry)
        if roles:
            self.call("SetPresence", f"{roles[0].lower()}:{staff_id}", input={"present": True})

    def buy(self, order_id: str, member_id: str = "M001") -> None:
        self.place(order_id, member_id, lines=[DEAR])
        self.sign(order_id, member_id, lines=[DEAR])
        self.settle()

    def dear(self, order_id: str = "O002") -> Seen:
        """A case about the olive oil, before the member has chosen."""
        wanted = {"lineId": line_of("3", order_id), "reason": "DAMAGED"}
        return dict(self.call("ApplyForAftercare", "member:M001", input=wanted)["ticket"])

    def gives(self, ticket: Seen, as_: str = AGENT, **what: Any) -> Seen:
        """Somebody decides."""
        return dict(self.call("DecideTicket", as_, input=self.decision(ticket, **what)))

    def decision(self, ticket: Seen, **what: Any) -> Seen:
        """Of an amount or a number one has to say why it is not what the rule gives."""
        own = {"overrideReason": "与客户说好了"} if what.keys() & {"refundFen", "quantity"} else {}
        return {"ticketId": ticket["id"], "text": "给您添麻烦了", **own, **what}

    def asks(self, ticket: Seen, as_: str = AGENT, **what: Any) -> Seen:
        """Somebody asks for more than they may give: the approval."""
        payload = self.gives(ticket, as_, **(what or {"remedy": "FULL_REFUND"}))
        assert payload["approval"]["state"] == "ASKED"
        return dict(payload["approval"])

    def answer(self, ticket: Seen, nth: int = 1, **more: Any) -> Seen:
        return {"ticketId": ticket["id"], "nth": nth, **more}

    def approves(self, ticket: Seen, as_: str = MANAGER, nth: int = 1) -> Seen:
        return dict(self.call("ApproveDecision", as_, input=self.answer(ticket, nth)))

    def refuses(self, ticket: Seen, as_: str = MANAGER, nth: int = 1) -> Seen:
        return dict(self.call("RefuseDecision", as_, input=self.answer(ticket, nth, text="金额偏高")))

    def waiting(self, approver: str = "duty") -> list[Seen]:
        page = self.call("ApprovalsToAnswer", MANAGER, approver=approver)
        return [edge["node"] for edge in page["edges"]]

    def uses(self, by: str) -> list[Seen]:
        """How somebody used their authority today."""
        day = f"{self.clock.now().astimezone(SHANGHAI):%Y-%m-%d}"
        return [edge["node"] for edge in self.call("AuthorityUses", MANAGER, by=by, day=day)["edges"]]

    def inner(self, ticket: Seen) -> list[tuple[str, str | None]]:
        """(kind, note) of what only staff read."""
        team = self.call("TicketTeam", AGENT, id=ticket["id"])
        return [(edge["node"]["kind"], edge["node"]["note"]) for edge in team["innerTimeline"]["edges"]]

    def notices(self, staff: str) -> list[str]:
        return [edge["node"]["text"] for edge in self.call("MyNotices", staff)["edges"]]

    def publish(self, **figures: int) -> None:
        """Figures by their keys, with __ for the dot; in force at once."""
        values = [{"key": key.replace("__", "."), "value": value} for key, value in figures.items()]
        effective = self._now(hours=0.1)
        given = {"values": values, "effectiveAt": effective, "why": "试行"}
        self.call("PublishSettings", "operator:O01", input=given)
        self.advance(minutes=10)

    def by_leader(self, line_id: str, fen: int, **more: Any) -> Seen:
        return dict(self.call("RefundAsLeader", LEADER, input=self.leaders(line_id, fen, **more)))

    def leaders(self, line_id: str, fen: int, **more: Any) -> Seen:
        order_id = more.pop("order_id", "O002" if line_id == "3" else "O001")
        return {"lineId": line_of(line_id, order_id), "reason": "DAMAGED", "amountFen": fen, **more}

    def line(self, paid: int) -> Seen:
        """Three of something for `paid` fen, as line "4"."""
        made = line(line_id="4", sku="SKU-NUT", name="核桃", category="GRAIN_OIL", quantity=3, unit_price_fen=paid // 3)
        return made | {"paid_fen": paid}

    def claim_line(self, order_id: str, line_id: str) -> Seen:
        wanted = {"lineId": line_of(line_id, order_id), "reason": "DAMAGED"}
        return dict(self.call("ApplyForAftercare", "member:M001", input=wanted)["ticket"])

    def dear_again(self) -> Seen:
        """Another case about the olive oil."""
        self.buy("O009")
        return self.dear("O009")

    def mall_gives(self, order_id: str, line_id: str, amount_fen: int) -> None:
        """The mall gives some of it back by itself."""
        lines = [{"line_id": line_id, "amount_fen": amount_fen}]
        detail = {"order_id": order_id, "refund_id": "R9", "lines": lines}
        self.event("OrderRefunded", version=1, **detail, occurred_at=self._now())
        self.settle()

    def cancel_dear(self) -> None:
        self.event("OrderCancelled", **self._order("O002", "M001", {"lines": [DEAR]}), cancelled_at=self._now())
        self.advance(minutes=5)

    def ticket_model(self, ticket: Seen) -> Any:
        _, raw = parse_global_id(ticket["id"]) or ("", "")
        return self.ticket(raw)

    def calls(self, operation: str, as_: str, given: Seen) -> list[str]:
        """What one request asks of the database; the case has been seen before."""
        if operation == "DecideTicket":
            given = given | {"seenStep": self.ticket_model({"id": given["ticketId"]}).step}
        self.app.directory.roster()
        self.app.directory.loads.current()
        self.memory.calls.clear()
        self.call(operation, as_, input=given)
        return list(self.memory.calls)

    def asked_of(self, staff: str) -> list[str]:
        """The approvals that somebody was told of."""
        return [text for text in self.notices(staff) if "请在" in text and "审批" in text]

    # ---------------------------------------------------------------- who acts in the midst of another request

    def rival_gives(self, ticket: Seen, staff_id: str, fen: int) -> None:
        model = self.ticket_model(ticket)
        wish = Wish(refund_fen=fen)
        decision = Decision(
            ticket_id=model.id, words="退款", seen_step=model.step, wish=wish, override_reason="与客户说好了"
        )
        decide_ticket(self.app.desk, Actor(role="staff", id=staff_id), decision, self.request())

    def rival_approves(self, ticket: Seen, staff_id: str, nth: int = 1) -> None:
        verdict = Verdict(ticket_id=self.ticket_model(ticket).id, nth=nth)
        approve_decision(self.app.desk, Actor(role="staff", id=staff_id), verdict, self.request())

    def rival_picks(self, ticket: Seen, remedy: str) -> None:
        self.choose(self.ticket_model(ticket), remedy)
