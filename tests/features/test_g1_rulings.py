"""G1: of all rules one decides, by what it names; the decision can be told, and the words are the rule's own."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from api.relay import global_id
from fakes.front import AGENT, ME, Front, line_of
from fakes.house import START
from fakes.mall import line
from fakes.policy_desk import content_of, publish_policy

OPERATOR = "operator:O01"
GOODS = line(line_id="1", sku="SKU-1", category="PACKAGED", quantity=1, unit_price_fen=3980, supplier="老王果园")
MATCHES: dict[str, dict[str, Any]] = {
    "BY_SKU": {"sku": "SKU-1"},
    "BY_SUPPLIER": {"supplier": "老王果园"},
    "BY_CATEGORY": {"category": "PACKAGED"},
    "BY_CHANNEL": {"channel": "LIVE"},
    "BY_SEGMENT": {"segment": "OPINION_LEADER"},
    "BY_PRICE": {"paidFromFen": 3_000, "paidBelowFen": 4_000},
}
"""The strongest first; each with a window of its own."""


ANCHORS = {"SIGNED": "签收", "PICKED_UP": "提货", "DELIVERED": "送达"}


def _words(after: str, hours: int) -> dict[str, str]:
    return {
        "wording": f"{after}后{hours}小时内发现质量问题,无条件退款。",
        "hostLine": f"{after}{hours}小时内,坏了就退。",
    }


def ruled(*codes: str, **change: Any) -> Front:
    """O002 of M001, sold LIVE and just signed, under a policy with these rules for quality."""
    front = Front(signed=False)
    content = content_of(front.call("PolicyContent", OPERATOR))
    base = next(rule for rule in content["rules"] if rule["code"] == "QUALITY")
    for hours, code in enumerate(codes, 10):
        rule = base | {"code": code, "match": MATCHES[code], "windowHours": hours} | change
        content["rules"].append(rule | _words(ANCHORS[rule["anchor"]], hours) | change)
    tag = {"memberId": global_id("Member", "M001"), "tag": "KOL", "reason": "社区达人"}
    front.call("AddMemberTag", AGENT, input=tag)
    effective = (front.clock.now() + timedelta(minutes=5)).isoformat()
    publish_policy(partial(_as, front, OPERATOR), content, effective_at=effective, why="细分规则")
    front.advance(minutes=5)
    front.place("O002", lines=[GOODS], channel="LIVE")
    return front


def _as(front: Front, who: str, operation: str, **variables: Any) -> Any:
    return front.call(operation, who, **variables)


def signed(front: Front, **more: Any) -> datetime:
    front.sign("O002", lines=[GOODS], channel="LIVE", **more)
    return front.clock.now()


def verdict(front: Front, reason: str = "DAMAGED") -> dict[str, Any]:
    (found,) = [each for each in front.sheet("1", "O002")["reasons"] if each["reason"] == reason]
    return dict(found)


def why(front: Front, as_: str = AGENT) -> dict[str, Any]:
    return dict(front.call("ExplainRule", as_, lineId=line_of("1", "O002"), reason="DAMAGED"))


@pytest.mark.parametrize("strongest", range(len(MATCHES)))
def test_the_strongest_of_the_rules_that_fit_decides(strongest: int) -> None:
    """SKU before supplier, category, channel, segment and price; each goes before the default of its class."""
    codes = list(MATCHES)[strongest:]
    front = ruled(*reversed(codes))
    at = signed(front)
    hours = 10 + len(codes) - 1  # it was written last
    assert datetime.fromisoformat(verdict(front)["deadline"]) == at + timedelta(hours=hours)
    assert why(front)["rule"] == codes[0]


def test_staff_are_told_which_rule_and_why_the_others_are_not() -> None:
    front = ruled("BY_CATEGORY", "BY_SKU", "BY_PRICE")
    signed(front)
    told = why(front)
    assert (told["rule"], told["place"], told["policyVersion"]) == ("BY_SKU", "rules[6]", 1)
    assert told["because"] == [{"dimension": "SKU", "value": "SKU-1"}]
    assert told["segment"] == "OPINION_LEADER"
    assert {each["rule"]: each["differsIn"] for each in told["passedOver"]} == {
        "FRESH_QUALITY": "CATEGORY",
        "QUALITY": None,
        "BY_CATEGORY": None,
        "BY_PRICE": None,
    }
    assert front.run("ExplainRule", ME, lineId=line_of("1", "O002"), reason="DAMAGED").codes == ["FORBIDDEN"]


def test_a_ticket_is_explained_by_what_it_was_judged_by_whatever_comes_later() -> None:
    front = ruled("BY_CATEGORY", "BY_SEGMENT")
    signed(front)
    ticket = front.call("ApplyForAftercare", ME, input={"lineId": line_of("1", "O002"), "reason": "DAMAGED"})["ticket"]
    now = why(front)
    front.settle()
    tag = {"memberId": global_id("Member", "M001"), "tag": "KOL", "reason": "已退群"}
    front.call("RemoveMemberTag", AGENT, input=tag)
    content = content_of(front.call("PolicyContent", OPERATOR))
    content["rules"] = [rule for rule in content["rules"] if not rule["code"].startswith("BY_")]
    effective = (front.clock.now() + timedelta(minutes=5)).isoformat()
    publish_policy(partial(_as, front, OPERATOR), content, effective_at=effective, why="取消细分")
    front.advance(minutes=5)
    kept = front.call("TicketRuling", AGENT, id=ticket["id"])
    assert kept["ruling"] == now
    assert (now["rule"], now["segment"], kept["quantity"]) == ("BY_CATEGORY", "OPINION_LEADER", 1)
    assert why(front)["rule"] == "QUALITY"
    assert front.run("TicketRuling", ME, id=ticket["id"]).codes == ["FORBIDDEN"]


@pytest.mark.parametrize(("anchor", "hours"), [("SIGNED", 3), ("DELIVERED", 0), ("PICKED_UP", 5)])
def test_a_window_is_counted_from_its_anchor(anchor: str, hours: int) -> None:
    """Arrived at 0, signed by the leader at 3, taken by the member at 5 o'clock."""
    front = ruled("BY_SKU", anchor=anchor)
    begun = front.clock.now()
    body = front._order("O002", "M001", {"lines": [GOODS], "channel": "LIVE"})
    front.event("OrderArrived", **body, arrived_at=front._now())
    front.advance(hours=3)
    signed(front, by="leader")
    if anchor == "PICKED_UP":
        assert verdict(front)["whyNot"] == "NOT_SIGNED", "the member has nothing in hand yet"
    front.advance(hours=2)
    signed(front, by="member")
    assert datetime.fromisoformat(verdict(front)["deadline"]) == begun + timedelta(hours=hours + 10)


def test_food_safety_that_asks_for_a_photo_still_pays_its_guaranteed_sum_at_once() -> None:
    front = Front()
    content = content_of(front.call("PolicyContent", OPERATOR))
    content["rules"][-1] |= {"evidence": "PHOTO"}
    effective = (START + timedelta(minutes=5)).isoformat()
    publish_policy(partial(_as, front, OPERATOR), content, effective_at=effective, why="要求拍照")
    front.advance(minutes=5)
    shown = front.verdict("2", "RANCID")
    assert (shown["evidence"], shown["instant"]) == ("PHOTO", True)
    assert front.tap("2", "RANCID")["state"] == "PAYING"


def test_product_page_order_line_and_host_read_the_words_of_the_rule_that_decides() -> None:
    front = ruled("BY_SKU", wording="这款苹果签收后10小时内,坏了就赔。", hostLine="这款苹果10小时内坏了就赔。")
    signed(front)
    about = {"sku": "SKU-1", "category": "PACKAGED", "name": "烟台苹果", "occurred_at": front._now()}
    front.event("ProductChanged", **about)
    page = front.call("ProductGuarantee", ME, sku="SKU-1")
    order = front.call("OrderDetail", ME, id=global_id("Order", "O002"))
    words = {each["reasonClass"]: each["wording"] for each in page["guarantee"]}
    assert words["QUALITY"] == "这款苹果签收后10小时内,坏了就赔。" == verdict(front)["wording"]
    assert {each["reasonClass"]: each["wording"] for each in order["lines"][0]["guarantee"]} == words
    for each in front.sheet("1", "O002")["reasons"]:
        assert each["wording"] == words[each["reasonClass"]]
    known, unknown = front.call("HostLines", "leader:L001", skus=["SKU-1", "NEVER-HEARD-OF", "SKU-1"])
    lines = {each["reasonClass"]: each["hostLine"] for each in known["guarantee"]}
    assert (known["name"], lines["QUALITY"]) == ("烟台苹果", "这款苹果10小时内坏了就赔。")
    assert (unknown["name"], len(unknown["guarantee"])) == (None, 3)
    assert front.call("ProductGuarantee", ME, sku="NEVER-HEARD-OF") is None
    assert front.run("HostLines", ME, skus=[]).codes == ["BAD_INPUT"]
    assert front.run("HostLines", ME, skus=["S"] * 101).codes == ["BAD_INPUT"]


def test_where_and_from_whom_it_was_bought_can_be_named_but_not_where_the_member_lives() -> None:
    front = ruled("BY_SUPPLIER")
    at = signed(front)
    mine = verdict(front)
    front.place("O003", "M002", lines=[GOODS], channel="LIVE", region="西南", leader_id="L077")
    front.sign("O003", "M002", lines=[GOODS], channel="LIVE", region="西南", leader_id="L077")
    sheet = front.call("Eligibility", "member:M002", lineId=line_of("1", "O003"))
    (theirs,) = [each for each in sheet["reasons"] if each["reason"] == "DAMAGED"]
    assert datetime.fromisoformat(theirs["deadline"]) == at + timedelta(hours=10)
    assert (theirs["deadline"], theirs["wording"]) == (mine["deadline"], mine["wording"])
