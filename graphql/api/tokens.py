"""Bearer tokens. Of a member who logged in with us (care.login): ours, two parts, sealed, on the product's clock.

All others are JWTs, three parts: signed by one configured issuer, checked on wall time (a story's clock moves, a
signature's does not).

Claims: iss, aud, exp, iat, sub; nbf is honoured where it is present; `roles` (list), `community` and `region`
(text) are ours. Keys come from the issuer's JWKS and are kept for an hour; an unknown `kid` fetches them once more,
at most every 30 s, so a rotated key is found and a made-up one costs us nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import jwt
from jwt import PyJWK, PyJWKClient

from api.errors import ApiError
from api.viewer import ANONYMOUS, Role, Viewer

__all__ = ["IssuerKeys", "Keys", "Tokens", "viewer_of"]

_ALGORITHMS: Final = ["RS256", "ES256"]
_REQUIRED: Final = ["iss", "aud", "exp", "iat", "sub"]
_LEEWAY = 30  # seconds
_LONGEST = 8_192  # characters
_BEARER = "bearer "
_OWN_DOTS = 1


class Keys(Protocol):
    """The issuer's public keys."""

    def key(self, kid: str) -> PyJWK:
        """The key called `kid`. Raises jwt.PyJWKClientError, of which a ConnectionError means: ask again later."""
        ...


class IssuerKeys:
    """Keys by URL. While the issuer cannot be reached, keys that were used before go on working."""

    def __init__(self, url: str, *, timeout: float = 2.0, kept: float = 3600.0, cooldown: float = 30.0) -> None:
        self._client = PyJWKClient(url, timeout=timeout, lifespan=kept, cooldown_duration=cooldown)
        self._used: dict[str, PyJWK] = {}

    def key(self, kid: str) -> PyJWK:
        try:
            found = self._client.get_signing_key(kid)
        except jwt.PyJWKClientConnectionError:
            if kid not in self._used:
                raise
            return self._used[kid]
        except jwt.PyJWKClientError:
            self._used.pop(kid, None)
            raise
        self._used[kid] = found
        return found


class Tokens:
    """Verifies the tokens of `issuer` for `audience`, and those that `own` knows: it tells whose they are."""

    def __init__(
        self, issuer: str, audience: str, keys: Keys, *, own: Callable[[str], str | None] = lambda _token: None
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._own = own

    def viewer(self, authorization: str | None) -> Viewer:
        """Who an Authorization header stands for: ANONYMOUS without one.

        Raises UNAUTHENTICATED (401) for a token that does not hold, AUTH_UNAVAILABLE (503) when the issuer's keys
        cannot be read.
        """
        if not authorization:
            return ANONYMOUS
        if not authorization.lower().startswith(_BEARER) or len(authorization) > _LONGEST:
            raise ApiError("UNAUTHENTICATED", status=401)
        token = authorization[len(_BEARER) :].strip()
        if token.count(".") == _OWN_DOTS:
            return self._member(token)
        try:
            return viewer_of(self._claims(token))
        except jwt.PyJWKClientConnectionError:
            raise ApiError("AUTH_UNAVAILABLE", status=503) from None
        except (jwt.PyJWTError, ValueError):
            raise ApiError("UNAUTHENTICATED", status=401) from None

    def _member(self, token: str) -> Viewer:
        member_id = self._own(token)
        if member_id is None:
            raise ApiError("UNAUTHENTICATED", status=401)
        return Viewer(id=member_id, roles=frozenset({Role.MEMBER}))

    def _claims(self, token: str) -> dict[str, Any]:
        kid = jwt.get_unverified_header(token).get("kid")
        if not isinstance(kid, str):
            raise jwt.InvalidTokenError("a token that does not name its key")
        return jwt.decode(
            token,
            self._keys.key(kid),
            algorithms=_ALGORITHMS,
            audience=self._audience,
            issuer=self._issuer,
            leeway=_LEEWAY,
            options={"require": _REQUIRED},
        )


def viewer_of(claims: Mapping[str, Any]) -> Viewer:
    """The viewer of verified claims; ValueError without a usable `sub`. Unknown roles void all roles."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.strip():
        raise ValueError("a token without a subject")
    return Viewer(
        id=subject,
        roles=_roles(claims.get("roles")),
        community=_text(claims.get("community")),
        region=_text(claims.get("region")),
    )


def _roles(claimed: object) -> frozenset[Role]:
    try:
        return frozenset(map(Role, claimed)) if isinstance(claimed, list) else frozenset()
    except (ValueError, TypeError):
        return frozenset()


def _text(claimed: object) -> str | None:
    return claimed if isinstance(claimed, str) and claimed else None
