"""G2: before the tap the member sees what can be claimed, until when, and the menu; the tap needs no more."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.relay import global_id
from fakes.front import AGENT, ME, NEIGHBOUR, Front, line_of
from fakes.house import START
from fakes.mall import line
from fakes.shop import FRESH, OIL

QUALITY = {"DAMAGED", "LEAKING", "NOT_FRESH", "TASTE_OFF", "SHORT", "WRONG_ITEM", "NOT_ARRIVED"}
FOOD_SAFETY = {"SPOILED", "FOREIGN_MATTER", "RANCID", "BLACK_SPECKS"}


@pytest.fixture
def front() -> Front:
    return Front()


def after(value: dict[str, Any]) -> timedelta:
    """How long after signing it ends."""
    return datetime.fromisoformat(value["deadline"]) - START


def whys(front: Front, line_id: str = "1") -> dict[str, str | None]:
    return {each["reason"]: each["whyNot"] for each in front.sheet(line_id)["reasons"]}


def test_every_reason_is_shown_with_its_class_and_words(front: Front) -> None:
    sheet = front.sheet()
    classes = {each["reason"]: each["reasonClass"] for each in sheet["reasons"]}
    expected = {"DISLIKE": "NO_REASON"} | dict.fromkeys(QUALITY, "QUALITY") | dict.fromkeys(FOOD_SAFETY, "FOOD_SAFETY")
    assert classes == expected
    assert all(each["label"] and each["wording"] for each in sheet["reasons"])
    assert (sheet["policyVersion"], sheet["ticket"]) == (0, None)


@pytest.mark.parametrize(
    ("line_id", "reason", "window"),
    [
        ("1", "DAMAGED", timedelta(hours=2)),
        ("1", "DISLIKE", timedelta(hours=2)),
        ("1", "RANCID", timedelta(days=30)),
        ("2", "DAMAGED", timedelta(days=7)),
        ("2", "DISLIKE", timedelta(days=7)),
        ("2", "RANCID", timedelta(days=30)),
    ],
)
def test_the_deadline_is_told_and_holds_to_the_moment(
    front: Front, line_id: str, reason: str, window: timedelta
) -> None:
    assert after(front.verdict(line_id, reason)) == window
    front.advance(seconds=window.total_seconds() - 1)
    assert front.verdict(line_id, reason)["eligible"] is True
    front.advance(seconds=1)
    over = front.verdict(line_id, reason)
    assert (over["eligible"], over["whyNot"], over["menu"], over["instant"]) == (False, "WINDOW_CLOSED", [], False)
    assert front.refused("ApplyForAftercare", ME, input=front.wish(line_id, reason)) == "WINDOW_CLOSED"


def test_food_safety_stands_for_the_products_own_shelf_life(front: Front) -> None:
    front.event(
        "ProductChanged", sku="SKU-OIL", category="GRAIN_OIL", shelf_life_days=540, occurred_at=START.isoformat()
    )
    assert after(front.verdict("2", "RANCID")) == timedelta(days=540)


@pytest.mark.parametrize("line_id", ["1", "2"])
def test_the_menu_has_at_least_two_offers_signed_with_an_expiry_the_first_pre_selected(
    front: Front, line_id: str
) -> None:
    menu = front.verdict(line_id)["menu"]
    assert len(menu) >= 2
    assert menu[0]["remedy"] == "FULL_REFUND"
    assert menu[0]["parts"] == [
        {"kind": "REFUND", "points": 0, "amount": {"fen": {"1": 3980, "2": 12900}[line_id]}},
        {"kind": "POINTS", "points": 100, "amount": {"fen": 0}},
    ]
    for offer in menu:
        assert offer["title"]
        assert offer["doneWithinHours"] == (72 if offer["remedy"] in {"REISSUE", "EXCHANGE"} else 24)
        assert datetime.fromisoformat(offer["expiresAt"]) == START + timedelta(minutes=30)
    assert len({offer["token"] for offer in menu}) == len(menu)


def test_the_tap_needs_nothing_but_line_and_reason_for_a_clear_case(front: Front) -> None:
    clear = front.verdict()
    assert (clear["instant"], clear["evidence"]) == (True, "NONE")
    ticket = front.tap()
    assert (ticket["state"], ticket["remedy"], ticket["chosenBy"]) == ("PAYING", clear["menu"][0]["remedy"], "INSTANT")


def test_what_is_no_clear_case_says_so_before_the_tap(front: Front) -> None:
    assert front.verdict("2")["instant"] is False
    assert front.tap("2")["state"] == "CHOOSING"


def test_before_signing_there_is_no_deadline_and_no_menu() -> None:
    front = Front(signed=False)
    assert set(whys(front).values()) == {"NOT_SIGNED"}
    assert [(each["deadline"], each["menu"]) for each in front.sheet()["reasons"]] == [(None, [])] * 12
    assert front.refused("ApplyForAftercare", ME, input=front.wish()) == "NOT_SIGNED"


def test_a_cancelled_line_is_the_malls_to_refund(front: Front) -> None:
    front.cancel("O001", line_ids=["1"], lines=[FRESH, OIL])
    assert set(whys(front).values()) == {"LINE_CANCELLED"}
    assert front.refused("ApplyForAftercare", ME, input=front.wish()) == "LINE_CANCELLED"
    assert front.verdict("2")["eligible"] is True


@pytest.mark.parametrize(("line_id", "paid"), [("1", 3980), ("2", 12900)])
def test_a_line_that_the_mall_refunded_has_nothing_left_not_even_a_coupon(
    front: Front, line_id: str, paid: int
) -> None:
    front.mall_refunds(line_id, paid)
    assert set(whys(front, line_id).values()) == {"NOTHING_LEFT"}
    assert front.refused("ApplyForAftercare", ME, input=front.wish(line_id)) == "NOTHING_LEFT"


def test_a_line_that_the_mall_refunded_in_part_is_offered_the_rest(front: Front) -> None:
    front.mall_refunds("2", 12_000)
    refunds = {offer["remedy"]: offer["parts"][0]["amount"]["fen"] for offer in front.verdict("2")["menu"]}
    assert refunds == {"FULL_REFUND": 900, "HALF_REFUND_COUPON": 900, "KEEP_COUPON": 1000}


def test_a_line_that_was_applied_for_shows_its_ticket_and_no_second_tap(front: Front) -> None:
    ticket = front.tap("2")
    sheet = front.sheet("2")
    assert sheet["ticket"] == {"id": ticket["id"], "state": "CHOOSING"}
    assert {(each["whyNot"], len(each["menu"]), each["instant"]) for each in sheet["reasons"]} == {
        ("ALREADY_APPLIED", 0, False)
    }


def test_each_why_not_is_what_the_tap_would_answer(front: Front) -> None:
    front.advance(hours=2)
    for reason, why_not in whys(front).items():
        if why_not is not None:
            assert front.refused("ApplyForAftercare", ME, input=front.wish("1", reason)) == why_not
    assert {reason for reason, why_not in whys(front).items() if why_not is None} == FOOD_SAFETY


def eggs() -> Front:
    """O001 is three boxes of eggs for 10 yuan, just signed."""
    front = Front(signed=False)
    goods = line(line_id="1", category="FRESH", quantity=3, unit_price_fen=400, paid_fen=1000)
    front.place("O001", lines=[goods])
    front.sign("O001", lines=[goods])
    return front


def boxes(front: Front, quantity: int | None) -> dict[str, Any]:
    """The sheet for so many of the boxes."""
    return dict(front.call("Eligibility", ME, lineId=line_of("1"), quantity=quantity))


def menu_of(sheet: dict[str, Any], reason: str = "DAMAGED") -> dict[str, list[tuple[str, int]]]:
    (found,) = [each for each in sheet["reasons"] if each["reason"] == reason]
    return {
        offer["remedy"]: [(part["kind"], part["amount"]["fen"]) for part in offer["parts"]] for offer in found["menu"]
    }


@pytest.mark.parametrize(
    ("quantity", "refund", "half"), [(None, 1000, 500), (3, 1000, 500), (2, 667, 333), (1, 333, 167)]
)
def test_some_of_the_goods_bring_their_share_of_the_line(quantity: int | None, refund: int, half: int) -> None:
    front = eggs()
    sheet = boxes(front, quantity)
    assert (sheet["quantity"], sheet["ordered"]) == (quantity or 3, 3)
    assert menu_of(sheet) == {
        "FULL_REFUND": [("REFUND", refund), ("POINTS", 0)],
        "HALF_REFUND_COUPON": [("REFUND", half), ("COUPON", 500), ("POINTS", 0)],
        "REISSUE": [("REISSUE", refund), ("POINTS", 0)],
    }
    front.tap(quantity=quantity)
    front.settle()
    assert front.paid() == [("REFUND", refund, 0), ("POINTS", 0, 100)]


def test_goods_are_sent_again_as_many_as_were_claimed() -> None:
    front = eggs()
    sheet = boxes(front, 2)
    offer = next(each for each in sheet["reasons"][0]["menu"] if each["remedy"] == "REISSUE")
    assert front.tap(quantity=2, offer=offer["token"])["remedy"] == "REISSUE"
    front.settle()
    asked, _on_top = {request.payout.id: request.payout for request in front.app.asked}.values()
    assert (str(asked.kind), asked.sku, asked.quantity) == ("REISSUE", "SKU-1", 2)


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_no_more_than_was_bought_and_no_less_than_one(quantity: int) -> None:
    front = eggs()
    assert front.run("Eligibility", ME, lineId=line_of("1"), quantity=quantity).codes == ["BAD_INPUT"]
    assert front.refused("ApplyForAftercare", ME, input=front.wish(quantity=quantity)) == "BAD_INPUT"


def test_an_offer_for_all_is_none_for_some() -> None:
    front = eggs()
    token = front.token_for("FULL_REFUND")
    assert front.refused("ApplyForAftercare", ME, input=front.wish(quantity=1, offer=token)) == "OFFER_MISMATCH"
    assert front.tap(offer=token)["state"] == "PAYING"


def test_an_agent_decides_about_the_goods_that_were_claimed() -> None:
    front = eggs()
    ticket = front.tap(reason="DISLIKE", quantity=1, offer=token_of(boxes(front, 1), "DISLIKE", "KEEP_POINTS"))
    assert ticket["remedy"] is None
    wanted = {"ticketId": ticket["id"], "text": "给您退这一盒", "remedy": "FULL_REFUND"}
    front.call("DecideTicket", AGENT, input=wanted)
    front.settle()
    assert front.paid() == [("REFUND", 333, 0)]


def token_of(sheet: dict[str, Any], reason: str, remedy: str) -> str:
    (found,) = [each for each in sheet["reasons"] if each["reason"] == reason]
    return next(str(offer["token"]) for offer in found["menu"] if offer["remedy"] == remedy)


@pytest.mark.parametrize(("tag", "points"), [("HIGH_VALUE", 100), ("KOL", 200)])
def test_who_is_worth_more_sees_more_on_top_and_never_less(front: Front, tag: str, points: int) -> None:
    before = {remedy: parts[:-1] for remedy, parts in menu_of(front.sheet()).items()}
    wanted = {"memberId": global_id("Member", "M001"), "tag": tag, "reason": "老客户"}
    front.call("AddMemberTag", AGENT, input=wanted)
    assert menu_of(front.sheet()) == {
        remedy: [*parts, ("COUPON", 500), ("POINTS", 0)] for remedy, parts in before.items()
    }
    assert menu_of(front.sheet(), "DISLIKE")["FULL_REFUND"] == [("REFUND", 3980)], "on top of quality problems only"
    front.tap()
    front.settle()
    assert sorted(front.paid()) == [("COUPON", 500, 0), ("POINTS", 0, points), ("REFUND", 3980, 0)]


def test_everybody_sees_the_same_for_the_same_case(front: Front) -> None:
    """Another region, another leader, another member: the same verdicts (G1)."""
    front.place("O002", "M002", lines=[FRESH, OIL], region="西南", leader_id="L077")
    front.sign("O002", "M002", lines=[FRESH, OIL], region="西南", leader_id="L077")
    mine, theirs = front.sheet(), front.call("Eligibility", NEIGHBOUR, lineId=line_of("1", "O002"))
    for sheet in (mine, theirs):
        for offer in (offer for each in sheet["reasons"] for offer in each["menu"]):
            del offer["token"]
    assert mine == theirs


@pytest.mark.parametrize(
    ("line", "code"),
    [(line_of("9"), "NOT_FOUND"), (line_of("1", "O999"), "NOT_FOUND"), ("no-id", "BAD_INPUT")],
)
def test_what_is_no_line_of_mine_has_no_sheet(front: Front, line: str, code: str) -> None:
    assert front.run("Eligibility", ME, lineId=line).codes == [code]
    assert front.run("Eligibility", NEIGHBOUR, lineId=line_of("1")).codes == ["NOT_FOUND"]
