"""G9: after paying first, who bears it is assigned by rule or by hand, disputed, decided, written off; and each party's
statement of a month is what the ledger moved on its account.
"""

from datetime import timedelta
from typing import Any

import pytest

from fakes.bookkeeper import MANAGER, OPERATOR, Bookkeeper, borne, thirds
from fakes.shop import FRESH

pytestmark = pytest.mark.usefixtures("nothing_on_top")

SUPPLIER = {"kind": "SUPPLIER", "partyId": "S01"}


@pytest.fixture
def books() -> Bookkeeper:
    return Bookkeeper()


def whole(kind: str, party_id: str | None = None) -> list[dict[str, Any]]:
    return [{"party": {"kind": kind, "partyId": party_id}, "percent": 100}]


# ---------------------------------------------------------------- by rule


@pytest.mark.parametrize(
    ("reason", "bearer", "fen", "rule"),
    [
        ("NOT_FRESH", "SUPPLIER:S01", 3_980, "POOR_QUALITY"),
        ("SPOILED", "SUPPLIER:S01", 4_980, "UNSAFE"),
        ("DAMAGED", "CARRIER:SF", 3_980, "BROKEN_ON_THE_WAY"),
        ("WRONG_ITEM", "PLATFORM", 3_980, "PICKED_WRONG"),
        ("DISLIKE", "PLATFORM", 3_980, "ALL_ELSE"),
    ],
)
def test_the_first_rule_that_fits_says_who_bears_what_was_paid(
    books: Bookkeeper, reason: str, bearer: str, fen: int, rule: str
) -> None:
    liability = books.paid_for(reason)
    assert (borne(liability), liability["rule"], liability["total"]["fen"]) == ({bearer: fen}, rule, fen)
    assert [edge["node"]["kind"] for edge in liability["history"]["edges"]] == ["BY_RULE"]
    assert books.statement(bearer)["owed"]["fen"] == fen


def test_what_a_party_that_is_not_known_would_bear_the_platform_bears(books: Bookkeeper) -> None:
    ticket = books.tap("1", "NOT_FRESH")  # of O001, whose supplier nobody told
    books.settle()
    assert borne(books.liability(ticket["id"])) == {"PLATFORM": 3_980}
    assert books.account("expense:borne") == 3_980


def test_an_operator_publishes_rules_and_what_is_allocated_stays(books: Bookkeeper) -> None:
    before = books.paid_for("NOT_FRESH")
    rules = [
        {"code": "LEADERS_TOO", "supplier": "S02", "shares": [
            {"party": "SUPPLIER", "percent": 70}, {"party": "LEADER", "percent": 30}]},
        {"code": "REST", "shares": [{"party": "PLATFORM", "percent": 100}]},
    ]  # fmt: skip
    later = {"effectiveAt": (books.clock.now() + timedelta(minutes=10)).isoformat(), "why": "团长验收不细"}
    made = books.call("PublishLiabilityRules", OPERATOR, input={"rules": rules} | later)["rules"]
    books.advance(minutes=11)
    after = books.paid_for("LEAKING", "2")
    assert borne(after) == {"LEADER:L001": 3_870, "SUPPLIER:S02": 9_030}
    assert (after["rule"], after["rulesVersion"], made["number"]) == ("LEADERS_TOO", 1, 1)
    assert borne(books.liability(before["ticketId"])) == {"SUPPLIER:S01": 3_980}


def test_rules_with_a_hole_are_refused_flaw_by_flaw(books: Bookkeeper) -> None:
    rules = [
        {"code": "ALL", "shares": [{"party": "PLATFORM", "percent": 90}]},
        {"code": "LATE", "reason": "DAMAGED", "shares": [{"party": "CARRIER", "percent": 100}]},
    ]
    later = {"effectiveAt": (books.clock.now() + timedelta(minutes=10)).isoformat(), "why": "试试"}
    reply = books.run("PublishLiabilityRules", OPERATOR, input={"rules": rules} | later)
    errors = reply.data["publishLiabilityRules"]["userErrors"]
    assert {(each["field"], each["code"]) for each in errors} == {
        ("rules[1]", "NO_LAST_LIABILITY_RULE"),
        ("rules[0].shares", "BAD_LIABILITY_SHARES"),
        ("rules[1]", "LIABILITY_RULE_NEVER_REACHED"),
    }


# ---------------------------------------------------------------- by hand


def test_by_hand_several_parties_bear_it_to_the_fen(books: Bookkeeper) -> None:
    liability = books.paid_for("NOT_FRESH")
    shares = thirds("SUPPLIER:S01", "CARRIER:SF", "PLATFORM")
    after = books.step("AllocateLiability", liability, shares=shares, why="冷链和包装都有责任")
    assert borne(after) == {"CARRIER:SF": 1_314, "PLATFORM": 1_353, "SUPPLIER:S01": 1_313}
    assert sum(borne(after).values()) == 3_980
    lines = books.statement("SUPPLIER:S01")["lines"]
    assert [(each["kind"], each["step"], each["amount"]["fen"]) for each in lines] == [
        ("CHARGE", "BY_RULE", 3_980),
        ("CREDIT", "BY_HAND", -2_667),
    ]


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([{"party": {"kind": "PLATFORM"}, "percent": 99}], "SHARES_NOT_WHOLE"),
        ([{"party": {"kind": "PLATFORM"}, "percent": 101}], "SHARES_NOT_WHOLE"),
        ([{"party": {"kind": "PLATFORM"}, "percent": 50}] * 2, "BAD_INPUT"),
        ([{"party": {"kind": "SUPPLIER"}, "percent": 100}], "BAD_INPUT"),
        ([{"party": {"kind": "SUPPLIER", "partyId": "S#1"}, "percent": 100}], "BAD_INPUT"),
        ([], "BAD_INPUT"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused(books: Bookkeeper, shares: list[Any], code: str) -> None:
    liability = books.paid_for("NOT_FRESH")
    wanted = {"liabilityId": liability["id"], "shares": shares, "why": "试试"}
    assert books.refused("AllocateLiability", OPERATOR, input=wanted) == code


@pytest.mark.parametrize("party", ["SUPPLIER:S77", "CARRIER:YTO", "LEADER:L077", "CARRIER:S01"])
def test_whom_the_order_does_not_know_bears_nothing(books: Bookkeeper, party: str) -> None:
    """No statement is made out to a slip of the pen; nor when a dispute is decided."""
    liability = books.paid_for("NOT_FRESH")
    kind, _, party_id = party.partition(":")
    strange = [{"party": {"kind": kind, "partyId": party_id}, "percent": 100}]
    wanted = {"liabilityId": liability["id"], "shares": strange, "why": "试试"}
    assert books.refused("AllocateLiability", OPERATOR, input=wanted) == "PARTY_UNKNOWN"
    books.step("DisputeLiability", liability, party=SUPPLIER, words="不是我们的问题")
    assert books.refused("DecideLiabilityDispute", OPERATOR, input=wanted) == "PARTY_UNKNOWN"


@pytest.mark.parametrize("party", ["SUPPLIER:S02", "SUPPLIER:S03", "CARRIER:SF", "LEADER:L001"])
def test_whom_the_order_knows_can_bear_it(books: Bookkeeper, party: str) -> None:
    """Another line's supplier, the product's by the catalog, the carrier, the leader."""
    books.event(
        "ProductChanged", sku=FRESH["sku"], name="苹果", category="FRESH", supplier="S03", occurred_at=books._now()
    )
    liability = books.paid_for("NOT_FRESH")
    kind, _, party_id = party.partition(":")
    shares = [{"party": {"kind": kind, "partyId": party_id}, "percent": 100}]
    assert borne(books.step("AllocateLiability", liability, shares=shares, why="核实过")) == {party: 3_980}


@pytest.mark.parametrize("who", ["member:M001", "leader:L001", "agent:A01", "quality:Q01", "product:P01"])
def test_only_operators_and_managers_see_dispute_and_decide(books: Bookkeeper, who: str) -> None:
    liability = books.paid_for("NOT_FRESH")
    wanted = {"liabilityId": liability["id"], "why": "试试"}
    said = {"liabilityId": liability["id"], "party": SUPPLIER, "words": "不是我们的问题"}
    before = dict(books.memory.items)
    assert books.refused("TicketLiabilities", who, ticketId=liability["ticketId"]) == "FORBIDDEN"
    assert books.refused("AllocateLiability", who, input=wanted | {"shares": whole("PLATFORM")}) == "FORBIDDEN"
    assert books.refused("DisputeLiability", who, input=said) == "FORBIDDEN"
    assert books.refused("DecideLiabilityDispute", who, input=wanted) == "FORBIDDEN"
    assert books.memory.items == before


def test_a_manager_records_disputes_too_and_managers_alone_write_off(books: Bookkeeper) -> None:
    liability = books.paid_for("NOT_FRESH")
    wanted = {"liabilityId": liability["id"], "party": SUPPLIER}
    assert books.refused("WriteOffLiability", OPERATOR, input=wanted | {"why": "试试"}) == "FORBIDDEN"
    disputed = books.step("DisputeLiability", liability, MANAGER, party=SUPPLIER, words="出库时有温度记录")
    assert disputed["dispute"]["recordedBy"] == MANAGER.partition(":")[2]


# ---------------------------------------------------------------- dispute, decision, write-off


def test_a_dispute_is_recorded_and_decided_and_all_of_it_stays_on_record(books: Bookkeeper) -> None:
    liability = books.paid_for("NOT_FRESH")
    disputed = books.step("DisputeLiability", liability, party=SUPPLIER, words="出库时有温度记录")
    assert (disputed["state"], disputed["dispute"]["words"]) == ("DISPUTED", "出库时有温度记录")
    assert [each["id"] for each in books.nodes("Liabilities")] == [liability["id"]]
    again = {"liabilityId": liability["id"], "shares": whole("PLATFORM"), "why": "先改掉"}
    assert books.refused("AllocateLiability", OPERATOR, input=again) == "LIABILITY_DISPUTE_OPEN"
    decided = books.step("DecideLiabilityDispute", liability, shares=whole("CARRIER", "SF"), why="路上断了冷链")
    assert (decided["state"], decided["dispute"], borne(decided)) == ("ALLOCATED", None, {"CARRIER:SF": 3_980})
    history = [(edge["node"]["kind"], edge["node"]["by"]) for edge in decided["history"]["edges"]]
    assert history == [("BY_RULE", "system"), ("DISPUTED", "O01"), ("UPHELD", "O01")]
    assert books.statement("SUPPLIER:S01")["owed"]["fen"] == 0


def test_a_dispute_that_is_rejected_changes_nothing_that_is_owed(books: Bookkeeper) -> None:
    liability = books.paid_for("NOT_FRESH")
    books.step("DisputeLiability", liability, party=SUPPLIER, words="不是我们的问题")
    decided = books.step("DecideLiabilityDispute", liability, why="照片里是冻伤")
    assert (decided["state"], borne(decided)) == ("ALLOCATED", {"SUPPLIER:S01": 3_980})
    assert [each["kind"] for each in books.statement("SUPPLIER:S01")["lines"]] == ["CHARGE"]
    once_more = {"liabilityId": liability["id"], "why": "再判一次"}
    assert books.refused("DecideLiabilityDispute", OPERATOR, input=once_more) == "NO_LIABILITY_DISPUTE"
    stranger = {"liabilityId": liability["id"], "party": {"kind": "LEADER", "partyId": "L9"}, "words": "与我无关"}
    assert books.refused("DisputeLiability", OPERATOR, input=stranger) == "PARTY_NOT_LIABLE"


def test_what_a_party_owes_is_written_off_once_and_comes_back_when_it_is_no_longer_the_party_s(
    books: Bookkeeper,
) -> None:
    liability = books.paid_for("NOT_FRESH")
    books.step("WriteOffLiability", liability, MANAGER, party=SUPPLIER, why="供应商已停业")
    seen = books.statement("SUPPLIER:S01")
    assert (seen["charged"]["fen"], seen["writtenOff"]["fen"], seen["owed"]["fen"]) == (3_980, 3_980, 0)
    wanted = {"liabilityId": liability["id"], "party": SUPPLIER, "why": "再来一次"}
    assert books.refused("WriteOffLiability", MANAGER, input=wanted) == "NOTHING_TO_WRITE_OFF"
    books.step("AllocateLiability", liability, shares=whole("CARRIER", "SF"), why="查明是承运方")
    seen = books.statement("SUPPLIER:S01")
    assert (seen["writtenOff"]["fen"], seen["owed"]["fen"]) == (0, 0)
    assert [each["kind"] for each in seen["lines"]] == ["CHARGE", "WRITE_OFF", "CREDIT", "REINSTATED"]
    assert books.account("expense:written_off") == 0


# ---------------------------------------------------------------- what was paid changes


def test_a_refund_that_is_taken_back_is_borne_by_nobody(books: Bookkeeper) -> None:
    liability = books.paid_for("SPOILED")
    refund = next(each.payout for each in books.app.asked if each.payout.kind == "REFUND")
    books.event(
        "RefundReversed", version=1, key=refund.id, attempt=1, occurred_at=books.clock.now().isoformat(), reason="退票"
    )
    books.advance(minutes=5)
    after = books.liability(liability["ticketId"])
    assert (after["total"]["fen"], borne(after)) == (1_000, {"SUPPLIER:S01": 1_000})
    assert books.statement("SUPPLIER:S01")["owed"]["fen"] == 1_000
    assert after["history"]["edges"][-1]["node"]["kind"] == "CORRECTED"


def test_what_was_given_up_and_is_confirmed_late_all_the_same_is_borne_too(books: Bookkeeper) -> None:
    books.mall = lambda _request: "FAILED"
    ticket = books.tap("1", "NOT_FRESH")
    books.advance(minutes=5)
    (payout,) = books.see(ticket)["payouts"]
    books.call("GiveUpPayout", "agent:A01", input={"payoutId": payout["id"], "why": "改为现场补货"})
    books.settle()
    assert books.call("TicketLiabilities", OPERATOR, ticketId=ticket["id"]) == []
    key = books.app.asked[0].payout.id
    books.event("RefundConfirmed", version=1, key=key, attempt=1, occurred_at=books.clock.now().isoformat())
    books.advance(minutes=5)
    assert borne(books.liability(ticket["id"])) == {"PLATFORM": 3_980}


# ---------------------------------------------------------------- statements


def test_a_month_that_is_over_never_changes_and_statements_balance_with_the_ledger(books: Bookkeeper) -> None:
    first = books.paid_for("NOT_FRESH")
    books.paid_for("LEAKING", "2")
    march = {party: books.statement(party) for party in ("SUPPLIER:S01", "SUPPLIER:S02")}
    books.advance(days=31)
    books.step("AllocateLiability", first, shares=whole("CARRIER", "SF"), why="四月才查明")
    assert {party: books.statement(party) for party in march} == march
    april = books.statement("SUPPLIER:S01", "2026-04")
    assert [(each["kind"], each["amount"]["fen"]) for each in april["lines"]] == [("CREDIT", -3_980)]
    for party in ("SUPPLIER:S01", "SUPPLIER:S02", "CARRIER:SF"):
        months = [books.call("LiabilityStatement", OPERATOR, party=party, month=month) for month in MONTHS]
        assert sum(each["owed"]["fen"] for each in months if each) == books.account(f"receivable:{party}")
    assert books.account("recovery:compensation") == -(3_980 + 12_900)


MONTHS = ("2026-03", "2026-04")


def test_a_month_lists_every_party_and_pages_through_its_lines(books: Bookkeeper) -> None:
    liability = books.paid_for("NOT_FRESH")
    for n in range(3):
        bearer = ("CARRIER", "SF") if n % 2 == 0 else ("SUPPLIER", "S01")
        books.clock.move(timedelta(seconds=1))
        books.step("AllocateLiability", liability, shares=whole(*bearer), why=f"第{n}次")
    listed = books.nodes("LiabilityStatements", month="2026-03")
    assert [(each["party"]["key"], each["owed"]["fen"]) for each in listed] == [
        ("CARRIER:SF", 3_980),
        ("SUPPLIER:S01", 0),
    ]
    cursor, seen = None, []
    while True:
        found = books.call(
            "LiabilityStatement", OPERATOR, party="SUPPLIER:S01", month="2026-03", first=1, after=cursor
        )["lines"]
        seen += [edge["node"]["amount"]["fen"] for edge in found["edges"]]
        cursor = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert seen == [3_980, -3_980, 3_980, -3_980]
    assert books.run("LiabilityStatement", OPERATOR, party="SUPPLIER:S01", month="2026-13").errors
    assert books.call("LiabilityStatement", OPERATOR, party="SUPPLIER:nobody", month="2026-03") is None
