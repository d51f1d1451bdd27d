"""The local cloud's own issuer of tokens: RS256, a key made at start, published as JWKS by the HTTP server.

Deployed, the owner's issuer does this; the product verifies both in the same way. Times are wall time, as a
signature's must be.
"""

import time
from collections.abc import Iterable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

__all__ = ["JWKS_PATH", "Issuer"]

JWKS_PATH = "/.well-known/jwks.json"
_HOURS_8 = 8 * 3600


class Issuer:
    """Signs tokens for anyone in any role. `url` is the `iss` claim, and where the keys are published."""

    def __init__(self, url: str, audience: str) -> None:
        self.url = url
        self.audience = audience
        self._keys: list[tuple[str, RSAPrivateKey]] = []
        self.rotate()

    @property
    def jwks_url(self) -> str:
        return f"{self.url}{JWKS_PATH}"

    def rotate(self) -> None:
        """Sign with a new key from now on; the older ones stay published."""
        key = generate_private_key(public_exponent=65537, key_size=2048)
        self._keys.append((f"local-{len(self._keys) + 1}", key))

    def jwks(self) -> dict[str, Any]:
        return {"keys": [_public(name, key) for name, key in self._keys]}

    def token(self, sub: str, roles: Iterable[str], *, seconds: int = _HOURS_8, **claims: Any) -> str:
        """A signed token. `claims` come on top (name, community, region) and may replace any (to make a bad one)."""
        name, key = self._keys[-1]
        now = int(time.time())
        body = {"iss": self.url, "aud": self.audience, "sub": sub, "roles": list(roles), "iat": now}
        body |= {"exp": now + seconds} | {claim: value for claim, value in claims.items() if value is not None}
        return jwt.encode(body, key, algorithm="RS256", headers={"kid": name})


def _public(name: str, key: RSAPrivateKey) -> dict[str, Any]:
    return RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name, "use": "sig", "alg": "RS256"}
