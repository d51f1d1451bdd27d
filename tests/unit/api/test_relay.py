from base64 import urlsafe_b64decode
from collections.abc import Iterator

import pytest

from api.cursors import Cursors, Position
from api.errors import ApiError
from api.relay import global_id, local_id, parse_global_id
from care.kernel.errors import BadInput
from fakes.serving import CURSOR_KEY, Reply, Server, serve
from fakes.shop_api import Basket, Goods, Shop, ShopQuery

PAGE = """
query($first: Int!, $after: String) {
  myBaskets(first: $first, after: $after) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.fixture
def shop() -> Shop:
    baskets = [Basket(f"B{n}", "M1", goods=f"G{n % 2}") for n in range(7)] + [Basket("X1", "M2", community="C2")]
    return Shop(baskets={basket.id: basket for basket in baskets}, goods={"G0": Goods("rice"), "G1": Goods("oil")})


@pytest.fixture
def server(shop: Shop) -> Server:
    return serve((ShopQuery,), app=shop)


def ids(reply: Reply) -> list[str]:
    return [parse_global_id(edge["node"]["id"])[1] for edge in reply.data["myBaskets"]["edges"]]  # type: ignore[index]


def pages(server: Server, first: int) -> Iterator[Reply]:
    after = None
    while True:
        reply = server.ask(PAGE, as_="m1", first=first, after=after)
        yield reply
        info = reply.data["myBaskets"]["pageInfo"]
        if not info["hasNextPage"]:
            return
        after = info["endCursor"]


@pytest.mark.parametrize("first", [1, 2, 3, 7, 100])
def test_pages_together_hold_each_node_once(server: Server, first: int) -> None:
    found = [id_ for reply in pages(server, first) for id_ in ids(reply)]

    assert found == [f"B{n}" for n in range(7)]


def test_a_page_can_go_on_from_any_of_its_edges(server: Server) -> None:
    second = list(pages(server, 3))[1]
    cursor = second.data["myBaskets"]["edges"][1]["cursor"]

    reply = server.ask(PAGE, as_="m1", first=3, after=cursor)
    onward = server.ask(PAGE, as_="m1", first=3, after=reply.data["myBaskets"]["edges"][0]["cursor"])

    assert (ids(second), ids(reply), ids(onward)) == (["B3", "B4", "B5"], ["B5", "B6"], ["B6"])


def test_the_page_says_where_it_lies(server: Server) -> None:
    first, middle, last = pages(server, 3)

    told = [
        (r.data["myBaskets"]["pageInfo"]["hasPreviousPage"], r.data["myBaskets"]["pageInfo"]["hasNextPage"])
        for r in (first, middle, last)
    ]
    assert told == [(False, True), (True, True), (True, False)]


def test_an_empty_page_has_no_cursors(server: Server) -> None:
    reply = server.ask(PAGE, as_="agent", first=3)

    assert reply.data["myBaskets"] == {
        "edges": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


def test_every_altered_letter_of_a_cursor_is_noticed(server: Server) -> None:
    cursor = next(pages(server, 3)).data["myBaskets"]["pageInfo"]["endCursor"]
    altered = [cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :] for at in range(len(cursor))]

    for wrong in [*altered, cursor[:-1], cursor + "A", cursor + "=", "", "é", "!!!!"]:
        reply = server.ask(PAGE, as_="m1", first=3, after=wrong)
        assert (reply.codes, reply.data) == (["BAD_CURSOR"], None), wrong


@pytest.mark.parametrize(
    ("key", "connection", "viewer"),
    [
        ("another key of 32 characters okay", "c", "v"),
        (CURSOR_KEY, "d", "v"),
        (CURSOR_KEY, "c", "w"),
        (CURSOR_KEY, 'c","v', ""),
    ],
)
def test_a_cursor_is_good_for_its_own_key_connection_and_viewer_only(key: str, connection: str, viewer: str) -> None:
    made = Cursors(CURSOR_KEY).seal("c", "v", Position({"pk": "P", "sk": "S"}, 3))

    assert Cursors(CURSOR_KEY).open("c", "v", made) == Position({"pk": "P", "sk": "S"}, 3)
    with pytest.raises(ApiError, match="BAD_CURSOR"):
        Cursors(key).open(connection, viewer, made)


@pytest.mark.parametrize(("kind", "raw"), [("Ticket", "01"), ("Ticket", "a:b"), ("Basket", "团长")])
def test_global_ids_read_back(kind: str, raw: str) -> None:
    assert parse_global_id(global_id(kind, raw)) == (kind, raw)


@pytest.mark.parametrize(
    "text", ["", "x", "Ticket:1", "é", global_id("Ticket", ""), global_id("Ticket", "1") + "=", "_" * 9]
)
def test_what_we_never_made_is_no_global_id(text: str) -> None:
    assert parse_global_id(text) is None


def test_an_input_takes_only_ids_of_its_type() -> None:
    assert local_id("Ticket", global_id("Ticket", "1"), field="ticket_id") == "1"
    with pytest.raises(BadInput) as refused:
        local_id("Ticket", global_id("Order", "1"), field="ticket_id")
    assert refused.value.field == "ticket_id"


def test_nodes_come_in_the_order_of_their_ids_from_one_read(server: Server, shop: Shop) -> None:
    wanted = [global_id("Basket", id_) for id_ in ("B2", "B0", "none", "B2")]

    reply = server.ask("query($ids:[ID!]!){nodes(ids:$ids){id}}", as_="m1", ids=wanted)

    assert [node and node["id"] for node in reply.data["nodes"]] == [wanted[0], wanted[1], None, wanted[0]]
    assert shop.reads == [("baskets", ("B2", "B0", "none"))]


def test_an_edge_of_a_whole_page_is_one_read(server: Server, shop: Shop) -> None:
    reply = server.ask("{myBaskets{edges{node{goods{name}}}}}", as_="m1")

    assert [edge["node"]["goods"]["name"] for edge in reply.data["myBaskets"]["edges"]] == ["rice", "oil"] * 3 + [
        "rice"
    ]
    assert shop.reads == [("goods", ("G0", "G1"))]


@pytest.mark.parametrize(
    "id_", [global_id("Basket", "none"), global_id("Nothing", "1"), global_id("Query", "1"), "garbage", ""]
)
def test_node_knows_nothing_of_ids_that_lead_nowhere(server: Server, id_: str) -> None:
    reply = server.ask("query($id:ID!){node(id:$id){id}}", as_="m1", id=id_)

    assert (reply.data, reply.errors) == ({"node": None}, [])


def test_a_cursor_tells_nothing_of_what_it_points_at() -> None:
    made = Cursors(CURSOR_KEY).seal("communityPosts/C1", "v", Position({"pk": "POST#secret-author", "sk": "POST"}, 3))
    assert b"secret-author" not in urlsafe_b64decode(made + "=" * (-len(made) % 4))
