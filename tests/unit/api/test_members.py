from typing import Any

import pytest

from api.relay import global_id
from care.members.store import HISTORY, MEMBERS
from fakes.facts_room import FactsRoom
from fakes.mall import at, order

MEMBER = global_id("Member", "M001")
PERSONAL = "query($id: ID!) { node(id: $id) { ... on Member { memberId name phone } } }"
FOR_STAFF = """query($id: ID!) {
node(id: $id) { ... on Member { orderCount spent { fen } tags { tag source reason } } } }"""
OPTED_OUT = "query($id: ID!) { node(id: $id) { ... on Member { optedOut } } }"
ADD = """mutation($input: AddMemberTagInput!, $key: IdempotencyKey!) {
addMemberTag(input: $input, idempotencyKey: $key) {
member { tags { tag source reason expiresAt } } replayed userErrors { field code message } } }"""
REMOVE = ADD.replace("AddMember", "RemoveMember").replace("addMember", "removeMember")
PREFER = """mutation($input: SetContactPreferencesInput!, $key: IdempotencyKey!) {
setContactPreferences(input: $input, idempotencyKey: $key) {
member { memberId optedOut } replayed userErrors { field code message } } }"""


@pytest.fixture
def room() -> FactsRoom:
    room = FactsRoom()
    room.take("OrderPlaced", order(placed_at=at()))
    room.judge()
    return room


def wanted(**changes: Any) -> dict[str, Any]:
    return {"memberId": MEMBER, "tag": "SENSITIVE", "reason": "电话里说明"} | changes


@pytest.mark.parametrize("who", ["owner", "leader", "agent", "manager"])
def test_who_may_see_personal_data(room: FactsRoom, who: str) -> None:
    shown = room.server.ask(PERSONAL, as_=who, id=MEMBER).data["node"]
    assert shown == {"memberId": "M001", "name": "王小燕", "phone": "138****5678"}


@pytest.mark.parametrize("who", ["operator", "quality", "product"])
def test_other_staff_see_the_member_without_it(room: FactsRoom, who: str) -> None:
    reply = room.server.ask(PERSONAL, as_=who, id=MEMBER)
    assert reply.data["node"] == {"memberId": "M001", "name": None, "phone": None}
    assert reply.codes == ["FORBIDDEN", "FORBIDDEN"]


@pytest.mark.parametrize("who", ["stranger", "other leader"])
def test_to_others_a_member_looks_as_if_there_were_none(room: FactsRoom, who: str) -> None:
    for text in (PERSONAL, FOR_STAFF, OPTED_OUT):
        assert room.server.ask(text, as_=who, id=MEMBER).data["node"] is None
    assert room.server.ask(PERSONAL, as_=who, id=global_id("Member", "M777")).data["node"] is None


def test_staff_see_figures_and_tags(room: FactsRoom) -> None:
    assert room.server.ask(FOR_STAFF, as_="product", id=MEMBER).data["node"] == {
        "orderCount": 1,
        "spent": {"fen": 5180},
        "tags": [{"tag": "NEWCOMER", "source": "rule:newcomer", "reason": "新加入的会员"}],
    }


@pytest.mark.parametrize("who", ["owner", "leader"])
def test_nobody_else_does(room: FactsRoom, who: str) -> None:
    reply = room.server.ask(FOR_STAFF, as_=who, id=MEMBER)
    assert reply.data["node"] == {"orderCount": None, "spent": None, "tags": None}
    assert set(reply.codes) == {"FORBIDDEN"}


def test_what_a_member_opted_out_of_is_not_the_leaders_business(room: FactsRoom) -> None:
    assert room.server.ask(OPTED_OUT, as_="owner", id=MEMBER).data["node"] == {"optedOut": []}
    assert room.server.ask(OPTED_OUT, as_="leader", id=MEMBER).codes == ["FORBIDDEN"]


def test_a_member_sees_themselves(room: FactsRoom) -> None:
    text = "{ me { memberId name orders { edges { node { orderId } } } } }"
    mine = room.server.ask(text, as_="owner").data["me"]
    assert mine == {"memberId": "M001", "name": "王小燕", "orders": {"edges": [{"node": {"orderId": "O001"}}]}}
    assert room.server.ask(text, as_="stranger").data["me"] is None
    assert room.server.ask(text, as_="manager").codes == ["FORBIDDEN"]


def test_an_agent_finds_who_calls(room: FactsRoom) -> None:
    text = "query($phone: String!) { membersByPhone(phone: $phone) { memberId } }"
    assert room.server.ask(text, as_="agent", phone="138 1234 5678").data["membersByPhone"] == [{"memberId": "M001"}]
    assert room.server.ask(text, as_="agent", phone="139").data["membersByPhone"] == []
    for who in ("operator", "leader", "owner"):
        assert room.server.ask(text, as_=who, phone="13812345678").codes == ["FORBIDDEN"]


@pytest.mark.parametrize("who", ["agent", "operator", "manager"])
def test_a_tag_is_given_and_taken_by_hand(room: FactsRoom, who: str) -> None:
    given = room.server.ask(ADD, as_=who, input=wanted(), key="key-0001").data["addMemberTag"]
    assert (given["replayed"], given["userErrors"]) == (False, [])
    assert {tag["tag"]: tag["source"] for tag in given["member"]["tags"]} == {
        "NEWCOMER": "rule:newcomer",
        "SENSITIVE": "staff:S001",
    }
    taken = room.server.ask(REMOVE, as_=who, input=wanted(reason="误判"), key="key-0002").data["removeMemberTag"]
    assert [tag["tag"] for tag in taken["member"]["tags"]] == ["NEWCOMER"]


def test_the_history_of_tags_is_told(room: FactsRoom) -> None:
    room.server.ask(ADD, as_="agent", input=wanted(), key="key-0001")
    text = """query($id: ID!) { node(id: $id) { ... on Member { tagHistory {
    edges { node { at tag action reason source } } } } } }"""
    told = [edge["node"] for edge in room.server.ask(text, as_="agent", id=MEMBER).data["node"]["tagHistory"]["edges"]]
    assert {(each["tag"], each["action"], each["source"]) for each in told} == {
        ("SENSITIVE", "GIVEN", "staff:S001"),
        ("NEWCOMER", "GIVEN", "rule:newcomer"),
    }
    assert room.server.ask(text, as_="owner", id=MEMBER).codes == ["FORBIDDEN"]


def test_the_same_key_replays_and_refuses_another_input(room: FactsRoom) -> None:
    room.server.ask(ADD, as_="agent", input=wanted(), key="key-0001")
    before = dict(room.house.storage.items)
    assert room.server.ask(ADD, as_="agent", input=wanted(), key="key-0001").data["addMemberTag"]["replayed"]
    other = room.server.ask(ADD, as_="agent", input=wanted(tag="PRODUCT_FAN"), key="key-0001")
    assert [each["code"] for each in other.data["addMemberTag"]["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert room.house.storage.items == before


@pytest.mark.parametrize(
    ("text", "changes", "code", "field"),
    [
        (REMOVE, {}, "TAG_NOT_HELD", "tag"),
        (ADD, {"reason": "  "}, "BAD_INPUT", "reason"),
        (ADD, {"expiresAt": "2026-03-02T10:00:00+08:00"}, "BAD_INPUT", "expiresAt"),
        (ADD, {"memberId": global_id("Member", "M777")}, "NOT_FOUND", None),
        (ADD, {"memberId": global_id("Order", "O001")}, "BAD_INPUT", "memberId"),
    ],
)
def test_what_is_refused_changes_nothing(
    room: FactsRoom, text: str, changes: dict[str, Any], code: str, field: str | None
) -> None:
    before = dict(room.house.storage.items)
    (payload,) = room.server.ask(text, as_="agent", input=wanted(**changes), key="key-0001").data.values()
    assert payload["member"] is None
    assert [(each["code"], each["field"]) for each in payload["userErrors"]] == [(code, field)]
    assert room.house.storage.items == before


@pytest.mark.parametrize("who", ["owner", "leader", "quality", "product", None])
def test_who_may_not_tag_changes_nothing(room: FactsRoom, who: str | None) -> None:
    for text in (ADD, REMOVE):
        reply = room.server.ask(text, as_=who, input=wanted(tag="NEWCOMER"), key="key-0001")
        assert reply.codes == ["FORBIDDEN" if who else "UNAUTHENTICATED"]
    assert len(room.house.storage.all(HISTORY)) == 1


def test_a_member_sets_what_they_want_no_messages_for(room: FactsRoom) -> None:
    def prefer(*purposes: str, key: str) -> Any:
        reply = room.server.ask(PREFER, as_="owner", input={"optedOut": list(purposes)}, key=key)
        return reply.data["setContactPreferences"]

    assert prefer("MARKETING", "CARE", key="key-0001")["member"]["optedOut"] == ["CARE", "MARKETING"]
    refused = prefer("SERVICE", key="key-0002")
    assert (refused["member"], refused["userErrors"][0]["code"]) == (None, "SERVICE_IS_NEEDED")
    assert refused["userErrors"][0]["message"] == "与您的售后进度有关的通知不能关闭"
    assert room.house.storage.all(MEMBERS)[0].opted_out == ("CARE", "MARKETING")


@pytest.mark.parametrize("who", ["leader", "agent", "manager"])
def test_nobody_does_so_for_them(room: FactsRoom, who: str) -> None:
    reply = room.server.ask(PREFER, as_=who, input={"optedOut": ["CARE"]}, key="key-0001")
    assert reply.codes == ["FORBIDDEN"]
    assert room.house.storage.all(MEMBERS)[0].opted_out == ()
