"""Tokens: what holds, what does not, and how keys rotate. Keys come over loopback HTTP as an issuer serves them."""

import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.utils import base64url_encode

from api.errors import ApiError
from api.tokens import IssuerKeys, Tokens, viewer_of
from api.viewer import ANONYMOUS, Role, Viewer
from fakes.serving import serve

ISSUER, AUDIENCE = "https://issuer.example", "aftercare"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """One key per name; making one takes a moment."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk(kid: str, key: PrivateKeyTypes, **more: str) -> dict[str, Any]:
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    shown: dict[str, Any] = json.loads(algorithm.to_jwk(key.public_key()))  # type: ignore[arg-type]
    return {"kid": kid, "use": "sig", "alg": "RS256" if algorithm is RSAAlgorithm else "ES256"} | shown | more


@dataclass
class Issuer:
    """Serves its keys and counts who asks."""

    keys: list[dict[str, Any]] = field(default_factory=lambda: [jwk("r1", rsa_key("r1")), jwk("e1", ec_key())])
    asked: int = 0
    status: int = 200
    url: str = ""


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    state = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(json.dumps({"keys": state.keys}).encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/jwks"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def claims(**changed: object) -> dict[str, Any]:
    now = int(time.time())
    base = {"iss": ISSUER, "aud": AUDIENCE, "sub": "M1", "iat": now, "exp": now + 300, "roles": ["MEMBER"]}
    return {name: value for name, value in (base | changed).items() if value is not None}


def sign(content: dict[str, Any], *, kid: str | None = "r1", key: Any = None, alg: str = "RS256") -> str:
    headers = {"kid": kid} if kid is not None else {}
    return "Bearer " + jwt.encode(content, key or rsa_key("r1"), algorithm=alg, headers=headers)


@pytest.fixture
def tokens(issuer: Issuer) -> Tokens:
    return Tokens(ISSUER, AUDIENCE, IssuerKeys(issuer.url, cooldown=0))


def refused(tokens: Tokens, header: str) -> ApiError:
    with pytest.raises(ApiError) as error:
        tokens.viewer(header)
    return error.value


# ---------------------------------------------------------------- what holds


def test_no_token_is_nobody(tokens: Tokens, issuer: Issuer) -> None:
    assert (tokens.viewer(None), tokens.viewer(""), issuer.asked) == (ANONYMOUS, ANONYMOUS, 0)


def test_a_signed_token_says_who_calls(tokens: Tokens) -> None:
    token = sign(claims(sub="L1", roles=["LEADER", "MEMBER"], community="C1", region="east", name="张三"))

    assert tokens.viewer(token) == Viewer(
        id="L1", roles=frozenset({Role.LEADER, Role.MEMBER}), community="C1", region="east"
    )


def test_elliptic_curves_are_taken_too(tokens: Tokens) -> None:
    assert tokens.viewer(sign(claims(), kid="e1", key=ec_key(), alg="ES256")).id == "M1"


def test_the_scheme_is_not_case_sensitive(tokens: Tokens) -> None:
    assert tokens.viewer(sign(claims()).replace("Bearer", "bearer")).id == "M1"


@pytest.mark.parametrize("changed", [{"exp": -10}, {"iat": 10}, {"nbf": 10}])
def test_clocks_may_differ_a_little(tokens: Tokens, changed: dict[str, int]) -> None:
    moved = {name: int(time.time()) + seconds for name, seconds in changed.items()}

    assert tokens.viewer(sign(claims(**moved))).id == "M1"


def test_one_of_several_audiences_is_enough(tokens: Tokens) -> None:
    assert tokens.viewer(sign(claims(aud=["other", AUDIENCE]))).id == "M1"


# ---------------------------------------------------------------- what does not

WRONG_CLAIMS = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "mall"},
    "expired": {"exp": 100},
    "not yet valid": {"nbf": 9_999_999_999},
    "made in the future": {"iat": 9_999_999_999, "exp": 9_999_999_999 + 60},
    "no expiry": {"exp": None},
    "no issue time": {"iat": None},
    "no issuer": {"iss": None},
    "no audience": {"aud": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": "  "},
}


@pytest.mark.parametrize("changed", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_a_token_with_wrong_claims_is_refused(tokens: Tokens, changed: dict[str, object]) -> None:
    error = refused(tokens, sign(claims(**changed)))

    assert (error.code, error.status) == ("UNAUTHENTICATED", 401)


def unsigned() -> str:
    return "Bearer " + jwt.encode(claims(), "", algorithm="none", headers={"kid": "r1"})


def signed_with_the_public_key() -> str:
    """The old trick: HMAC under the issuer's public key, which everybody knows."""
    public = rsa_key("r1").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = spelt({"alg": "HS256", "typ": "JWT", "kid": "r1"}), spelt(claims())
    return (
        f"Bearer {head}.{body}." + base64url_encode(hmac.digest(public, f"{head}.{body}".encode(), "sha256")).decode()
    )


def spelt(part: dict[str, Any]) -> str:
    return base64url_encode(json.dumps(part).encode()).decode()


def altered() -> str:
    head, body, tail = sign(claims()).split(".")
    other = sign(claims(sub="M2")).split(".")[1]
    assert other != body
    return f"{head}.{other}.{tail}"


WRONG_TOKENS = {
    "unsigned": unsigned,
    "signed with the public key": signed_with_the_public_key,
    "altered": altered,
    "signed by somebody else under our kid": lambda: sign(claims(), key=rsa_key("somebody else")),
    "under a kid of another algorithm": lambda: sign(claims(), kid="e1"),
    "under an algorithm that we do not take": lambda: sign(claims(), alg="RS512"),
    "under an unknown kid": lambda: sign(claims(), kid="unknown"),
    "without a kid": lambda: sign(claims(), kid=None),
    "of another scheme": lambda: "Basic bTE6bTE=",
    "empty": lambda: "Bearer ",
    "rubbish": lambda: "Bearer a.b.c",
    "not ASCII": lambda: "Bearer é.é.é",
    "endless": lambda: "Bearer " + "a" * 10_000,
}


@pytest.mark.parametrize("make", WRONG_TOKENS.values(), ids=WRONG_TOKENS.keys())
def test_a_wrong_token_is_refused(tokens: Tokens, make: Any) -> None:  # a table of makers
    error = refused(tokens, make())

    assert (error.code, error.status) == ("UNAUTHENTICATED", 401)


def test_a_wrong_token_refuses_the_whole_request() -> None:
    reply = serve().ask("{health}", as_="a token that is not one")

    assert (reply.status, reply.codes, reply.data) == (401, ["UNAUTHENTICATED"], None)


# ---------------------------------------------------------------- roles


@pytest.mark.parametrize(
    "roles", [["MEMBER", "ROOT"], ["member"], ["ROOT"], "MEMBER", None, [], [["MEMBER"]], [1], {"MEMBER": True}]
)
def test_unknown_roles_give_no_rights(roles: object) -> None:
    assert viewer_of({"sub": "M1", "roles": roles}).roles == frozenset()


@pytest.mark.parametrize("value", [None, "", 7, ["C1"]])
def test_a_community_that_is_no_text_is_none(value: object) -> None:
    assert viewer_of({"sub": "L1", "roles": ["LEADER"], "community": value, "region": value}).community is None


# ---------------------------------------------------------------- keys


def test_keys_are_asked_for_once(tokens: Tokens, issuer: Issuer) -> None:
    for _ in range(5):
        tokens.viewer(sign(claims()))

    assert issuer.asked == 1


def test_a_rotated_key_is_found(tokens: Tokens, issuer: Issuer) -> None:
    tokens.viewer(sign(claims()))
    issuer.keys = [jwk("r2", rsa_key("r2"))]

    assert tokens.viewer(sign(claims(), kid="r2", key=rsa_key("r2"))).id == "M1"
    assert issuer.asked == 2
    assert refused(tokens, sign(claims())).code == "UNAUTHENTICATED"


def test_made_up_kids_do_not_make_us_ask_again_and_again(issuer: Issuer) -> None:
    tokens = Tokens(ISSUER, AUDIENCE, IssuerKeys(issuer.url, cooldown=30))
    tokens.viewer(sign(claims()))

    for number in range(20):
        refused(tokens, sign(claims(), kid=f"made-up-{number}"))

    assert issuer.asked == 1


def test_a_key_for_encryption_signs_nothing(tokens: Tokens, issuer: Issuer) -> None:
    issuer.keys = [jwk("r1", rsa_key("r1"), use="enc"), jwk("e1", ec_key())]

    assert refused(tokens, sign(claims())).code == "UNAUTHENTICATED"


def test_an_issuer_that_is_down_is_not_the_callers_fault(tokens: Tokens, issuer: Issuer) -> None:
    issuer.status = 503

    error = refused(tokens, sign(claims()))

    assert (error.code, error.status) == ("AUTH_UNAVAILABLE", 503)


def test_known_keys_go_on_working_while_the_issuer_is_down(issuer: Issuer) -> None:
    tokens = Tokens(ISSUER, AUDIENCE, IssuerKeys(issuer.url, kept=0.01, cooldown=0))
    tokens.viewer(sign(claims()))
    issuer.status = 503
    time.sleep(0.02)

    assert tokens.viewer(sign(claims())).id == "M1"
    assert refused(tokens, sign(claims(), kid="e1", key=ec_key(), alg="ES256")).code == "AUTH_UNAVAILABLE"


def test_an_issuer_that_hangs_is_given_up() -> None:
    hanging = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, never answers
    tokens = Tokens(ISSUER, AUDIENCE, IssuerKeys(f"http://127.0.0.1:{hanging.server_port}/", timeout=0.05))
    began = time.monotonic()

    assert refused(tokens, sign(claims())).code == "AUTH_UNAVAILABLE"
    assert time.monotonic() - began < 1
    hanging.server_close()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://issuer.example/jwks", "jwks"])
def test_keys_come_by_http_only(url: str) -> None:
    with pytest.raises(jwt.PyJWKClientError):
        IssuerKeys(url)
