"""What happens among staff, and between them and the mall: short lives as in fakes/lives, which together with those
fire every kind of agenda item (tests/reliability).
"""

import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from care.accounts.settlement.rows import Row, read_rows
from care.evidence.recogniser import UnknownToAll
from care.kernel.clock import SHANGHAI
from fakes.bucket import MemoryBucket
from fakes.darkroom import arrivals_of
from fakes.lives import LIVES, apply, choose, fails_once, sign, tap, tap_to_apply
from fakes.lives_of_contact import bounced, called, confirmed, cooked, endangered, suggested
from fakes.lives_of_parcels import awaited, expected, kept, lacking, planned, stormy
from fakes.lives_of_talks import alerted, talked
from fakes.photos import photo
from fakes.product import ENVIRONMENT, Product

__all__ = ["EVERY_LIFE", "STAFF_LIVES"]

MEMBER, AGENT, MANAGER, OPERATOR = "member:M001", "agent:A01", "manager:B01", "operator:O01"
COLUMNS = "settlement_id,key,order_id,line_id,refund_id,attempt,kind,amount_fen,points,currency,state,settled_at"


def merged(product: Product) -> None:
    """Two cases become one: resolved together, opened again together, closed together, and watched by a manager."""
    staff(product)
    child, parent = _two_cases(product)
    product.call("WatchTicket", MANAGER, input={"ticketId": parent, "watch": True})
    _merge(product, child, parent)
    decide(product, parent, closesChildren=True)
    product.call("ReopenTicket", MEMBER, input={"ticketId": parent, "text": "又坏了"})
    product.settle()
    decide(product, parent, closesChildren=True)
    product.advance(days=3, hours=1)
    tap(product, fine=True)
    product.advance(days=1)


def parted(product: Product) -> None:
    """What was merged ends by itself all the same: it is paid, the other one is resolved by words."""
    staff(product)
    child, parent = _two_cases(product)
    _merge(product, child, parent)
    decide(product, child, remedy="KEEP_COUPON")
    decide(product, parent)
    product.advance(days=1)


def dropped(product: Product) -> None:
    """The member takes back the case that another one was merged into: that one goes on."""
    staff(product)
    child, parent = _two_cases(product)
    _merge(product, child, parent)
    product.call("WithdrawTicket", MEMBER, input={"ticketId": parent})
    product.advance(days=1)


def taken_back(product: Product) -> None:
    """The mall fails and staff give it up; what it pays then, it takes back later."""
    staff(product)
    fails_once(product)
    sign(product)
    ticket = apply(product, "2")
    choose(product, ticket, "FULL_REFUND")
    product.advance(minutes=10)
    for payout in product.call("TicketDetail", AGENT, id=ticket)["payouts"]:
        product.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "账户已注销"})
    product.advance(minutes=10)
    product.mall = lambda _request: "CONFIRMED"
    decide(product, ticket, remedy="FULL_REFUND")
    (request, *_more) = [each for each in product.app.asked if each.payout.source.endswith(":1")]
    told = {"version": 1, "key": request.payout.id, "attempt": 1, "reason": "退款账户异常"}
    product.event("RefundReversed", **told, occurred_at=product.clock.now().isoformat())
    product.advance(days=1)


def settled(product: Product) -> None:
    """The mall's file of the day names what we do not know, and leaves out what we do."""
    sign(product)
    apply(product, "1")
    product.advance(days=1)
    unknown = ["S1", "ticket:nobody:0.0", "", "", "", "1", "REFUND", "500", "", "CNY", "PAID"]
    rows = [",".join([*unknown, "2026-03-02T23:00:00+08:00"])]
    product.invoke(lambda: _import(product, rows))
    product.advance(hours=1)


def photographed(product: Product) -> None:
    """A photo arrives and is judged; another one never comes."""
    sign(product)
    ticket = apply(product, "2")
    begun = begin_photo(product, ticket)
    begin_photo(product, ticket)
    product.invoke(lambda: _arrive(product, begun))
    product.advance(hours=2)


def relieved(product: Product) -> None:
    """An application at night lies with the duty desk until somebody's shift begins; then somebody comes back."""
    staff(product)
    product.call("SetShifts", OPERATOR, input={"staffId": "A01", "week": [["12:00-13:00"]] * 7})
    budget = {"values": [{"key": "budget.day_fen", "value": 0}], "why": "盘点"}
    later = product.clock.now().astimezone(SHANGHAI).replace(hour=10, minute=30)
    product.call("PublishSettings", OPERATOR, input=budget | {"effectiveAt": later.isoformat()})
    product.call("SetPresence", MANAGER, input={"present": False})
    product.advance(hours=1)
    sign(product)
    apply(product, "1")
    product.advance(hours=2)
    product.call("SetPresence", MANAGER, input={"present": True})
    product.advance(hours=1)


STAFF_LIVES: dict[str, Callable[[Product], None]] = {
    each.__name__: each
    for each in (
        merged,
        parted,
        dropped,
        taken_back,
        settled,
        photographed,
        relieved,
        endangered,
        bounced,
        confirmed,
        called,
        cooked,
        awaited,
        expected,
        kept,
        stormy,
        planned,
        lacking,
        talked,
        alerted,
        suggested,
    )
}
EVERY_LIFE = LIVES | STAFF_LIVES


# ---------------------------------------------------------------- what they are made of


def staff(product: Product) -> None:
    """An agent and a manager, both there."""
    for staff_id, role in (("A01", "AGENT"), ("B01", "MANAGER")):
        entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": [role], "regions": []}
        product.call("RegisterStaffMember", "manager:B00", input=entry)
        product.call("SetPresence", f"{role.lower()}:{staff_id}", input={"present": True})


def decide(product: Product, ticket: str, **what: Any) -> None:
    reason = {"overrideReason": "情况属实"} if "remedy" in what else {}
    given = {"ticketId": ticket, "text": "已经为您处理好", **reason, **what}
    product.call("DecideTicket", AGENT, input=given)
    product.settle()


def begin_photo(product: Product, ticket: str) -> dict[str, Any]:
    wanted = {"contentType": "image/jpeg", "bytes": 90_000, "ticketId": ticket}
    return dict(product.call("StartEvidenceUpload", MEMBER, input=wanted)["evidence"])


def _arrive(product: Product, begun: dict[str, Any]) -> None:
    """Word of the photo reaches the function; said again, the object lies there as before."""
    bucket = MemoryBucket(ENVIRONMENT.evidence_bucket, ENVIRONMENT.region)
    bucket.post(begun["upload"], photo(1, (300, 300)), product.clock.now())
    arrivals_of(product, bucket, UnknownToAll()).take(bucket.told.pop())


def _import(product: Product, lines: Iterable[str]) -> None:
    """As `care settlement import` does."""
    read = read_rows(io.BytesIO("\n".join([COLUMNS, *lines, ""]).encode()), "S1")
    rows = [each for each in read if isinstance(each, Row)]
    assert rows
    day = date(2026, 3, 2)
    importer = product.app.settlement_import
    opened = importer.begin("S1", day, day)
    importer.take(opened, rows)
    for _found in importer.find_missing(opened):
        pass


def _two_cases(product: Product) -> tuple[str, str]:
    """Both wait for a person: they were taken back and opened again."""
    tickets = []
    for order_id in ("O001", "O002"):
        sign(product, order_id)
        tickets.append(tap_to_apply(product, "2", order_id))
        product.settle()
        product.call("WithdrawTicket", MEMBER, input={"ticketId": tickets[-1]})
        product.call("ReopenTicket", MEMBER, input={"ticketId": tickets[-1], "text": "请人工看"})
        product.settle()
    return tickets[0], tickets[1]


def _merge(product: Product, child: str, parent: str) -> None:
    steps = [product.call("TicketTeam", AGENT, id=each)["step"] for each in (child, parent)]
    seen = {"seenStep": steps[0], "seenParentStep": steps[1]}
    product.call("MergeTickets", AGENT, input={"childId": child, "parentId": parent, **seen})
    product.settle()
