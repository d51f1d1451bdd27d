"""Every message about goods that lack or are back: what, under which key, until when (P5)."""

from collections.abc import Mapping
from datetime import date, datetime

from care.contact.model import Notice
from care.contact.questions import Option, Question
from care.kernel.clock import stamp
from care.logistics.supply.model import RestockWish, Supply, SupplyNote, SupplyState
from care.members.model import Purpose
from care.orders.model import Line, Order
from care.orders.naming import name_goods

__all__ = ["REFUND", "SUPPLY", "WAIT", "back", "lacks", "note_key", "refund_wanted", "restocked", "to_leader", "waits"]

SUPPLY = "supply"
"""The kind of its questions."""
WAIT, REFUND = "1", "2"
_OPTIONS = (Option(key=WAIT, title="继续等待"), Option(key=REFUND, title="申请退款"))
"""As the texts of `supply_delayed` and `supply_short` number them."""
_TO_LEADER = {
    SupplyState.LOW: "leader_stock_low",
    SupplyState.DELAYED: "leader_supply_delayed",
    SupplyState.SHORT: "leader_supply_short",
    SupplyState.BACK: "leader_supply_back",
}


def note_key(note: SupplyNote) -> str:
    return f"supply:{note.key}:{note.round}"


def lacks(note: SupplyNote, order: Order, lines: list[Line], until: datetime) -> Notice:
    """One for each round; asks whether to wait."""
    delayed = note.expected_on is not None
    params = {"goods": _goods(lines)} | ({"day": _day(note.expected_on)} if note.expected_on else {})
    question = Question(kind=SUPPLY, subject=note.key, generation=note.round, options=_OPTIONS, until=until)
    return Notice(
        key=note_key(note),
        member_id=note.member_id,
        template="supply_delayed" if delayed else "supply_short",
        params=params,
        purpose=Purpose.SERVICE,
        useless_after=until,
        about=order.id,
        question=question,
    )


def back(note: SupplyNote, order: Order, lines: list[Line]) -> Notice:
    """What they were told holds no longer: it comes as it should."""
    return _about(note, order, "supply_back", lines, None)


def waits(note: SupplyNote, order: Order, lines: list[Line], now: datetime) -> Notice:
    return _about(note, order, "supply_waits", lines, now)


def refund_wanted(note: SupplyNote, order: Order, lines: list[Line], now: datetime) -> Notice:
    return _about(note, order, "parcel_refund_wanted", lines, now)


def on_its_way(note: SupplyNote, order: Order, now: datetime) -> Notice:
    """Too late to take it back before it sets out."""
    lines = [line for line in order.lines if line.sku == note.sku]
    return _about(note, order, "supply_on_its_way", lines, now)


def restocked(wish: RestockWish, supply: Supply) -> Notice:
    """That it is there again: as they asked, or because it lacked in their order, and they may hear of such things."""
    return Notice(
        key=f"restock:{wish.id}:{stamp(wish.since)}",
        member_id=wish.member_id,
        template="restocked" if wish.asked else "restock_news",
        params={"goods": name_goods([supply.name or wish.name])},
        purpose=Purpose.SERVICE if wish.asked else Purpose.CARE,
        about=supply.sku,
    )


def to_leader(supply: Supply, member_id: str, count: Mapping[str, str | int]) -> Notice:
    """One for each change and community."""
    params = {"goods": name_goods([supply.name]), "orders": str(count["orders"]), "pieces": str(count["pieces"])}
    if supply.state is SupplyState.DELAYED and supply.expected_on:
        params["day"] = _day(supply.expected_on)
    if supply.state is SupplyState.LOW:
        params["left"] = str(supply.left or 0)
    return Notice(
        key=f"supply_leader:{supply.sku}:{supply.change}:{count['community']}",
        member_id=member_id,
        template=_TO_LEADER[supply.state],
        params=params,
        purpose=Purpose.SERVICE,
        about=f"{count['community']}#{supply.sku}",
    )


def _about(note: SupplyNote, order: Order, template: str, lines: list[Line], answers: datetime | None) -> Notice:
    return Notice(
        key=f"{template}:{note.key}:{note.round}",
        member_id=note.member_id,
        template=template,
        params={"goods": _goods(lines)},
        purpose=Purpose.SERVICE,
        answers=answers,
        about=order.id,
    )


def _goods(lines: list[Line]) -> str:
    return name_goods([line.name for line in lines])


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
