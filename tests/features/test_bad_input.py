"""Bad input (issues 2 and 3, done when): a typed error, a reported row or the dead-letter queue, and nothing changed.

Photos that are none, too heavy or bombs: test_g8_evidence.py. Broken rows of a settlement: test_c5_settlement.py.
What a person at a terminal mistypes: tests/infra/test_care_options.py.
"""

import json
from datetime import timedelta
from typing import Any

import pytest

from fakes.front import AGENT, ME, NEIGHBOUR, Front, line_of
from fakes.mall import at, line, order
from fakes.policy_desk import content_of

STRANGER = "member:M404"


@pytest.fixture
def front() -> Front:
    return Front()


def refused(front: Front, **changes: Any) -> str:
    return front.refused("ApplyForAftercare", ME, input=front.wish() | changes)


# ---------------------------------------------------------------- what a member sends


def test_an_expired_offer(front: Front) -> None:
    token = front.token_for("FULL_REFUND")
    front.clock.move(timedelta(minutes=30))
    assert refused(front, offer=token) == "OFFER_EXPIRED"


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: token[:-2],
        lambda token: token + "A",
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        lambda token: token[: len(token) // 2] + "x" + token[len(token) // 2 + 1 :],
        lambda _token: "",
        lambda _token: "免费",
        lambda _token: "bm9uc2Vuc2U.bm9uc2Vuc2U",
    ],
)
def test_an_altered_offer(front: Front, alter: Any) -> None:
    token = front.token_for("FULL_REFUND")
    altered = alter(token)
    assert altered != token
    assert refused(front, offer=altered) == "OFFER_ALTERED"


# ---------------------------------------------------------------- one remedy for one line, as it was offered


@pytest.mark.parametrize("who", [ME, AGENT])
def test_two_remedies_for_one_line(front: Front, who: str) -> None:
    """Neither the member nor staff can add a second one to what was chosen; only what was chosen is paid."""
    ticket = front.tap("2")
    front.pick(ticket, "KEEP_COUPON")
    if who == ME:
        second = "ChooseRemedy", {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    else:
        step = front.call("TicketTeam", AGENT, id=ticket["id"])["step"]
        said = {"ticketId": ticket["id"], "text": "再给您全退", "remedy": "FULL_REFUND", "seenStep": step}
        second = "DecideTicket", said
    assert front.refused(second[0], who, input=second[1]) == "ALREADY_DECIDED"
    front.settle()
    assert sorted(front.paid()) == [("COUPON", 1_000, 0), ("POINTS", 0, 100)]


def test_a_choice_after_its_expiry(front: Front) -> None:
    ticket = front.tap("2")
    front.clock.move(timedelta(hours=48))
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    assert front.refused("ChooseRemedy", ME, input=wanted) == "OFFER_EXPIRED"


@pytest.mark.parametrize("alter", [lambda token: token[:-2], lambda token: token.swapcase(), lambda _token: ""])
def test_a_choice_of_an_altered_offer(front: Front, alter: Any) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": alter(ticket["menu"][0]["token"])}
    assert front.refused("ChooseRemedy", ME, input=wanted) == "OFFER_ALTERED"


@pytest.mark.parametrize(
    ("fen", "code"),
    [
        (0, "BAD_INPUT"), (-1, "BAD_INPUT"), (-12_900, "BAD_INPUT"), (12_901, "LINE_CAP_EXCEEDED"),
        (2**53 - 1, "BAD_INPUT"), (2**53, "BAD_USER_INPUT"), (0.5, "BAD_USER_INPUT"), ("129", "BAD_USER_INPUT"),
        (True, "BAD_USER_INPUT"),
    ],
)  # fmt: skip
def test_an_amount_that_nobody_can_be_given(front: Front, fen: object, code: str) -> None:
    ticket = front.tap("2")
    step = front.call("TicketTeam", AGENT, id=ticket["id"])["step"]
    wanted = {"ticketId": ticket["id"], "text": "给您退", "refundFen": fen, "seenStep": step}
    assert front.refused("DecideTicket", AGENT, input=wanted) == code


@pytest.mark.parametrize("size", [0, -1, 50_000_000])
def test_a_photo_that_is_nothing_or_far_too_heavy(front: Front, size: int) -> None:
    wanted = {"lineId": line_of("1"), "contentType": "image/jpeg", "bytes": size}
    assert front.refused("StartEvidenceUpload", ME, input=wanted) == ("PHOTO_TOO_HEAVY" if size > 0 else "BAD_INPUT")


def test_a_policy_with_a_hole(front: Front) -> None:
    """It can be kept as a draft; it is not found sound, so it never comes into force."""
    content = content_of(front.call("PolicyContent", "operator:O01"))
    fresh = next(rule for rule in content["rules"] if rule["code"] == "FRESH_QUALITY")
    for code, band in (("CHEAP", {"paidBelowFen": 5_000}), ("DEAR", {"paidFromFen": 5_001})):
        content["rules"].append(fresh | {"code": code, "match": {"category": "FRESH"} | band})
    saved = front.call("SavePolicyDraft", "operator:O01", input={"content": content})["draft"]
    step = {"draftId": saved["id"], "expectedVersion": saved["version"]}
    assert front.refused("CheckPolicyDraft", "operator:O01", input=step) == "PRICE_GAP"
    soon = (front.clock.now() + timedelta(minutes=10)).isoformat()
    unchecked = step | {"effectiveAt": soon, "why": "试试"}
    assert front.refused("SchedulePolicy", "operator:O01", input=unchecked) == "DRAFT_NOT_CHECKED"


# ---------------------------------------------------------------- whose it is


@pytest.mark.parametrize(("line_id", "reason"), [("1", "LEAKING"), ("2", "DAMAGED")])
def test_an_offer_for_something_else(front: Front, line_id: str, reason: str) -> None:
    token = front.token_for("FULL_REFUND", line_id, reason)
    assert refused(front, offer=token) == "OFFER_MISMATCH"


def test_an_offer_made_to_another_member(front: Front) -> None:
    front.place("O002", "M002", lines=[line(line_id="1", quantity=1)])
    front.sign("O002", "M002", lines=[line(line_id="1", quantity=1)])
    token = front.token_for("FULL_REFUND")
    wanted = {"lineId": line_of("1", "O002"), "reason": "DAMAGED", "offer": token}
    assert front.refused("ApplyForAftercare", NEIGHBOUR, input=wanted) == "OFFER_MISMATCH"


def test_another_members_line(front: Front) -> None:
    for line_id in (line_of("1"), line_of("9"), line_of("1", "O404")):
        wanted = {"lineId": line_id, "reason": "DAMAGED"}
        assert front.refused("ApplyForAftercare", NEIGHBOUR, input=wanted) == "NOT_FOUND"
        assert front.refused("ApplyForAftercare", STRANGER, input=wanted) == "NOT_FOUND"


@pytest.mark.parametrize("line_id", ["1", "2"])
def test_a_second_application_for_a_line(front: Front, line_id: str) -> None:
    front.tap(line_id)
    for reason in ("DAMAGED", "RANCID"):
        assert refused(front, lineId=line_of(line_id), reason=reason) == "ALREADY_APPLIED"
    front.advance(days=7)
    assert refused(front, lineId=line_of(line_id)) == "ALREADY_APPLIED"


def test_a_line_paid_beyond_its_cap(front: Front) -> None:
    """The offer was made before the mall gave money back itself: the member is told what is left, and can have it."""
    token = front.token_for("FULL_REFUND")
    front.mall_refunds("1", 1)
    assert refused(front, offer=token) == "LINE_CAP_EXCEEDED"
    (told,) = front.run("ApplyForAftercare", ME, input=front.wish(offer=token)).data["applyForAftercare"]["userErrors"]
    assert told["message"] == "这件商品现在最多还可以退39.79元,请按这个金额重新选择"
    front.settle()
    assert front.paid() == []
    front.tap(offer=front.token_for("FULL_REFUND"))
    front.settle()
    assert ("REFUND", 3_979, 0) in front.paid()


def test_an_unknown_reason(front: Front) -> None:
    assert refused(front, reason="BORED") == "UNKNOWN_REASON"


@pytest.mark.parametrize("line_id", ["", "1", "T3JkZXI6TzAwMQ", "不是编号", "x" * 2000])
def test_what_is_no_id_of_a_line(front: Front, line_id: str) -> None:
    assert refused(front, lineId=line_id) == "BAD_INPUT"


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e"], ids=ascii)
def test_a_text_with_what_no_keyboard_writes(front: Front, mark: str) -> None:
    """Wherever it stands, before anything is decided."""
    ticket, text = front.tap("2"), f"请看{mark}一下"
    entry = {"code": "TASTE", "reasonClass": "QUALITY", "label": text}
    content = content_of(front.call("PolicyContent", "operator:O01"))
    told: list[tuple[str, str, dict[str, Any], str]] = [
        ("ApplyForAftercare", ME, front.wish("1") | {"text": text}, "text"),
        ("ReplyToTicket", ME, {"ticketId": ticket["id"], "text": text}, "text"),
        ("AddInternalNote", AGENT, {"ticketId": ticket["id"], "text": text}, "text"),
        ("SavePolicyDraft", "operator:O01", {"content": content | {"reasons": [entry]}}, "content.reasons[0].label"),
    ]
    for operation, who, wanted, field in told:
        (answer,) = front.run(operation, who, input=wanted).data.values()
        assert [(each["code"], each["field"]) for each in answer["userErrors"]] == [("BAD_INPUT", field)], operation


def test_a_text_may_have_several_lines(front: Front) -> None:
    ticket = front.tap("2")
    front.call("ReplyToTicket", ME, input={"ticketId": ticket["id"], "text": "第一行\r\n第二行\n\t缩进的👨‍👩‍👧"})


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "有空 格"])
def test_what_is_no_idempotency_key(front: Front, key: str) -> None:
    assert front.refused("ApplyForAftercare", ME, input=front.wish(), idempotencyKey=key) == "BAD_USER_INPUT"


def test_an_unknown_sku_has_no_campaign(front: Front) -> None:
    wanted = {"kind": "TESTER", "title": "新品体验", "anyOf": ["NEWCOMER"], "sku": "NO-SUCH-SKU"}
    assert front.refused("OpenCampaign", "product:P01", input=wanted) == "UNKNOWN_SKU"


def test_a_campaign_whose_title_accuses(front: Front) -> None:
    wanted = {"kind": "UGC", "title": "薅羊毛的来"}
    assert front.refused("OpenCampaign", "product:P01", input=wanted) == "WORDS_BANNED"


def draft(front: Front, fen: object) -> dict[str, Any]:
    """The policy in force, as an operator would save it again, with one amount replaced."""
    content = content_of(front.call("PolicyContent", "operator:O01"))
    content["rules"][0]["instantLimitFen"] = fen
    return {"content": content}


@pytest.mark.parametrize(
    ("fen", "code"),
    [
        (0.5, "BAD_USER_INPUT"),
        (1e300, "BAD_USER_INPUT"),
        ("100", "BAD_USER_INPUT"),
        ("一百", "BAD_USER_INPUT"),
        (True, "BAD_USER_INPUT"),
        (2**53, "BAD_USER_INPUT"),
    ],
)
def test_fractional_fen_in_a_policy(front: Front, fen: object, code: str) -> None:
    assert front.refused("SavePolicyDraft", "operator:O01", input=draft(front, fen)) == code
    front.call("SavePolicyDraft", "operator:O01", input=draft(front, 4_900))


@pytest.mark.parametrize("fen", [-1, 2**53 - 1])
def test_negative_or_huge_fen_in_a_policy(front: Front, fen: int) -> None:
    saved = front.call("SavePolicyDraft", "operator:O01", input=draft(front, fen))["draft"]
    step = {"draftId": saved["id"], "expectedVersion": saved["version"]}
    assert front.refused("CheckPolicyDraft", "operator:O01", input=step) == "OUT_OF_BOUNDS"


# ---------------------------------------------------------------- what the mall sends


def buried(front: Front, body: str) -> dict[str, str]:
    """What becomes of a message: it lies in the dead-letter queue whole, and nothing has changed."""
    before = {home: dict(item) for home, item in front.memory.items.items()}
    front.app.mall_router.take(body)
    assert front.memory.items == before
    (letter,) = front.app.buried
    assert letter["body"] == body
    return letter


def envelope(kind: str, detail: object) -> str:
    return json.dumps({"version": "0", "id": "1", "source": "mall", "detail-type": kind, "detail": detail})


PLACED = order(order_id="O777", placed_at=at())


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("", "$"),
        ("订单", "$"),
        (envelope("OrderEaten", {}), "$.detail-type"),
        (envelope("OrderPlaced", None), "$.detail"),
        (envelope("OrderPlaced", PLACED | {"version": 9}), "$.detail.version"),
        (envelope("OrderPlaced", {name: each for name, each in PLACED.items() if name != "member"}), "$.detail"),
        (envelope("OrderPlaced", PLACED | {"placed_at": "2026-03-02 10:00"}), "$.detail.placed_at"),
        (envelope("OrderPlaced", PLACED | {"placed_at": "2026-03-02T10:00:00"}), "$.detail.placed_at"),
        (envelope("OrderPlaced", PLACED | {"placed_at": at(48)}), "$.detail.occurred_at"),
        (envelope("OrderPlaced", PLACED | {"lines": []}), "$.detail.lines"),
    ],
)
def test_a_malformed_event(front: Front, body: str, path: str) -> None:
    assert buried(front, body)["path"] == path


@pytest.mark.parametrize("fen", [-1, 19.9, "1990", True, 10**12])
@pytest.mark.parametrize("field", ["unit_price_fen", "paid_fen"])
def test_negative_or_fractional_fen_in_an_order(front: Front, field: str, fen: object) -> None:
    letter = buried(front, envelope("OrderPlaced", PLACED | {"lines": [line(**{field: fen})]}))
    assert letter["path"] == f"$.detail.lines[0].{field}"


@pytest.mark.parametrize("fen", [-1, 0.5, "5"])
def test_negative_or_fractional_fen_in_a_refund(front: Front, fen: object) -> None:
    refund = {"version": 1, "order_id": "O001", "refund_id": "R1", "occurred_at": at()}
    letter = buried(front, envelope("OrderRefunded", refund | {"lines": [{"line_id": "1", "amount_fen": fen}]}))
    assert letter["path"].startswith("$.detail.lines")


def test_an_order_that_grows_past_what_the_database_keeps_in_one_place(front: Front) -> None:
    """Its lines are called otherwise in each statement, and all that was stated of them is kept."""

    def stated(name: str) -> str:
        goods = [
            line(line_id=f"{name}{number}".ljust(64, "x"), sku="S" * 64, name="油" * 200, batch="批" * 64, paid_fen=1)
            for number in range(100)
        ]
        return envelope("OrderPlaced", PLACED | {"lines": goods, "occurred_at": at(int(name) / 9)})

    for name in "1234":
        front.app.mall_router.take(stated(name))
    letter = buried(front, stated("5"))
    assert letter["reason"].startswith("ORDER_TOO_LARGE")


@pytest.mark.parametrize("own", ["", "有空格 的", "M001#", "x" * 65, 7, ["M001"]])
def test_a_leader_whose_own_member_id_is_none(front: Front, own: object) -> None:
    """The leader stays as they were, and nothing is their own by a slip of the mall's."""
    leader = {"leader_id": "L001", "community": "阳光花园", "occurred_at": at()}
    front.event("LeaderChanged", **leader, member_id="M001")
    letter = buried(front, envelope("LeaderChanged", leader | {"occurred_at": at(1), "member_id": own}))
    assert letter["path"] == "$.detail.member_id"


def test_a_leaders_own_member_id_that_nobody_has_heard_of_is_taken(front: Front) -> None:
    """Members are known once they buy: who leads may be stated before."""
    leader = {"leader_id": "L001", "community": "阳光花园", "occurred_at": at()}
    front.event("LeaderChanged", **leader, member_id="NEVER-HEARD-OF")
    assert front.app.buried == []


@pytest.mark.parametrize("kind", ["RefundConfirmed", "BenefitFailed"])
def test_an_answer_to_what_was_never_asked(front: Front, kind: str) -> None:
    letter = buried(front, envelope(kind, {"version": 1, "occurred_at": at(), "key": "nobody", "attempt": 1}))
    assert letter["reason"].startswith("UNKNOWN_PAYOUT")


def test_an_unknown_sku_and_an_unknown_category_are_taken_under_the_default_policy(front: Front) -> None:
    """The mall sells what we have not heard of: that is no fault of the member's."""
    goods = [line(line_id="1", sku="NEVER-HEARD-OF", category="火星特产", quantity=1)]
    front.place("O002", lines=goods)
    front.sign("O002", lines=goods)
    verdicts = {each["reason"]: each for each in front.sheet("1", "O002")["reasons"]}
    assert verdicts["DAMAGED"]["deadline"] == at(7 * 24)
    assert verdicts["DAMAGED"]["eligible"] is True
    assert front.app.buried == []


def test_a_refused_input_says_what_would_be_right_and_where(front: Front) -> None:
    ticket = front.tap("2")
    zero = {"ticketId": ticket["id"], "text": "退款", "refundFen": 0, "overrideReason": "协商"}
    (error,) = front.run("DecideTicket", AGENT, input=zero).data["decideTicket"]["userErrors"]
    assert (error["code"], error["field"]) == ("BAD_INPUT", "refundFen")
    assert error["message"] == "金额须在1至1000000000分之间"
    four = front.wish(quantity=4)
    (error,) = front.run("ApplyForAftercare", ME, input=four).data["applyForAftercare"]["userErrors"]
    assert (error["message"], error["field"]) == ("数量须为1至1的整数", "quantity")


def test_a_query_says_which_argument_is_wrong(front: Front) -> None:
    (error,) = front.run("ScriptUses", "operator:O01", month="2026-3").errors
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "month"}
    assert error["message"] == "月份写作 2026-03"


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"day": "2026-3-2"}, "day", ("BAD_INPUT", "日期写作 2026-03-02")),
        ({"first": 0}, "first", ("BAD_INPUT", "一次可取1至100条")),
        ({"first": 101}, "first", ("PAGE_TOO_LARGE", "一次最多取 100 条")),
        ({"after": "altered"}, "after", ("BAD_CURSOR", "翻页位置已失效,请从第一页重新开始")),
    ],
)
def test_a_page_that_nobody_can_be_given(
    front: Front, asked: dict[str, object], field: str, said: tuple[str, str]
) -> None:
    (error,) = front.run("Ledger", "manager:B01", **({"day": "2026-03-02"} | asked)).errors
    assert error["extensions"] == {"code": said[0], "field": field}
    assert error["message"] == said[1]
