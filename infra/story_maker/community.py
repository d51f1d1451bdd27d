"""Ten days of one community as its mall would send them: over two hundred orders, shipped and signed in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from story_maker import goods as g
from story_maker.people import Case, answer_check, answer_survey, apply
from story_maker.script import Buyer, Good, Script, at

__all__ = ["community"]

DAYS = 10
ORDERS_A_DAY = 21
UNHAPPY, TALKATIVE = 0.12, 0.38
"""Shares of orders with a claim, and with an answered survey."""
FINE, CHOOSES = 0.8, 0.5
"""Shares of those asked who say that all is fine, and of menus that are answered."""
MEMBERS = 84
"""Each orders every fourth day, so that a survey is answered before the next order is signed for."""
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("芳", "伟", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军")
_WORDS = {5: "很新鲜,下次还买", 4: "不错", 3: "一般般", 2: "有点失望", 1: "不太好"}


@dataclass(frozen=True, slots=True)
class _Sale:
    day: int
    order_id: str
    buyer: Buyer
    goods: tuple[Good, ...]
    signed: datetime


def community() -> Script:
    """The same ten days each time it is written."""
    script, chance = Script(), Random(20260302)
    g.house(script)
    for sale in _sales(chance):
        _deliver(script, sale)
        _react(script, sale, chance)
    script.wait(at(DAYS + 9, 20))
    return script


def _sales(chance: Random) -> Iterator[_Sale]:
    buyers = [_buyer(number, chance) for number in range(MEMBERS)]
    for day in range(1, DAYS + 1):
        for place in range(ORDERS_A_DAY):
            buyer = buyers[((day - 1) * ORDERS_A_DAY + place) % MEMBERS]
            signed = at(day + 1, 16) + timedelta(minutes=10 * chance.randrange(30))
            yield _Sale(
                day, f"C{day:02}{place:02}", buyer, tuple(chance.sample(g.GOODS, chance.choice((1, 1, 2)))), signed
            )


def _buyer(number: int, chance: Random) -> Buyer:
    name = chance.choice(_FAMILY) + chance.choice(_GIVEN)
    return Buyer(f"N{number:03}", name, f"1390000{number:04}")


def _deliver(script: Script, sale: _Sale) -> None:
    """Ordered in the evening's live stream, shipped at night, at the pickup point the next afternoon."""
    script.placed(at(sale.day, 20, int(sale.order_id[-2:]) % 6 * 10), sale.order_id, sale.buyer, *sale.goods)
    script.step(at(sale.day, 23), "OrderShipped", sale.order_id, "shipped_at")
    script.step(at(sale.day + 1, 15), "OrderArrived", sale.order_id, "arrived_at")
    script.step(sale.signed, "OrderSigned", sale.order_id, "signed_at", by="leader")


def _react(script: Script, sale: _Sale, chance: Random) -> None:
    """Some are unhappy and say so; of the others, some answer the survey."""
    luck = chance.random()
    if luck < UNHAPPY:
        _claim(script, sale, chance)
    elif luck < UNHAPPY + TALKATIVE:
        score = chance.choice((5, 5, 5, 4, 4, 3, 2))
        when = sale.signed.replace(hour=20, minute=0) + timedelta(days=1)
        answer_survey(script, when, sale.buyer.id, score, _WORDS[score])


def _claim(script: Script, sale: _Sale, chance: Random) -> None:
    case = Case(sale.order_id, sale.buyer.id)
    good, when = sale.goods[0], sale.signed + timedelta(minutes=20)
    instant = good.price <= (5000 if good.category == "FRESH" else 3000)
    reason = chance.choice(("DAMAGED", "NOT_FRESH", "SHORT"))
    apply(script, when, case, reason, state="PAYING" if instant else "CHOOSING", menu=not instant)
    if instant:
        answer_check(
            script, sale.signed.replace(hour=12, minute=0) + timedelta(days=4), case, fine=chance.random() < FINE
        )
    elif chance.random() < CHOOSES:
        choice = {"input": {"ticketId": case.ticket, "offer": f"${case.name}_second"}}
        script.call(when + timedelta(minutes=20), case.member, "ChooseRemedy", variables=choice)
