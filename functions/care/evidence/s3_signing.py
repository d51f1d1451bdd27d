"""AWS Signature Version 4 for the two things that a member's phone does at S3 itself: post a photo, and look at one.

boto3 signs by the wall clock and draws the client into every function that signs; a slip must be the same whenever it
is shown again. The signatures are held against botocore's by tests/unit/evidence/test_s3_signing.py.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote, urlsplit

__all__ = ["Credentials", "post_fields", "view_url"]

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Whose signature it is. `token` where they are temporary, as a function's are."""

    access_key: str
    secret_key: str
    token: str | None = None


def post_fields(
    credentials: Credentials,
    region: str,
    fields: Mapping[str, str],
    conditions: Sequence[object],
    *,
    at: datetime,
    until: datetime,
) -> dict[str, str]:
    """The form's fields, the photo's own left out. S3 takes a form that has exactly `fields` and meets `conditions`."""
    signed = {
        **fields,
        "x-amz-algorithm": _ALGORITHM,
        "x-amz-credential": f"{credentials.access_key}/{_scope(at, region)}",
        "x-amz-date": _instant(at),
        **({"x-amz-security-token": credentials.token} if credentials.token else {}),
    }
    document = {
        "expiration": until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conditions": [*({name: value} for name, value in signed.items()), *conditions],
    }
    policy = b64encode(json.dumps(document).encode()).decode()
    return {**signed, "policy": policy, "x-amz-signature": _sign(credentials, region, at, policy)}


def view_url(credentials: Credentials, region: str, address: str, *, at: datetime, good_for: timedelta) -> str:
    """`address` of an object with a signature under which it can be read for a while."""
    parts = urlsplit(address)
    query = {
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{_scope(at, region)}",
        "X-Amz-Date": _instant(at),
        "X-Amz-Expires": str(int(good_for.total_seconds())),
        **({"X-Amz-Security-Token": credentials.token} if credentials.token else {}),
        "X-Amz-SignedHeaders": "host",
    }
    text = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(query.items()))
    request = "\n".join(("GET", parts.path, text, f"host:{parts.netloc}\n", "host", "UNSIGNED-PAYLOAD"))
    digest = sha256(request.encode()).hexdigest()
    to_sign = "\n".join((_ALGORITHM, _instant(at), _scope(at, region), digest))
    return f"{address}?{text}&X-Amz-Signature={_sign(credentials, region, at, to_sign)}"


def _sign(credentials: Credentials, region: str, at: datetime, text: str) -> str:
    key = f"AWS4{credentials.secret_key}".encode()
    for part in _scope(at, region).split("/"):
        key = hmac.digest(key, part.encode(), sha256)
    return hmac.digest(key, text.encode(), sha256).hex()


def _scope(at: datetime, region: str) -> str:
    return f"{_instant(at)[:8]}/{region}/s3/aws4_request"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
