"""What members, staff and the mall do, through the product's public surface: short lives that together fire every kind
of agenda item (tests/reliability). Each begins with a product in which nothing has happened.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from api.relay import global_id, parse_global_id
from api.viewer import Role, Viewer
from care.accounts.mall import PayoutRequest
from care.kernel.clock import SHANGHAI
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from fakes import mall
from fakes.lives_held import held
from fakes.product import Product
from fakes.serving import Reply

__all__ = ["LINES", "LIVES", "accept", "apply", "choose", "invitation", "open_campaign", "sign", "tap_to_apply"]

MEMBER, AGENT, STAFF, LEADER = "member:M001", "agent:A01", "product:P01", "leader:L001"
LINES = [
    mall.line(line_id="1", name="山东烟台苹果 5斤", category="FRESH", quantity=1, unit_price_fen=3980),
    mall.line(line_id="2", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1, unit_price_fen=12900),
]
"""Apples for 39.80 yuan, oil for 129 yuan."""


def satisfied(product: Product) -> None:
    """Paid at once, all fine, a full score, and a word to the neighbours."""
    sign(product)
    apply(product, "1")
    product.advance(days=3, hours=1)
    answer_survey(product, 5, "很好吃")
    tap(product, fine=True)
    product.advance(days=2)
    post = product.call("SubmitPost", MEMBER, input=invitation(product) | {"text": "坏的当天就赔了,新到的又脆又甜"})
    product.call("ModeratePost", STAFF, input={"postId": post["post"]["id"], "verdict": "PUBLISH"})
    product.settle()


def disputed(product: Product) -> None:
    """Chooses from the menu; the mall fails once and is tried again; "still not" reopens, an agent decides."""
    fails_once(product)
    sign(product)
    ticket = apply(product, "2")
    choose(product, ticket, "HALF_REFUND_COUPON")
    product.advance(minutes=10)
    for payout in product.call("TicketDetail", AGENT, id=ticket)["payouts"]:
        product.call("RetryPayout", AGENT, input={"payoutId": payout["id"]})
    product.advance(days=3, hours=1)
    tap(product, fine=False)
    more = {"remedy": "KEEP_POINTS", "text": "再送您积分", "overrideReason": "二次打扰的客户"}
    product.call("DecideTicket", AGENT, input={"ticketId": ticket, **more})
    product.advance(days=7)


def silent(product: Product) -> None:
    """Never says a word: the menu falls to its default, silence closes."""
    sign(product)
    apply(product, "2")
    product.advance(days=9)


def upset(product: Product) -> None:
    """A low score and no application: a person takes care, and says what came of it."""
    sign(product)
    product.advance(days=1)
    answer_survey(product, 2, "")
    (task,) = [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CARE]
    said = {"text": "已电话致歉", "careOutcome": "RECOVERED"}
    product.call("DecideTicket", AGENT, input={"ticketId": global_id("Ticket", task.id), **said})
    product.advance(days=1)


def cancelled(product: Product) -> None:
    """The mall cancels the line while its menu waits, and gives back by itself what was paid for another."""
    sign(product)
    apply(product, "2")
    apply(product, "1")
    product.event("OrderCancelled", **_order(), line_ids=["2"], cancelled_at=_now(product))
    lines = [{"line_id": "1", "amount_fen": 3980}]
    refund = {"order_id": "O001", "refund_id": "R1", "lines": lines}
    product.event("OrderRefunded", version=1, **refund, occurred_at=_now(product))
    product.advance(days=1)


def unanswered(product: Product) -> None:
    """The mall is silent for a day, then pays twice and another amount."""
    product.mall = lambda _request: None
    sign(product)
    apply(product, "1")
    product.advance(days=1, hours=1)
    (request, *_again) = product.app.asked
    _answer(product, request, "RefundFailed", reason="LATE")
    product.advance(minutes=5)
    product.mall = _confirmed
    product.call("RetryPayout", AGENT, input={"payoutId": global_id("Payout", request.payout.id)})
    product.advance(minutes=5)
    _answer(product, request, "RefundConfirmed", amount_fen=1)
    product.advance(minutes=5)


def invited(product: Product) -> None:
    """A campaign for newcomers: one takes a place and leaves, one declines, one is silent; then it ends."""
    open_campaign(product, quota=1)
    accept(product, "M001")
    product.call("DeclineInvitation", "member:M002", input=invitation(product, "M002"))
    product.call("LeaveProgramme", "member:M001", input=invitation(product, "M001"))
    tag = {"memberId": global_id("Member", "M003"), "tag": "HIGH_VALUE", "reason": "常客"}
    product.call(
        "AddMemberTag", AGENT, input=tag | {"expiresAt": (product.clock.now() + timedelta(days=1)).isoformat()}
    )
    product.advance(days=10)


def greeted(product: Product) -> None:
    """A festival greeting in two waves, approved by a second person, paused between them."""
    for member in ("M001", "M002"):
        sign(product, f"O-{member}", member)
    product.advance(minutes=3)
    about = {"title": "中秋感谢", "festival": "中秋节", "words": "愿您家人团圆。", "anyOf": ["NEWCOMER"]}
    times = {"startsAt": _now(product), "endsAt": _now(product, hours=72)}
    operator, manager = "operator:O01", "manager:B01"
    which = {"greetingId": product.call("SaveGreeting", operator, input=about | times)["greeting"]["id"]}
    product.settle()
    product.call("MoveGreeting", operator, input=which | {"step": "SUBMIT"})
    product.call("DecideGreeting", manager, input=which)
    product.call("MoveGreeting", operator, input=which | {"step": "PAUSE"})
    product.advance(hours=1)
    product.call("MoveGreeting", operator, input=which | {"step": "RESUME"})
    product.advance(days=3)


def spoken_to(product: Product) -> None:
    """Moves in with a neighbour and out again; an agent speaks by a script, and the menu falls to its default."""
    for number, (member, address) in enumerate((("M001", "3号楼501室"), ("M002", "3号楼501室"), ("M001", "8号楼"))):
        at = _now(product, hours=number - 5)
        product.event("MemberChanged", member_id=member, address=address, occurred_at=at)
        product.settle()
    sign(product)
    ticket = apply(product, "2")
    product.call("ReplyToTicket", AGENT, input={"ticketId": ticket, "script": "QUALITY_LOCATE"})
    product.advance(days=9)


def ignored(product: Product) -> None:
    """No budget has room, and nobody answers in time: somebody is called, and in the end it is approved by itself. A
    manager refuses the other application; the member appeals, is asked something, says nothing, and a person grants it.
    """
    budget(product, 0)
    for staff_id, role in (("B01", "MANAGER"), ("A02", "AGENT")):
        entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": [role], "regions": []}
        product.call("RegisterStaffMember", "manager:B00", input=entry)
    sign(product)
    apply(product, "1")
    ticket = apply(product, "2")
    choose(product, ticket, "HALF_REFUND_COUPON")
    refusal = {"ticketId": ticket, "reason": "AS_DESCRIBED", "text": "我们和质检一起看过了"}
    product.call("RefuseTicket", "manager:B01", input=refusal)
    product.call("AppealTicket", MEMBER, input={"ticketId": ticket, "text": "请再看一遍"})
    question = {"ticketId": ticket, "text": "请补一张照片", "waitForMember": True}
    product.call("ReplyToTicket", "agent:A02", input=question)
    product.advance(days=1, hours=1)
    budget(product, 1_000_00)
    product.advance(days=2)
    decision = {"ticketId": ticket, "remedy": "HALF_REFUND_COUPON", "text": "这次看清楚了"}
    product.call("DecideTicket", "agent:A02", input=decision)
    product.advance(days=1)


def returned(product: Product) -> None:
    """Goods go back: of one order they are handed in, of another they come too late, of a third they are kept."""
    tickets = []
    for number in "123":
        sign(product, f"O00{number}")
        tickets.append(tap_to_apply(product, "2", f"O00{number}"))
        product.settle()
        choose(product, tickets[-1], "EXCHANGE")
    slips = [product.call("MyReturnSlip", MEMBER, id=ticket)["returnSlip"]["code"] for ticket in tickets]
    product.call("AcceptReturn", "leader:L001", input={"code": slips[0], "quantity": 1})
    product.call("WithdrawTicket", MEMBER, input={"ticketId": tickets[2]})
    product.advance(days=8)
    product.event("ReturnReceived", version=1, key=slips[1], quantity=1, occurred_at=_now(product))
    product.advance(hours=1)


def led(product: Product) -> None:
    """A leader gives 20 yuan, and asks for 60; a manager refuses, then nobody answers, then a manager approves."""
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    for staff_id, role in (
        ("A01", "AGENT"),
        ("B01", "MANAGER"),
        ("B02", "MANAGER"),
    ):  # one agent: who takes a case is sure
        entry = {"staffId": staff_id, "name": staff_id, "roles": [role]}
        product.call("RegisterStaffMember", "manager:B09", input=entry)
    sign(product)
    product.call("RefundAsLeader", LEADER, input=_refund("1", 2000))
    product.settle()
    asked = product.call("RefundAsLeader", LEADER, input=_refund("2", 6000))["ticket"]["id"]
    product.settle()
    refusal = {"ticketId": asked, "nth": 1, "text": "先补照片"}
    product.call("RefuseDecision", "manager:B01", input=refusal)
    product.call("RefundAsLeader", LEADER, input=_refund("2", 6000))
    product.advance(days=1, hours=1)
    product.call("RefundAsLeader", LEADER, input=_refund("2", 5500))
    product.call("ApproveDecision", "manager:B02", input={"ticketId": asked, "nth": 3})
    product.advance(minutes=10)


def _refund(line: str, amount_fen: int) -> dict[str, Any]:
    return {"lineId": global_id("OrderLine", f"O001/{line}"), "reason": "DAMAGED", "amountFen": amount_fen}


LIVES: dict[str, Callable[[Product], None]] = {
    each.__name__: each
    for each in (
        satisfied, disputed, silent, upset, cancelled, unanswered, invited, spoken_to, ignored, returned,
        led, held, greeted,
    )
}  # fmt: skip


# ---------------------------------------------------------------- what they are made of


def sign(product: Product, order_id: str = "O001", member_id: str = "M001") -> None:
    """An order of apples (39.80 yuan) and oil (129 yuan) is placed and signed for."""
    product.event("OrderPlaced", **_order(order_id, member_id), placed_at=_now(product, hours=-24))
    product.event("OrderSigned", **_order(order_id, member_id), signed_at=_now(product))
    product.settle()


def tap_to_apply(product: Product, line: str, order_id: str = "O001", as_: str = MEMBER) -> str:
    """The ticket's global id; nothing of what follows has happened."""
    wanted = {"lineId": global_id("OrderLine", f"{order_id}/{line}"), "reason": "DAMAGED"}
    ticket: str = product.call("ApplyForAftercare", as_, input=wanted)["ticket"]["id"]
    return ticket


def apply(product: Product, line: str) -> str:
    """The tap, and what follows from it at once."""
    ticket = tap_to_apply(product, line)
    product.settle()
    return ticket


def choose(product: Product, ticket: str, remedy: str, as_: str = MEMBER) -> None:
    menu = product.call("TicketDetail", as_, id=ticket)["menu"]
    (offer,) = (each["token"] for each in menu if each["remedy"] == remedy)
    product.call("ChooseRemedy", as_, input={"ticketId": ticket, "offer": offer})
    product.settle()


def answer_survey(product: Product, score: int, text: str) -> None:
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    product.call("AnswerSurvey", MEMBER, input={"surveyId": edge["node"]["id"], "score": score, "text": text})
    product.settle()


def tap(product: Product, *, fine: bool) -> None:
    (edge,) = product.call("MyOpenClosureChecks", MEMBER)["edges"]
    product.call("AnswerClosureCheck", MEMBER, input={"checkId": edge["node"]["id"], "fine": fine})
    product.settle()


def open_campaign(product: Product, *, quota: int) -> str:
    """Three newcomers are invited, for nine days; the campaign's own id."""
    for member in ("M001", "M002", "M003"):
        sign(product, f"O-{member}", member)
    product.advance(minutes=3)
    closes_at = (product.clock.now() + timedelta(days=9)).isoformat()
    about = {"kind": "TESTER", "title": "春季体验", "anyOf": ["NEWCOMER", "HIGH_VALUE"], "quota": quota}
    answer = product.call("OpenCampaign", STAFF, input=about | {"closesAt": closes_at})
    product.advance(minutes=20)
    found = parse_global_id(answer["campaign"]["id"])
    assert found
    return found[1]


def accept(product: Product, member: str) -> Reply:
    """Take a place, if there is one."""
    return product.run("AcceptInvitation", f"member:{member}", input=invitation(product, member))


def invitation(product: Product, member: str = "M001") -> dict[str, str]:
    """The member's one invitation, as an input."""
    (edge,) = product.call("MyInvitations", f"member:{member}")["edges"]
    return {"invitationId": edge["node"]["id"]}


def budget(product: Product, day_fen: int) -> None:
    """What may be promised in a day by rule, from ten minutes later on."""
    values = [{"key": "budget.day_fen", "value": day_fen}]
    change = {"values": values, "effectiveAt": _now(product, hours=0.1), "why": "活动期间收紧"}
    product.call("PublishSettings", "operator:O01", input=change)
    product.advance(minutes=10)


def fails_once(product: Product) -> None:
    """The mall fails every first attempt."""
    product.mall = lambda request: "FAILED" if request.payout.attempt == 1 else "CONFIRMED"


def _confirmed(_request: PayoutRequest) -> str:
    return "CONFIRMED"


def _answer(product: Product, request: PayoutRequest, kind: str, **more: Any) -> None:
    detail = {"version": 1, "key": request.payout.id, "attempt": request.payout.attempt}
    product.event(kind, **detail, occurred_at=_now(product), **more)
    product.settle()


def _order(order_id: str = "O001", member_id: str = "M001") -> dict[str, Any]:
    return mall.order(order_id=order_id, member=mall.member(id=member_id), lines=LINES)


def _now(product: Product, *, hours: float = 0) -> str:
    return (product.clock.now() + timedelta(hours=hours)).astimezone(SHANGHAI).isoformat()
