import pytest

from api.relay import global_id
from api.schema import sdl
from fakes.serving import Reply, Server, serve
from fakes.shop_api import Basket, Shop, ShopMutation, ShopQuery

BUY = """
mutation($id: ID!, $key: IdempotencyKey!) {
  buy(input: {basketId: $id}, idempotencyKey: $key) { basket { id } userErrors { field code message } }
}
"""


@pytest.fixture
def shop() -> Shop:
    return Shop(baskets={"B1": Basket("B1", "M1"), "X1": Basket("X1", "M2")})


@pytest.fixture
def server(shop: Shop) -> Server:
    return serve((ShopQuery,), (ShopMutation,), app=shop)


def buy(server: Server, raw: str, *, key: str = "key-00001", language: str = "en", as_: str = "m1") -> Reply:
    return server.ask(BUY, as_=as_, language=language, id=global_id("Basket", raw), key=key)


def test_what_was_done_comes_without_user_errors(server: Server) -> None:
    assert buy(server, "B1").data == {"buy": {"basket": {"id": global_id("Basket", "B1")}, "userErrors": []}}


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "A rule does not allow this"), ("zh-CN", "按规则暂时无法办理"), ("", "按规则暂时无法办理")],
)
def test_a_refusal_is_a_user_error_in_the_callers_language(server: Server, language: str, message: str) -> None:
    reply = buy(server, "sold-out", language=language)

    assert reply.data["buy"] == {
        "basket": None,
        "userErrors": [{"field": "basketId", "code": "REFUSED", "message": message}],
    }


def test_a_payload_says_whether_an_earlier_call_had_done_it(server: Server) -> None:
    ask = BUY.replace("basket { id }", "replayed")

    twice = [server.ask(ask, as_="m1", id=global_id("Basket", "B1"), key="key-00001").data for _ in range(2)]

    assert [data["buy"]["replayed"] for data in twice] == [False, True]


def test_errors_common_to_all_mutations_are_user_errors(server: Server) -> None:
    assert buy(server, "busy").data["buy"]["userErrors"][0]["code"] == "CONFLICT"


def test_an_id_of_another_type_is_bad_input(server: Server) -> None:
    reply = server.ask(BUY, as_="m1", id=global_id("Goods", "1"), key="key-00001")

    assert [(e["field"], e["code"]) for e in reply.data["buy"]["userErrors"]] == [("basketId", "BAD_INPUT")]


def test_a_payload_does_not_show_what_the_viewer_may_not_see(server: Server) -> None:
    reply = buy(server, "X1")

    assert (reply.data, reply.served and reply.served.withheld) == ({"buy": {"basket": None, "userErrors": []}}, 1)


@pytest.mark.parametrize("key", ["short", "x" * 65, "with space", "umlaut-ä", "", "line\nbreak", "12345678\n"])
def test_a_key_of_another_form_is_refused_before_anything_is_done(server: Server, shop: Shop, key: str) -> None:
    reply = buy(server, "B1", key=key)

    assert (reply.codes, shop.asked) == (["BAD_USER_INPUT"], [])


@pytest.mark.parametrize("key", ["12345678", "A" * 64, "a-b_c-d9"])
def test_the_use_case_learns_who_asked_for_what_under_which_key(server: Server, shop: Shop, key: str) -> None:
    buy(server, "B1", key=key)

    (request,) = shop.asked
    assert (request.caller, request.operation, request.key) == ("member:M1", "buy", key)
    assert request.content == {"basket_id": global_id("Basket", "B1")}


def test_callers_of_different_kinds_never_share_a_key(server: Server, shop: Shop) -> None:
    for name in ("m1", "leader", "agent"):
        buy(server, "B1", as_=name)

    assert [request.caller for request in shop.asked] == ["member:M1", "leader:L1", "staff:A1"]


def test_codes_come_from_the_domains_errors_with_their_meaning(server: Server) -> None:
    text = sdl(server.schema)

    assert '"""There is none left."""\n  REFUSED' in text
    assert "userErrors: [BuyError!]!" in text
