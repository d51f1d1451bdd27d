"""Denied by default: what declares nothing cannot be served; what is not one's own is not there."""

from enum import Enum

import pytest
import strawberry
from graphql import GraphQLObjectType, get_named_type

from api.guards import SchemaFault
from api.permissions import ANYONE, OWN, PART, SIGNED_IN, Belongs, Rule, may, rule_of, seen_by, staff
from api.relay import Node, global_id
from api.schema import CareSchema, build_schema, schema
from api.viewer import Role
from fakes.serving import VIEWERS, Server, serve, viewer
from fakes.shop_api import Basket, Goods, Shop, ShopMutation, ShopQuery

BASKETS = (Basket("B1", "M1"), Basket("B2", "M2", community="C2"), Basket("B3", "M3", community="C1"))


@pytest.fixture
def server() -> Server:
    shop = Shop(baskets={basket.id: basket for basket in BASKETS}, goods={"rice": Goods("rice")})
    return serve((ShopQuery,), (ShopMutation,), app=shop)


# ---------------------------------------------------------------- every field of the product's own schema


def root_fields(built: CareSchema) -> list[tuple[str, str]]:
    roots = [kind for kind in (built.core.query_type, built.core.mutation_type) if kind]
    return [(kind.name, name) for kind in roots for name in kind.fields]


OPEN = ["health", "login", "refresh", "logout"]
"""`health`, and what tokens are had by and given back."""


def test_only_health_and_login_are_open_to_everybody() -> None:
    built = schema()
    rules = {
        name: built.core.type_map[kind].fields[name].extensions["strawberry-definition"].metadata["may"]  # type: ignore[attr-defined]
        for kind, name in root_fields(built)
    }

    assert [name for name, rule in rules.items() if rule.allows(viewer(""), Belongs())] == OPEN


def test_no_other_field_answers_without_a_token_or_without_a_role() -> None:
    """Each root field is called through HTTP; its arguments are made up from their types."""
    built = schema()
    real = serve(schema=built)
    for kind, name in root_fields(built):
        document = f"{kind.lower()} {{ {name}{arguments(built, kind, name)} {selection(built, kind, name)} }}"
        anonymous, roleless = real.ask(document), real.ask(document, as_="nobody")
        let_in = [] if name == "health" else ["INTERNAL"]  # there is no product behind it
        expected = (let_in, let_in) if name in OPEN else (["UNAUTHENTICATED"], ["FORBIDDEN"])
        assert (anonymous.codes, roleless.codes) == expected, (name, anonymous.errors)


class Untouchable:
    """A product that nobody may reach: whoever is let in fails, and is told apart from who was not."""

    def __getattr__(self, name: str) -> None:
        raise LookupError(name)


@pytest.mark.parametrize("name", VIEWERS)
def test_every_root_field_answers_just_the_roles_that_it_names(name: str) -> None:
    built = schema()
    real = serve(schema=built, app=Untouchable())
    for kind, field in root_fields(built):
        document = f"{kind.lower()} {{ {field}{arguments(built, kind, field)} {selection(built, kind, field)} }}"
        rule = built.core.type_map[kind].fields[field].extensions["strawberry-definition"].metadata["may"]  # type: ignore[attr-defined]
        let_in = "FORBIDDEN" not in real.ask(document, as_=name).codes
        assert let_in == rule.allows(VIEWERS[name], Belongs()), (field, name)


def arguments(built: CareSchema, kind: str, name: str) -> str:
    field = built.core.type_map[kind].fields[name]  # type: ignore[attr-defined]
    needed = [
        f"{key}: {literal(str(each.type), built)}" for key, each in field.args.items() if str(each.type)[-1] == "!"
    ]
    return f"({', '.join(needed)})" if needed else ""


def literal(kind: str, built: CareSchema) -> str:
    """A literal that fits `kind`; input objects are filled field by field."""
    kind = kind.removesuffix("!")
    if kind.startswith("["):
        return "[]"
    simple = {"Int": "1", "Fen": "1", "Float": "1", "Boolean": "true", "IdempotencyKey": '"key-00001"'}
    simple |= {"DateTime": '"2026-03-02T10:00:00+08:00"', "Date": '"2026-03-02"', "ID": '"x"', "String": '"x"'}
    if kind in simple:
        return simple[kind]
    found = built.core.type_map[kind]
    if hasattr(found, "values"):
        return str(next(iter(found.values)))
    needed = {key: str(each.type) for key, each in found.fields.items() if str(each.type).endswith("!")}  # type: ignore[attr-defined]
    return "{" + ", ".join(f"{key}: {literal(each, built)}" for key, each in needed.items()) + "}"


def selection(built: CareSchema, kind: str, name: str) -> str:
    named = get_named_type(built.core.type_map[kind].fields[name].type)  # type: ignore[attr-defined]
    return "{ __typename }" if hasattr(named, "fields") or hasattr(named, "types") else ""


def test_every_type_says_who_sees_it_and_every_node_says_whose_it_is() -> None:
    built = schema()
    for kind in built.core.type_map.values():
        if (
            isinstance(kind, GraphQLObjectType)
            and not kind.name.startswith("__")
            and kind.name not in {"Query", "Mutation"}
        ):
            assert isinstance(rule_of(kind.extensions["strawberry-definition"].origin), Rule), kind.name
    for name, node in built.node_types.items():
        assert rule_of(node) is not PART, name


# ---------------------------------------------------------------- a schema that says too little


@strawberry.type(description="Says nothing.")
class Mute:
    x: int = strawberry.field(description="x")


@seen_by(PART)
@strawberry.type(description="A node that would be everybody's.")
class Loose(Node):
    pass


@seen_by(OWN)
@strawberry.type(description="Owned by nobody knows whom.")
class Unowned:
    x: int = strawberry.field(description="x")


@strawberry.enum(description="Quiet.")
class Quiet(Enum):
    whisper = 1


def field_of(kind: object) -> type:
    class Query:
        @strawberry.field(metadata=may(ANYONE), description="x")
        def x(self) -> None:
            return None

    Query.x.type_annotation = strawberry.annotation.StrawberryAnnotation(kind)
    return strawberry.type(Query)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Mute, "Mute: declares nobody who sees it"),
        (Loose, "Loose: a Node is reached by its id"),
        (Unowned, "Unowned: has a rule about the object but no belongs()"),
        (Quiet, "Quiet.whisper: not SCREAMING_SNAKE"),
        (Quiet, "Quiet.whisper: no description"),
    ],
)
def test_a_type_that_says_too_little_is_not_served(kind: type, fault: str) -> None:
    with pytest.raises(SchemaFault) as refused:
        build_schema((field_of(kind),))

    assert fault in str(refused.value)


@strawberry.type
class BareQuery:
    @strawberry.field
    def bare(self) -> int:
        """Says nothing of who may."""
        return 1


@strawberry.type
class WordlessQuery:
    @strawberry.field(metadata=may(ANYONE))
    def wordless(self) -> int:
        return 1


def test_a_root_field_that_names_nobody_or_lacks_words_is_not_served() -> None:
    with pytest.raises(SchemaFault, match=r"(?s)Query.bare: declares nobody who may.*Query.wordless: no description"):
        build_schema((BareQuery, WordlessQuery))


@strawberry.type
class KeylessMutation:
    @strawberry.mutation(metadata=may(SIGNED_IN))
    def pay(self) -> int:
        """Could pay twice."""
        return 1

    @strawberry.mutation(metadata=may(SIGNED_IN, repeatable=True))
    def present(self) -> int:
        """May be said twice."""
        return 1


def test_a_mutation_takes_a_key_or_says_that_it_may_run_twice() -> None:
    with pytest.raises(SchemaFault) as refused:
        build_schema((ShopQuery,), (KeylessMutation,))

    assert str(refused.value) == "Mutation.pay: takes no idempotencyKey and is not declared repeatable"


# ---------------------------------------------------------------- objects


@pytest.mark.parametrize(("name", "code"), [(None, "UNAUTHENTICATED"), ("nobody", "FORBIDDEN")])
def test_a_mutation_that_is_denied_does_nothing(name: str | None, code: str) -> None:
    shop = Shop(baskets={"B1": BASKETS[0]})
    buying = 'mutation($id: ID!) { buy(input: {basketId: $id}, idempotencyKey: "key-00001") { basket { id } } }'

    reply = serve((ShopQuery,), (ShopMutation,), app=shop).ask(buying, as_=name, id=global_id("Basket", "B1"))

    assert (reply.codes, reply.data, shop.asked, shop.reads) == ([code], None, [], [])


SEEN = {"m1": {"B1"}, "m2": {"B2"}, "leader": {"B1", "B3"}, "agent": {"B1", "B2", "B3"}}


@pytest.mark.parametrize(("name", "seen"), SEEN.items())
def test_node_shows_everybody_their_own(server: Server, name: str, seen: set[str]) -> None:
    for basket in BASKETS:
        reply = server.ask("query($id:ID!){node(id:$id){id}}", as_=name, id=global_id("Basket", basket.id))
        shown = {"id": global_id("Basket", basket.id)} if basket.id in seen else None
        assert (reply.data, reply.errors) == ({"node": shown}, []), basket


@pytest.mark.parametrize(("name", "seen"), SEEN.items())
def test_lists_and_pages_leave_out_what_is_not_the_viewers(server: Server, name: str, seen: set[str]) -> None:
    reply = server.ask("{basketList{id} everyBasket{edges{node{id}}}}", as_=name)
    listed = {basket["id"] for basket in reply.data["basketList"]}
    paged = {edge["node"]["id"] for edge in reply.data["everyBasket"]["edges"]}
    assert listed == paged == {global_id("Basket", id_) for id_ in seen}
    assert reply.served is not None
    assert reply.served.withheld == 2 * (len(BASKETS) - len(seen))


def test_a_token_without_roles_sees_nothing(server: Server) -> None:
    assert server.ask("{basketList{id}}", as_="nobody").codes == ["FORBIDDEN"]


def test_what_cannot_be_null_is_not_found(server: Server) -> None:
    reply = server.ask("{firstBasket{id}}", as_="m2")

    assert (reply.codes, reply.data) == (["NOT_FOUND"], None)


def test_anothers_id_and_a_made_up_id_get_the_same_answer(server: Server) -> None:
    asked = "query($id:ID!){node(id:$id){id}}"
    others = server.ask(asked, as_="m1", id=global_id("Basket", "B2"))
    made_up = server.ask(asked, as_="m1", id=global_id("Basket", "B9"))

    assert (others.status, others.data, others.errors, others.headers) == (
        made_up.status,
        made_up.data,
        made_up.errors,
        made_up.headers,
    )


@pytest.mark.parametrize(
    ("name", "codes"), [("m1", ["FORBIDDEN"]), ("leader", ["FORBIDDEN"]), ("agent", []), ("manager", [])]
)
def test_a_field_may_be_narrower_than_its_type(server: Server, name: str, codes: list[str]) -> None:
    reply = server.ask(
        "query($id:ID!){node(id:$id){... on Basket{margin{fen}}}}", as_=name, id=global_id("Basket", "B1")
    )

    assert (reply.codes, reply.data["node"]["margin"]) == (codes, None if codes else {"fen": 99})


@pytest.mark.parametrize("name", [None, *VIEWERS])
def test_staff_fields_answer_staff_only(server: Server, name: str | None) -> None:
    reply = server.ask("{takings{fen}}", as_=name)

    is_staff = name in {"agent", "operator", "quality", "product", "manager"}
    assert reply.codes == ([] if is_staff else ["UNAUTHENTICATED" if name is None else "FORBIDDEN"])


@pytest.mark.parametrize(
    ("region", "of_object", "allowed"),
    [("east", "east", True), ("east", "west", False), ("east", None, False), (None, "west", True), (None, None, True)],
)
def test_regional_staff_see_their_region(region: str | None, of_object: str | None, *, allowed: bool) -> None:
    rule = staff(Role.AGENT, in_region=True)

    assert rule.allows(viewer("A1", Role.AGENT, region=region), Belongs(region=of_object)) is allowed
    assert not rule.allows(viewer("M1", Role.MEMBER, region=region), Belongs(region=of_object))


def test_a_member_without_an_id_owns_nothing() -> None:
    assert not OWN.allows(viewer("", Role.MEMBER), Belongs(member_id=""))
    assert not OWN.allows(viewer("M1", Role.AGENT), Belongs(member_id="M1"))


def test_a_leader_without_a_community_leads_none(server: Server) -> None:
    lost = serve(
        (ShopQuery,), app=Shop(baskets={"B": Basket("B", "M1", community="")}), viewers={"l": viewer("L", Role.LEADER)}
    )

    assert lost.ask("{basketList{id}}", as_="l").data == {"basketList": []}
    assert server.ask("{basketList{id}}", as_="leader").data["basketList"]
