"""What facts bring is counted once, also when two of them come at the same moment."""

from typing import Any

import pytest

from care.kernel.agenda import AgendaItem, Lane
from care.trust.model import Day, Standing
from care.trust.store import COUNTED, STANDINGS
from fakes.house import START
from fakes.shop import FRESH, OIL, Shop


@pytest.fixture
def shop() -> Shop:
    return Shop(signed=False)


def fact(about: str, subject: str = "x", **payload: Any) -> AgendaItem:
    return AgendaItem(lane=Lane.NOW, kind=about, due=START, subject=subject, payload={"member_id": "M001", **payload})


def standing(shop: Shop) -> Standing:
    (found,) = shop.memory.all(STANDINGS)
    return found


def today(shop: Shop) -> Day:
    (day,) = standing(shop).days.values()
    return day


def test_two_facts_at_the_same_moment_both_count(shop: Shop) -> None:
    standings, uow = shop.app.standings, shop.app.uow
    claim, photo = fact("ticket.opened", kind="CLAIM", asked_fen=500), fact("evidence.judged", seen_before=2)
    shop.meanwhile(lambda: uow.run(lambda batch: standings.on_evidence_judged(photo, batch)))
    uow.run(lambda batch: standings.on_ticket_opened(claim, batch))
    assert today(shop) == Day(claims=1, asked_fen=500, repeated_photos=1)


def test_two_facts_of_one_order_at_the_same_moment_count_once(shop: Shop) -> None:
    shop.sign("O001", lines=[FRESH, OIL])
    standings, uow = shop.app.standings, shop.app.uow
    signed = fact("order.signed", "O001")
    shop.meanwhile(lambda: uow.run(lambda batch: standings.on_order_signed(signed, batch)))
    uow.run(lambda batch: standings.on_order_signed(signed, batch))
    assert today(shop) == Day(orders=1, bought_fen=16_880)
    assert len(shop.memory.all(COUNTED)) == 1


def test_what_is_no_claims_counts_for_nothing(shop: Shop) -> None:
    standings = shop.app.standings
    for decide, item in (
        (standings.on_ticket_opened, fact("ticket.opened", kind="CARE", asked_fen=0)),
        (standings.on_payout_settled, fact("payout.settled", source="survey:O001", worth_fen=500)),
        (standings.on_payout_reversed, fact("payout.reversed", source="survey:O001", worth_fen=500)),
        (standings.on_evidence_judged, fact("evidence.judged", seen_before=0)),
        (standings.on_order_signed, fact("order.signed", "O404")),
    ):
        shop.app.uow.run(lambda batch, decide=decide, item=item: decide(item, batch))  # type: ignore[misc]
    assert shop.memory.all(STANDINGS) == []


def test_days_that_no_window_reaches_are_forgotten(shop: Shop) -> None:
    standings, uow = shop.app.standings, shop.app.uow
    uow.run(lambda batch: standings.on_evidence_judged(fact("evidence.judged", seen_before=1), batch))
    shop.advance(days=181)
    late = fact("evidence.judged", "y", seen_before=1)
    uow.run(lambda batch: standings.on_evidence_judged(late, batch))
    assert list(standing(shop).days) == ["2026-03-02"], "too late to matter: nothing is written"
    claim = fact("ticket.opened", kind="CLAIM", asked_fen=500)
    now = AgendaItem(lane=Lane.NOW, kind=claim.kind, due=shop.clock.now(), subject="z", payload=claim.payload)
    uow.run(lambda batch: standings.on_ticket_opened(now, batch))
    assert list(standing(shop).days) == ["2026-08-30"]
