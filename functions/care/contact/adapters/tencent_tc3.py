"""Tencent Cloud's signature TC3-HMAC-SHA256, for JSON by POST. Pure."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256

__all__ = ["sign"]

_ALGORITHM = "TC3-HMAC-SHA256"
_SIGNED = "content-type;host"


def sign(
    *,
    secret_id: str,
    secret_key: str,
    service: str,
    host: str,
    body: bytes,
    at: datetime,
    content_type: str = "application/json; charset=utf-8",
) -> dict[str, str]:
    """The headers that are signed; action, version and region are not. The provider takes it within 5 min of `at`."""
    seconds = str(int(at.timestamp()))
    date = at.astimezone(UTC).strftime("%Y-%m-%d")
    lines = f"content-type:{content_type}\nhost:{host}\n"
    canonical = "\n".join(["POST", "/", "", lines, _SIGNED, sha256(body).hexdigest()])
    scope = f"{date}/{service}/tc3_request"
    to_sign = "\n".join([_ALGORITHM, seconds, scope, sha256(canonical.encode()).hexdigest()])
    key = f"TC3{secret_key}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), sha256)
    signature = hmac.digest(key, to_sign.encode(), sha256).hex()
    return {
        "content-type": content_type,
        "host": host,
        "x-tc-timestamp": seconds,
        "authorization": f"{_ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={_SIGNED}, Signature={signature}",
    }
