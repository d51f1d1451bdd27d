"""G11: what is counted of a member's claims, exactly once; a score with its reasons; nobody but staff is told of it."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.kernel.agenda import AgendaItem, Lane
from fakes import mall
from fakes.front import AGENT, ME, NEIGHBOUR, Front, line_of
from fakes.shop import FRESH, OIL

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER = "manager:B01"
HOME = "阳光花园3号楼2单元501室"


@pytest.fixture
def front() -> Front:
    front = Front()
    front.advance(minutes=3)
    return front


def standing(front: Front, member: str = "M001", as_: str = AGENT) -> dict[str, Any]:
    return dict(front.call("MemberStanding", as_, memberId=global_id("Member", member)))


def reasons(front: Front, member: str = "M001") -> dict[str, int]:
    return {each["signal"]: each["points"] for each in standing(front, member)["reasons"]}


def claim(front: Front, line: str, order: str = "O001", reason: str = "DAMAGED") -> None:
    front.call("ApplyForAftercare", ME, input={"lineId": line_of(line, order), "reason": reason})
    front.settle()


def lives(front: Front, member: str, address: str) -> None:
    front.advance(minutes=1)
    front.event("MemberChanged", member_id=member, address=address, occurred_at=front.clock.now().isoformat())
    front.settle()


def judged(front: Front, photo: str, seen_before: int) -> None:
    """The fact that the photos' own function commits."""
    item = AgendaItem(
        lane=Lane.NOW,
        kind="evidence.judged",
        due=front.clock.now(),
        subject=photo,
        payload={"member_id": "M001", "seen_before": seen_before},
    )
    front.app.uow.run(lambda batch: batch.plan(item))


# ---------------------------------------------------------------- counted exactly once


def test_orders_claims_and_what_they_brought_are_counted(front: Front) -> None:
    before = standing(front)
    assert (before["orders"], before["bought"]["fen"], before["claims"]) == (1, 16_880, 0)
    claim(front, "1")
    claim(front, "2")
    after = standing(front)
    assert (after["claims"], after["asked"]["fen"], after["paid"]["fen"]) == (2, 16_880, 3_980)
    front.advance(hours=49)
    assert standing(front)["paid"]["fen"] == 16_880, "the default has paid the oil"


def test_a_fact_that_comes_again_counts_no_second_time(front: Front) -> None:
    for hours in (0, 1):
        front.clock.move(timedelta(hours=hours))
        front.sign("O001", lines=[FRESH, OIL])
        front.advance(minutes=3)
    assert standing(front)["orders"] == 1


def test_a_photo_counts_where_it_was_seen_before(front: Front) -> None:
    judged(front, "photo-1", seen_before=0)
    judged(front, "photo-2", seen_before=3)
    front.settle()
    assert standing(front)["repeatedPhotos"] == 1
    assert reasons(front)["REPEATED_PHOTO"] == 40


def test_what_the_mall_takes_back_was_not_brought(front: Front) -> None:
    claim(front, "1")
    (request,) = front.app.asked
    back = {"key": request.payout.id, "attempt": 1, "occurred_at": front.clock.now().isoformat(), "reason": "账户异常"}
    front.event("RefundReversed", version=1, **back)
    front.advance(minutes=3)
    assert standing(front)["paid"]["fen"] == 0


def test_days_slide_out_of_the_window(front: Front) -> None:
    claim(front, "1")
    front.advance(days=89)
    assert (standing(front)["orders"], standing(front)["claims"]) == (1, 1)
    front.advance(days=1)
    assert (standing(front)["orders"], standing(front)["claims"], standing(front)["paid"]["fen"]) == (0, 0, 0)


def test_the_window_is_a_figure(front: Front) -> None:
    claim(front, "1")
    wanted = {"values": [{"key": "trust.window_days", "value": 7}], "why": "收紧"}
    wanted["effectiveAt"] = (front.clock.now() + timedelta(hours=1)).isoformat()
    front.call("PublishSettings", "operator:O01", input=wanted)
    front.advance(days=7)
    found = standing(front)
    assert (found["windowDays"], found["claims"]) == (7, 0)


# ---------------------------------------------------------------- who shares an address


def test_who_shares_an_address_is_counted_for_all_who_do(front: Front) -> None:
    for member in ("M001", "M002", "M003", "M004"):
        lives(front, member, HOME if member != "M003" else "阳光花园 3号楼,2单元 501室")
    assert [standing(front, each)["neighbours"] for each in ("M001", "M002", "M003", "M004")] == [3] * 4
    assert reasons(front)["SHARED_ADDRESS"] == 15
    lives(front, "M004", "翠湖花园1号楼")
    assert [standing(front, each)["neighbours"] for each in ("M001", "M002", "M003", "M004")] == [2, 2, 2, 0]
    lives(front, "M002", "")
    assert standing(front, "M001")["neighbours"] == 1
    assert "SHARED_ADDRESS" not in reasons(front), "a family is no sign of anything"


def test_an_address_is_counted_as_far_as_it_matters(front: Front) -> None:
    for number in range(25):
        lives(front, f"D{number:03}", HOME)
    lives(front, "M001", HOME)
    assert standing(front)["neighbours"] == 20


def test_statements_that_were_overtaken_move_nobody(front: Front) -> None:
    lives(front, "M002", HOME)
    front.advance(hours=1)
    lives(front, "M001", HOME)
    old = (front.clock.now() - timedelta(minutes=30)).isoformat()
    front.event("MemberChanged", member_id="M001", address="别处", occurred_at=old)
    front.settle()
    assert standing(front)["neighbours"] == 1


def test_two_moves_at_once_end_where_the_member_lives(front: Front) -> None:
    for member in ("M002", "M003"):
        lives(front, member, HOME)
    for hours, address in ((1, "别处"), (2, HOME)):
        at = (front.clock.now() + timedelta(hours=hours)).isoformat()
        front.event("MemberChanged", member_id="M001", address=address, occurred_at=at)
    front.settle()
    assert [standing(front, each)["neighbours"] for each in ("M001", "M002", "M003")] == [2, 2, 2]


def test_an_address_is_nowhere_in_plain_text(front: Front) -> None:
    lives(front, "M001", HOME)
    assert HOME not in str(front.memory.items)


# ---------------------------------------------------------------- the score


def test_who_has_nothing_against_them_is_not_held(front: Front) -> None:
    found = standing(front, "M001")
    assert (found["score"], found["hold"], [each["signal"] for each in found["reasons"]]) == (
        15,
        False,
        ["NEW_ACCOUNT"],
    )
    front.advance(days=14)
    assert (standing(front)["score"], standing(front)["reasons"]) == (0, [])


def test_every_reason_is_spelled_out_with_its_points_and_figures(front: Front) -> None:
    dear = mall.line(line_id="3", sku="SKU-HAM", name="火腿", category="GRAIN_OIL", quantity=1, unit_price_fen=30_000)
    front.place("O009", lines=[dear])
    front.sign("O009", lines=[dear])
    front.advance(minutes=3)
    for line, order in (("1", "O001"), ("2", "O001"), ("3", "O009")):
        claim(front, line, order)
    found = standing(front)
    assert {each["signal"]: each["points"] for each in found["reasons"]} == {
        "CLAIM_RATE": 30,
        "CLAIM_VALUE": 20,
        "NEW_ACCOUNT": 15,
    }
    assert (found["score"], found["hold"]) == (65, True)
    texts = {each["signal"]: each["text"] for each in found["reasons"]}
    assert texts["CLAIM_RATE"] == "近90天签收2单、申请3次，占150%"
    assert texts["CLAIM_VALUE"] == "近90天购买468.80元、申请468.80元（已付39.80元），占100%"
    assert texts["NEW_ACCOUNT"] == "首单至今1天"


def test_no_reason_alone_holds_anybody(front: Front) -> None:
    judged(front, "photo-1", seen_before=1)
    front.advance(days=20)
    found = standing(front)
    assert (found["score"], found["hold"]) == (40, False)


def test_a_wrong_hold_is_not_repeated(front: Front) -> None:
    for photo in ("photo-1", "photo-2"):
        judged(front, photo, seen_before=1)
    front.settle()
    assert standing(front)["hold"] is True
    wanted = {"memberId": global_id("Member", "M001"), "why": "电话核实,是家人共用手机"}
    front.call("VouchForMember", MANAGER, input=wanted)
    found = standing(front)
    assert (found["hold"], found["score"]) == (False, 95)
    assert (found["voucher"]["by"], found["voucher"]["why"]) == ("B01", wanted["why"])
    front.advance(days=30)
    assert standing(front)["hold"] is True, "a word is good for a time"


def test_a_word_needs_a_reason_and_a_member(front: Front) -> None:
    wanted = {"memberId": global_id("Member", "M001"), "why": " "}
    assert front.refused("VouchForMember", MANAGER, input=wanted) == "BAD_INPUT"
    nobody = {"memberId": global_id("Member", "M999"), "why": "认识"}
    assert front.refused("VouchForMember", MANAGER, input=nobody) == "NOT_FOUND"
    assert front.call("MemberStanding", AGENT, memberId=nobody["memberId"]) is None


# ---------------------------------------------------------------- who is told


@pytest.mark.parametrize("who", [ME, NEIGHBOUR, "leader:L001", "operator:O01", "quality:Q01", "product:P01"])
def test_nobody_but_agents_and_managers_reads_of_it(front: Front, who: str) -> None:
    reply = front.run("MemberStanding", who, memberId=global_id("Member", "M001"))
    assert (reply.codes, reply.data) == (["FORBIDDEN"], {"memberStanding": None})
    assert standing(front, as_=MANAGER)["memberId"] == "M001"


@pytest.mark.parametrize("who", [ME, "leader:L001", AGENT, "operator:O01"])
def test_only_managers_give_their_word(front: Front, who: str) -> None:
    wanted = {"memberId": global_id("Member", "M001"), "why": "认识"}
    assert front.refused("VouchForMember", who, input=wanted) == "FORBIDDEN"


def test_no_message_says_a_word_of_it(front: Front) -> None:
    for photo in ("photo-1", "photo-2"):
        judged(front, photo, seen_before=1)
    claim(front, "1")
    claim(front, "2")
    edges = front.call("MyMessages", ME, first=100)["edges"]
    said = "".join(edge["node"]["text"] for edge in edges)
    assert said
    assert not any(word in said for word in ("评分", "风险", "核查", "怀疑", "异常", "照片"))
