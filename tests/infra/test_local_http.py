"""The HTTP side of the local cloud: API Gateway's payload in, HTTP out, and the issuer's keys."""

import json
from typing import Any

import jwt
import urllib3

from local_cloud import LocalCloud
from small_cloud import bootstrap

HTTP = urllib3.PoolManager(retries=False, timeout=10)


def post(cloud: LocalCloud, body: bytes, **headers: str) -> Any:
    return HTTP.request("POST", f"{cloud.url}/graphql?a=1&a=2&b=", body=body, headers=headers)


def test_a_request_becomes_a_payload_of_format_2(cloud: LocalCloud) -> None:
    body = json.dumps({"query": "中文"}, ensure_ascii=False).encode()
    answer = post(cloud, body, **{"Content-Type": "application/json", "X-Two": "2", "Cookie": "c=1; d=2"})
    (event,) = bootstrap.seen("api")
    assert answer.status == 201
    assert answer.data.decode() == "中文"
    assert answer.headers["x-colour"] == "blue"
    assert answer.headers["set-cookie"] == "a=1"
    assert event["version"] == "2.0"
    assert event["routeKey"] == "POST /graphql"
    assert event["rawPath"] == "/graphql"
    assert event["rawQueryString"] == "a=1&a=2&b="
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert event["headers"]["x-two"] == "2"
    assert "cookie" not in event["headers"]
    assert event["cookies"] == ["c=1", "d=2"]
    assert event["requestContext"]["http"]["method"] == "POST"
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert (event["isBase64Encoded"], event["body"]) == (False, body.decode())


def test_a_body_that_is_no_text_comes_in_base64(cloud: LocalCloud) -> None:
    post(cloud, b"\xff\x00", **{"Content-Type": "application/json"})
    post(cloud, b"plain", **{"Content-Type": "application/octet-stream"})
    assert [(event["isBase64Encoded"], event["body"]) for event in bootstrap.seen("api")] == [
        (True, "/wA="),
        (True, "cGxhaW4="),
    ]


def test_an_answer_without_a_status_is_json(cloud: LocalCloud) -> None:
    answer = HTTP.request("GET", f"{cloud.url}/health")
    said = json.loads(answer.data)
    assert answer.status == 200
    assert said["ok"] is True
    assert said["name"] == "aftercare-local-ApiFunction"
    assert 15_000 < said["ms"] <= 20_000


def test_an_unknown_route_and_a_huge_body_never_reach_the_function(cloud: LocalCloud) -> None:
    assert HTTP.request("GET", f"{cloud.url}/graphql").status == 404
    answer = HTTP.request("POST", f"{cloud.url}/graphql", headers={"content-length": str(11 * 1024 * 1024)})
    assert answer.status == 413
    assert bootstrap.seen("api") == []


def test_a_handler_that_raises_or_dies_is_a_500_and_nothing_else(cloud: LocalCloud) -> None:
    for order in ({"raise": "secret"}, {"die": True}):
        answer = post(cloud, json.dumps({"variables": order}).encode(), **{"Content-Type": "application/json"})
        assert (answer.status, json.loads(answer.data)) == (500, {"message": "Internal Server Error"})
    assert HTTP.request("GET", f"{cloud.url}/health").status == 200


def test_tokens_are_verified_by_the_published_keys(cloud: LocalCloud) -> None:
    token = cloud.token("agent:A01", region="east")
    cloud.issuer.rotate()
    younger = cloud.token("member:M001")
    keys = jwt.PyJWKClient(cloud.issuer.jwks_url)
    for each, sub, roles in ((token, "A01", ["AGENT"]), (younger, "M001", ["MEMBER"])):
        key = keys.get_signing_key_from_jwt(each)
        claims = jwt.decode(each, key, algorithms=["RS256"], audience=cloud.issuer.audience, issuer=cloud.url)
        assert (claims["sub"], claims["roles"]) == (sub, roles)
    assert jwt.decode(token, options={"verify_signature": False})["region"] == "east"
