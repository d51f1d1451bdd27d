"""What is another's is as good as not there: by id, by node, by connection, by mutation; and denied means untouched."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from api.relay import global_id, parse_global_id
from api.schema import ACCESS, schema
from api.viewer import Role, Viewer
from fakes.product import as_of, operation_text
from fakes.serving import Reply
from fakes.town import FRIEND, OWNER, STRANGER, Town

OTHERS = [STRANGER, FRIEND, "member:nobody", "leader:L009", "leader:lost"]
"""Members who are neither the owner nor near, and leaders of another community or of none."""
NODE = "query N($id: ID!) { node(id: $id) { __typename id } }"
NODES = "query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
NOBODYS = {
    "Alert",
    "Arrival",
    "BusinessCalendar",
    "Campaign",
    "Greeting",
    "GreetingCard",
    "ColdStore",
    "ContactCardVersion",
    "CommunitySku",
    "Discrepancy",
    "Guide",
    "Liability",
    "LiabilityRulesVersion",
    "LiabilityStatement",
    "OnCallRoster",
    "PolicyDraft",
    "PolicyVersion",
    "Product",
    "RegionSlots",
    "ScriptLibraryVersion",
    "SurveyTemplatesVersion",
    "SettingsVersion",
    "Settlement",
    "StaffMember",
    "StaffNotice",
    "Supply",
    "WeatherAlert",
}
"""Node types that are no member's: the brand's own; access.txt says who sees them."""


@pytest.fixture(scope="module")
def built() -> Town:
    return Town()


@pytest.fixture
def town(built: Town) -> Iterator[Town]:
    yield built
    built.restore()


def owned(town: Town) -> dict[str, list[str]]:
    """M001's objects by type; M003's post."""
    return town.mine | {"Post": town.posts}


def made_up(id_: str) -> str:
    """An id of the same type that names nothing."""
    kind, raw = parse_global_id(id_) or ("", "")
    order, slash, _line = raw.partition("/")
    return global_id(kind, f"{order[:-1]}Z{slash}9" if slash else f"{raw[:-1]}Z")


def same(one: Reply, other: Reply) -> bool:
    return (one.status, one.data, one.errors, dict(one.headers)) == (
        other.status,
        other.data,
        other.errors,
        dict(other.headers),
    )


# ---------------------------------------------------------------- by id


def test_every_type_of_a_member_has_objects_here(town: Town) -> None:
    assert set(owned(town)) | NOBODYS == set(schema().node_types)
    assert all(owned(town).values())


def test_the_owner_sees_all_of_it(town: Town) -> None:
    ids = [id_ for found in town.mine.values() for id_ in found]
    assert [node["id"] for node in town.ask(NODES, OWNER, ids=ids).data["nodes"]] == ids
    assert town.ask(NODE, FRIEND, id=town.posts[0]).data["node"]["id"] == town.posts[0]


@pytest.mark.parametrize("who", OTHERS)
def test_by_node_others_get_what_they_get_for_no_id_at_all(town: Town, who: str) -> None:
    for kind, ids in owned(town).items():
        if (kind, who) == ("Post", FRIEND):
            continue
        for id_ in ids:
            answer = town.ask(NODE, who, id=id_)
            assert answer.data == {"node": None}, kind
            assert same(answer, town.ask(NODE, who, id=made_up(id_))), kind


@pytest.mark.parametrize("who", OTHERS)
def test_by_nodes_others_get_nothing(town: Town, who: str) -> None:
    ids = [id_ for kind, found in owned(town).items() for id_ in found if (kind, who) != ("Post", FRIEND)]
    assert len(ids) > 20
    answer = town.ask(NODES, who, ids=ids)
    assert (answer.data, answer.errors) == ({"nodes": [None] * len(ids)}, [])
    assert same(answer, town.ask(NODES, who, ids=[made_up(id_) for id_ in ids]))


def test_a_leader_sees_their_own_communitys_orders_and_tickets_but_no_letters(town: Town) -> None:
    seen = {
        kind: [node is not None for node in town.ask(NODES, "leader:L001", ids=ids).data["nodes"]]
        for kind, ids in owned(town).items()
    }
    visible = {"Member", "Order", "OrderLine", "ParcelHold", "Ticket"}
    assert {kind for kind, found in seen.items() if all(found)} == visible
    assert not any(shown for kind, found in seen.items() if kind not in visible for shown in found)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MEMBER, Role.LEADER}])
def test_staff_see_what_access_txt_says(town: Town, role: Role) -> None:
    rules = dict(line.split(": ", 1) for line in ACCESS.read_text(encoding="utf-8").splitlines())
    for kind, ids in owned(town).items():
        shown = [node is not None for node in town.ask(NODES, f"{role.lower()}:S01", ids=ids).data["nodes"]]
        named = rules[kind].replace(" of the region", "").replace(" | ", " or ").split(" or ")
        allowed = role.lower() in named
        assert set(shown) == {allowed}, kind


def test_an_agent_of_one_region_sees_its_cases_and_those_that_are_theirs(town: Town) -> None:
    """M001's are of 华东 and A01's; managers see all of them."""
    regions = {"agent:S01": "华东", "agent:S02": "华南", "agent:A01": "华南", "manager:S03": "华南"}
    for who, region in regions.items():
        town.viewers.stated[who] = as_of(who, region=region)
    ids = town.mine["Ticket"]
    seen = {who: [node is not None for node in town.ask(NODES, who, ids=ids).data["nodes"]] for who in regions}
    for who in regions:
        del town.viewers.stated[who]
    assert all(all(seen[who]) for who in ("agent:S01", "agent:A01", "manager:S03"))
    assert not any(seen["agent:S02"])


def test_a_members_name_of_staff_or_leader_opens_nothing(town: Town) -> None:
    """Ids of members, leaders and staff may coincide: the role decides, not the id."""
    town.viewers.stated["leader:M001"] = Viewer(id="M001", roles=frozenset({Role.LEADER}), community="翠湖花园")
    ids = [id_ for found in town.mine.values() for id_ in found]
    assert town.ask(NODES, "leader:M001", ids=ids).data == {"nodes": [None] * len(ids)}


# ---------------------------------------------------------------- by connection


CONNECTIONS = ("MyOrders", "MyTickets", "MyInvitations", "MyMessages", "MyOpenSurveys", "MyOpenClosureChecks")


@pytest.mark.parametrize("operation", CONNECTIONS)
def test_ones_own_connections_hold_nothing_of_anothers(town: Town, operation: str) -> None:
    mine = {node["id"] for node in town.nodes(operation, OWNER)}
    assert mine
    for who in (STRANGER, FRIEND, "member:nobody"):
        assert not mine & {node["id"] for node in town.nodes(operation, who)}


@pytest.mark.parametrize("operation", CONNECTIONS)
def test_anothers_cursor_is_no_key(town: Town, operation: str) -> None:
    cursor = town.call(operation, OWNER, first=1)["edges"][0].get("cursor")
    assert cursor
    assert town.run(operation, STRANGER, first=1, after=cursor).codes == ["BAD_CURSOR"]


def test_a_leader_lists_their_own_community_only(town: Town) -> None:
    home = {node["orderId"] for node in town.nodes("CommunityOrders", "leader:L001")}
    elsewhere = {node["orderId"] for node in town.nodes("CommunityOrders", "leader:L009")}
    assert {"O001", "O002", "O003", "O101", "O301"} < home
    assert elsewhere == {"O201"}
    assert not home & elsewhere


def test_a_leader_reads_and_counts_their_own_community_s_cold_store_only(town: Town) -> None:
    home = [node["order"]["orderId"] for node in town.nodes("HeldParcels", "leader:L001")]
    assert home == ["O010"]
    assert town.nodes("HeldParcels", "leader:L009") == []
    assert town.nodes("HeldParcels", "leader:lost") == []
    store = town.call("ColdStore", "leader:L001")["id"]
    for who in ("leader:L009", "leader:lost", OWNER):
        assert town.ask(NODE, who, id=store).data == {"node": None}


def test_a_leader_reads_their_own_community_s_arrivals_only(town: Town) -> None:
    (planned,) = town.nodes("Arrivals", "leader:L001")
    assert planned["goods"][0]["sku"] == "SKU-APPLE"
    assert town.nodes("Arrivals", "leader:L009") == []
    for whose in ("阳光花园", "没有的小区"):
        assert town.run("Arrivals", "leader:L009", community=whose).codes == ["FORBIDDEN"]
    for who in ("leader:L009", "leader:lost", OWNER):
        assert town.ask(NODE, who, id=planned["id"]).data == {"node": None}


def test_a_leader_reads_what_their_own_community_awaits_only(town: Town) -> None:
    home = town.nodes("CommunitySkus", "leader:L001")
    assert home
    elsewhere = {each["id"] for each in town.nodes("CommunitySkus", "leader:L009")}
    assert not elsewhere & {each["id"] for each in home}
    for whose in ("阳光花园", "没有的小区"):
        assert town.run("CommunitySkus", "leader:L009", community=whose).codes == ["FORBIDDEN"]
    for who in ("leader:L009", "leader:lost", OWNER):
        assert town.ask(NODE, who, id=home[0]["id"]).data == {"node": None}


def test_a_leader_reads_their_own_community_s_open_cases_only(town: Town) -> None:
    home = {node["id"] for node in town.nodes("CommunityTickets", "leader:L001")}
    assert home
    assert not home & {node["id"] for node in town.nodes("CommunityTickets", "leader:L009")}
    assert town.nodes("CommunityTickets", "leader:lost") == []
    for whose in ("阳光花园", "没有的小区"):
        assert town.run("CommunityTickets", "leader:L009", community=whose).codes == ["FORBIDDEN"]


def test_who_leads_no_longer_lists_nothing(town: Town) -> None:
    """The token of a leader bears the community; orders of an old one are left out, as if there were none."""
    town.viewers.stated["leader:L001"] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="别处")
    try:
        assert town.nodes("CommunityOrders", "leader:L001") == []
    finally:
        town.viewers.stated["leader:L001"] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")


@pytest.mark.parametrize("who", [STRANGER, "leader:L009"])
def test_posts_of_another_community_are_forbidden_whether_there_are_any_or_not(town: Town, who: str) -> None:
    assert town.nodes("CommunityPosts", who) == []
    here, nowhere = (town.run("CommunityPosts", who, community=name) for name in ("阳光花园", "没有的小区"))
    assert here.codes == ["FORBIDDEN"]
    assert same(here, nowhere)


# ---------------------------------------------------------------- by argument


def arguments(town: Town) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """(operation, who may by role, variables with another's id, variables with an id of nothing)."""
    for name, call in town.calls.items():
        given = dict(call.variables.get("input") or call.variables)
        ids = [key for key, each in given.items() if isinstance(each, str) and parse_global_id(each)]
        if ids and "Campaign" not in str(parse_global_id(given[ids[0]])):
            wrong = given | {key: made_up(given[key]) for key in ids}
            wrap = (lambda each: {"input": each}) if "input" in call.variables else (lambda each: each)
            yield name, call.as_, wrap(given), wrap(wrong)


def test_anothers_id_in_an_argument_is_an_id_of_nothing_and_changes_nothing(town: Town) -> None:
    tried = []
    for name, who, theirs, nothing in arguments(town):
        if who.startswith("member:"):
            replies = [town.run(name, STRANGER, **each) for each in (theirs, nothing)]
            assert same(*replies), name
            assert not town.changed(), name
            assert "NOT_FOUND" in _codes(replies[0]) or _answer(replies[0]) is None, name
            tried.append(name)
    assert {
        "AcceptInvitation", "AnswerClosureCheck", "AnswerMessage", "AnswerStalledParcel", "AnswerSurvey",
        "AppealTicket", "ApplyForAftercare", "AskForPerson", "BookDeliverySlot", "ChooseRemedy", "DeclineInvitation",
        "DeliverySlots",
        "Eligibility", "EvidenceDetail", "HoldParcel", "LeaveProgramme", "MyReturnSlip", "OrderDetail", "OrderHold",
        "OpenGuides", "OrderParcels", "RateGuides",
        "ReopenTicket", "ReplyToTicket", "StartEvidenceUpload", "StateReturnFreight", "SubmitPost", "TicketDetail",
        "TicketEvidence", "WithdrawTicket",
    } == set(tried)  # fmt: skip


def test_what_staff_decide_is_told_apart_only_by_staff(town: Town) -> None:
    for name, who, theirs, nothing in arguments(town):
        if not who.startswith("member:"):
            for stranger in (STRANGER, "leader:L009"):
                replies = [town.run(name, stranger, **each) for each in (theirs, nothing)]
                assert same(*replies), name
                assert not town.changed(), name


def _answer(reply: Reply) -> Any:
    return next(iter((reply.data or {"": None}).values()))


def _codes(reply: Reply) -> list[str]:
    answer = _answer(reply) or {}
    return reply.codes + [error["code"] for error in answer.get("userErrors", [])]


# ---------------------------------------------------------------- every field by role


ROLES = [f"{role.lower()}:X01" for role in Role]


def rights() -> dict[str, str]:
    """Root field → who may, as committed."""
    lines = (line.split(": ", 1) for line in ACCESS.read_text(encoding="utf-8").splitlines())
    return {name: rule for name, rule in lines if name.startswith(("Query.", "Mutation."))}


def asked(town: Town) -> dict[str, tuple[str, dict[str, Any]]]:
    """Root field → a document that asks it and variables with which somebody succeeds."""
    some = town.mine["Order"]
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "Query.nodes": (NODES, {"ids": some}),
        "Query.node": (NODE, {"id": some[0]}),
    }
    for name, call in town.calls.items():
        text = operation_text(name)
        (definition,) = parse(text).definitions
        assert isinstance(definition, OperationDefinitionNode)
        (field,) = definition.selection_set.selections
        assert isinstance(field, FieldNode)
        key = {"idempotencyKey": f"by-role-{name}"} if "$idempotencyKey" in text else {}
        found.setdefault(f"{definition.operation.value.title()}.{field.name.value}", (text, call.variables | key))
    return found


def admitted(rule: str, role: str) -> bool:
    return rule in {"anyone", "signed in"} or role.partition(":")[0] in rule.replace(" | ", " or ").split(" or ")


def test_every_root_field_is_asked_here(town: Town) -> None:
    core = schema().core
    fields = {f"{kind.name}.{name}" for kind in (core.query_type, core.mutation_type) if kind for name in kind.fields}
    assert set(asked(town)) == fields == set(rights())


@pytest.mark.parametrize("role", ROLES)
def test_every_root_field_answers_just_the_roles_that_access_txt_names(town: Town, role: str) -> None:
    town.viewers.stated["leader:X01"] = as_of("leader:X01", community="别处")
    for field, (text, variables) in asked(town).items():
        town.memory.calls.clear()
        reply = town.ask(text, role, **variables)
        allowed = admitted(rights()[field], role)
        assert _denied(reply) is not allowed, field
        if not allowed:
            assert (reply.codes, _shown(reply)) == (["FORBIDDEN"], []), field
            assert (town.memory.calls, town.changed()) == ([], False), f"{field}: denied, so nothing happened"
        town.restore()


@pytest.mark.parametrize(("who", "code"), [(None, "UNAUTHENTICATED"), ("roleless", "FORBIDDEN")])
def test_nobody_is_answered_but_by_health_and_login(town: Town, who: str | None, code: str) -> None:
    town.viewers.stated["roleless"] = Viewer(id="M001")
    login = {"Mutation.login", "Mutation.refresh", "Mutation.logout"}
    assert login == {field for field, rule in rights().items() if rule == "anyone"} - {"Query.health"}
    for field, (text, variables) in asked(town).items():
        if field in login:
            continue
        town.memory.calls.clear()
        reply = town.ask(text, who, **variables)
        expected: tuple[list[str], list[Any]] = ([], [True]) if field == "Query.health" else ([code], [])
        assert (reply.codes, _shown(reply)) == expected, field
        assert (town.memory.calls, town.changed()) == ([], False), field


def _shown(reply: Reply) -> list[Any]:
    return [answer for answer in (reply.data or {}).values() if answer is not None]


def _denied(reply: Reply) -> bool:
    """Refused at the door: not a narrower field inside, nor what the use case says of this object."""
    at_root = [error for error in reply.errors if len(error.get("path", [])) == 1]
    return any(error["extensions"]["code"] in {"FORBIDDEN", "UNAUTHENTICATED"} for error in at_root)
