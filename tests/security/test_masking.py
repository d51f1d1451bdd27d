"""Errors tell nothing of the inside; logs tell nothing of people."""

import json
from io import StringIO
from logging import StreamHandler, getLogger

import pytest
from aws_lambda_powertools import Logger

from api.relay import global_id
from care.kernel.errors import Conflict, NotReady
from fakes.serving import Server, serve
from fakes.shop_api import Basket, Crash, Shop, ShopMutation, ShopQuery

SECRET = "13800138000 张三"


@pytest.fixture
def shop() -> Shop:
    return Shop(baskets={"B1": Basket("B1", "M1")}, fails=RuntimeError(SECRET))


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the API logs, as Powertools formats it."""
    stream, plain = StringIO(), getLogger("api")
    shaped = Logger(service="masking", stream=stream)
    monkeypatch.setattr(plain, "handlers", [StreamHandler(stream)])
    plain.handlers[0].setFormatter(shaped.registered_formatter)
    return stream


@pytest.fixture
def server(shop: Shop) -> Server:
    return serve((ShopQuery,), (ShopMutation,), app=shop)


BUY = 'mutation($id:ID!){buy(input:{basketId:$id} idempotencyKey:"key-00001"){basket{id} userErrors{code}}}'


@pytest.mark.parametrize("text", ["{broken}", "{myBaskets{edges{node{goods{name}}}}}", "{broken secret:broken}"])
def test_an_unexpected_error_is_internal_under_a_correlation_id(server: Server, log: StringIO, text: str) -> None:
    reply = server.ask(text, as_="m1", phone=SECRET)

    assert (reply.status, set(reply.codes)) == (200, {"INTERNAL"})
    assert reply.errors[0]["message"] == "系统开小差了,请稍后重试"
    assert reply.errors[0]["extensions"]["correlationId"] == "R1"
    assert '"correlation":"R1"' in log.getvalue()
    told = json.dumps(reply.errors, ensure_ascii=False) + log.getvalue()
    assert "138001" not in told
    assert "张三" not in told
    assert "RuntimeError" not in json.dumps(reply.errors)


def test_the_log_says_where_it_broke(server: Server, log: StringIO) -> None:
    server.ask("{broken}", as_="m1")

    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["level"], line["correlation"], line["error"], line["path"]) == (
        "ERROR",
        "R1",
        "builtins.RuntimeError",
        "broken",
    )
    assert line["frames"][-1].startswith("shop_api.py:")
    assert "{broken}" not in json.dumps(line)


def test_an_unexpected_error_of_a_mutation_is_no_user_error(server: Server) -> None:
    reply = server.ask(BUY, as_="m1", id=global_id("Basket", "B1"))

    assert (reply.codes, reply.data) == (["INTERNAL"], None)


@pytest.mark.parametrize(("error", "code"), [(NotReady(), "NOT_READY"), (Conflict("row 7 of table x"), "CONFLICT")])
def test_an_error_raised_on_purpose_keeps_its_code_but_not_its_words(
    server: Server, shop: Shop, error: Exception, code: str
) -> None:
    shop.fails = error

    reply = server.ask("{broken}", as_="m1")

    assert reply.codes == [code]
    assert "row 7" not in json.dumps(reply.errors)


def test_what_a_resolver_returns_wrongly_is_not_quoted(log: StringIO) -> None:
    wrong = serve((ShopQuery,), app=Shop(baskets={"B": SECRET}))  # type: ignore[dict-item]  # a broken store
    reply = wrong.ask("{firstBasket{id}}", as_="m1")

    assert reply.codes == ["INTERNAL"]
    assert "张三" not in json.dumps(reply.errors, ensure_ascii=False) + log.getvalue()


def test_a_failure_outside_of_resolvers_is_masked_too() -> None:
    def broken(_name: str | None) -> None:
        raise RuntimeError(SECRET)

    server = serve()
    server.api._identify = broken  # type: ignore[assignment]

    reply = server.ask("{health}")

    assert (reply.status, reply.codes) == (500, ["INTERNAL"])


@pytest.mark.parametrize("text", ["{broken}", "{myBaskets{edges{node{goods{name}}}}}"])
def test_a_crash_ends_the_handler_and_the_next_request_is_served(server: Server, shop: Shop, text: str) -> None:
    shop.fails = Crash()

    with pytest.raises(Crash):
        server.ask(text, as_="m1")

    assert server.ask("{health}").data == {"health": True}


def test_a_crash_in_a_mutation_ends_the_handler(server: Server, shop: Shop) -> None:
    shop.fails = Crash()

    with pytest.raises(Crash):
        server.ask(BUY, as_="m1", id=global_id("Basket", "B1"))


def test_nothing_may_be_kept_on_the_way(server: Server) -> None:
    headers = server.ask("{health}").headers

    assert (headers["cache-control"], headers["content-type"]) == ("no-store", "application/json; charset=utf-8")
