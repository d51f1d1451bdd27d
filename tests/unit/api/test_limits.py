"""Each limit refuses what lies just past it, with a code of its own, and lets pass what lies just within."""

import base64
import json

import pytest

from api.errors import ApiError
from api.http import read_body, read_call
from api.limits import Limits
from fakes.serving import Server, serve
from fakes.shop_api import Basket, Shop, ShopMutation, ShopQuery

LIMITS = Limits(body=2_000, variables=200, tokens=120, nesting=20, depth=5, aliases=3, fields=30)


@pytest.fixture(scope="module")
def server() -> Server:
    return serve((ShopQuery,), (ShopMutation,), app=Shop(baskets={"B1": Basket("B1", "M1")}), limits=LIMITS)


CASES = {
    "aliases": ("{" + " ".join(f"a{n}:health" for n in range(4)) + "}", "TOO_MANY_ALIASES"),
    "aliases in a fragment spread twice": (
        "{...f ...f} fragment f on Query{a:health b:health}",
        "TOO_MANY_ALIASES",
    ),
    "doubled fields": ("{" + "health " * 31 + "}", "TOO_MANY_FIELDS"),
    "fields by fragments of fragments": (
        "{...a} fragment a on Query{...b ...b ...b} fragment b on Query{...c ...c ...c} fragment c on Query{"
        + "id " * 4
        + "}",
        "TOO_MANY_FIELDS",
    ),
    "depth": ("{myBaskets{edges{node{total{fen{x}}}}}}", "QUERY_TOO_DEEP"),
    "depth by a fragment": (
        "{myBaskets{edges{...e}}} fragment e on BasketEdge{node{total{fen{x}}}}",
        "QUERY_TOO_DEEP",
    ),
    "brackets": ("{quote(price:" + "[" * 25 + "]" * 25 + "){fen}}", "QUERY_TOO_DEEP"),
    "tokens": ("{" + "health " * 121 + "}", "TOO_MANY_TOKENS"),
    "two operations": ("query a{health} query b{health}", "MULTIPLE_OPERATIONS"),
    "no operation": ("fragment a on Query{health}", "NO_OPERATION"),
    "a subscription": ("subscription{health}", "SUBSCRIPTIONS_NOT_SUPPORTED"),
    "nothing": ("", "GRAPHQL_PARSE_FAILED"),
    "white space": ("  \n", "GRAPHQL_PARSE_FAILED"),
    "no GraphQL": ("{health", "GRAPHQL_PARSE_FAILED"),
    "a broken string": ('{quote(price:"', "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{wealth}", "GRAPHQL_VALIDATION_FAILED"),
    "fragments in a circle": (
        "{...a} fragment a on Query{...b} fragment b on Query{...a}",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "the schema": ("{__schema{types{name}}}", "INTROSPECTION_OFF"),
    "a type": ('{__type(name:"Query"){name}}', "INTROSPECTION_OFF"),
    "the schema by a fragment": ("{...a} fragment a on Query{__schema{types{name}}}", "INTROSPECTION_OFF"),
}


@pytest.mark.parametrize(("text", "code"), CASES.values(), ids=CASES.keys())
def test_a_document_past_a_limit_is_refused(server: Server, text: str, code: str) -> None:
    reply = server.ask(text, as_="m1")

    assert (reply.status, set(reply.codes), reply.data) == (400, {code}, None)


@pytest.mark.parametrize(
    "text",
    [
        "{" + " ".join(f"a{n}:health" for n in range(3)) + "}",
        "{" + "health " * 30 + "}",
        "{myBaskets{edges{node{total{fen}}}}}",
        "{health __typename}",
    ],
)
def test_a_document_within_the_limits_runs(server: Server, text: str) -> None:
    reply = server.ask(text, as_="m1")

    assert (reply.status, reply.errors) == (200, [])


def test_five_hundred_doubled_fields_are_refused_by_the_limits_of_production() -> None:
    reply = serve().ask("{" + "health " * 500 + "}")

    assert reply.codes == ["TOO_MANY_FIELDS"]


def test_a_thousand_open_braces_do_not_reach_the_parser() -> None:
    assert serve().ask("{a" * 900).codes == ["QUERY_TOO_DEEP"]


@pytest.mark.parametrize(
    ("first", "code"),
    [(0, "BAD_INPUT"), (-1, "BAD_INPUT"), (101, "PAGE_TOO_LARGE"), (99_999_999, "PAGE_TOO_LARGE")],
)
def test_a_page_holds_1_to_100(server: Server, first: int, code: str) -> None:
    reply = server.ask("query($first:Int!){myBaskets(first:$first){edges{cursor}}}", as_="m1", first=first)

    assert reply.codes == [code]


def test_pages_of_one_request_share_a_budget() -> None:
    pages = " ".join(f"p{n}:myBaskets(first:100){{pageInfo{{endCursor}}}}" for n in range(11))

    reply = serve((ShopQuery,), app=Shop()).ask("{" + pages + "}", as_="m1")

    assert reply.codes == ["PAGE_TOO_LARGE"]


def test_node_takes_no_more_ids_than_a_page() -> None:
    assert serve().ask("query($ids:[ID!]!){nodes(ids:$ids){id}}", as_="m1", ids=["x"] * 101).codes == ["PAGE_TOO_LARGE"]


def test_a_body_past_its_limit_is_refused_before_it_is_read(server: Server) -> None:
    reply = server.send("{" + " " * 2_000, raw=True)

    assert (reply.status, reply.codes) == (413, ["BODY_TOO_LARGE"])


@pytest.mark.parametrize("size", [4_000, 2_001])
def test_an_encoded_body_counts_decoded(size: int) -> None:
    event = {"body": base64.b64encode(b" " * size).decode(), "isBase64Encoded": True}

    with pytest.raises(ApiError, match="BODY_TOO_LARGE"):
        read_body(event, LIMITS.body)


def test_a_body_of_three_byte_letters_counts_in_bytes() -> None:
    body = json.dumps({"query": "鲜" * 700}, ensure_ascii=False)

    with pytest.raises(ApiError, match="BODY_TOO_LARGE"):
        read_body({"body": body}, LIMITS.body)


def test_an_encoded_body_is_read() -> None:
    body = base64.b64encode(b'{"query": "{health}", "variables": {"a": 1}, "operationName": "A"}').decode()

    call = read_call(read_body({"body": body, "isBase64Encoded": True}, LIMITS.body), LIMITS)

    assert (call.query, call.variables, call.operation_name) == ("{health}", {"a": 1}, "A")


def test_variables_past_their_limit_are_refused(server: Server) -> None:
    assert server.ask("{health}", filler="x" * 200).codes == ["VARIABLES_TOO_LARGE"]


@pytest.mark.parametrize("body", ["[]", ' [{"query":"{health}"}]'])
def test_a_batch_is_refused(server: Server, body: str) -> None:
    assert server.send(body, raw=True).codes == ["BATCH_NOT_ALLOWED"]


@pytest.mark.parametrize(
    "body",
    ["", "null", "{", '"{health}"', "{}", '{"query":1}', '{"query":"{health}","variables":[]}', '{"query":"\\ud800"}'],
)
def test_a_body_that_is_no_request_is_refused(server: Server, body: str) -> None:
    reply = server.send(body, raw=True)

    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])


def test_a_body_nested_without_end_is_refused() -> None:
    body = '{"query":"{health}","variables":{"a":' + "[" * 20_000 + "]" * 20_000 + "}}"

    assert serve(limits=Limits(variables=64_000)).send(body, raw=True).codes == ["BAD_REQUEST"]


def test_an_operation_of_another_name_is_refused(server: Server) -> None:
    reply = server.send({"query": "query A{health}", "operationName": "B"}, language="en")

    assert (reply.codes, reply.errors[0]["message"]) == (
        ["UNKNOWN_OPERATION"],
        "The document has no operation named B",
    )


def test_introspection_can_be_switched_on() -> None:
    reply = serve(limits=Limits(introspection=True)).ask("{__schema{queryType{name}}}")

    assert reply.data == {"__schema": {"queryType": {"name": "Query"}}}


def test_a_misspelt_field_gets_no_hint_at_the_schema(server: Server) -> None:
    assert "health" not in server.ask("{healt}").errors[0]["message"]
