"""What S3 asks of a form that is posted to a bucket, and of a signed address: checked with botocore's own signatures.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html says what a policy's conditions mean.
"""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from botocore.auth import S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

__all__ = ["Denied", "check_address", "check_form"]

_UNSIGNED = frozenset({"policy", "x-amz-signature", "file", "submit"})


class Denied(Exception):
    """What S3 answers instead: an HTTP status and a code of S3's."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def check_form(
    bucket: str, fields: Mapping[str, str], size: int, *, credentials: Credentials, region: str, now: datetime
) -> None:
    """Denied unless the policy is ours, has not run out, and allows these fields and so many bytes."""
    lower = {name.lower(): value for name, value in fields.items()}
    if missing := {"key", "policy", "x-amz-signature", "x-amz-credential", "x-amz-date"} - lower.keys():
        raise Denied(400, "InvalidArgument", f"Bucket POST must contain a field named '{min(missing)}'")
    _check_scope(lower["x-amz-credential"], lower["x-amz-date"], credentials, region)
    signed = S3SigV4PostAuth(credentials, "s3", region).signature(lower["policy"], _at(lower["x-amz-date"]))
    if signed != lower["x-amz-signature"]:
        raise Denied(403, "SignatureDoesNotMatch", "The request signature we calculated does not match")
    policy = json.loads(base64.b64decode(lower["policy"]))
    if now >= datetime.fromisoformat(policy["expiration"]):
        raise Denied(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    _check_conditions(policy["conditions"], lower | {"bucket": bucket}, size)


def check_address(url: str, *, credentials: Credentials, region: str, now: datetime) -> None:
    """Denied unless the address was signed by us for a GET and has not run out."""
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if "X-Amz-Signature" not in query:
        raise Denied(403, "AccessDenied", "Access Denied")
    _check_scope(query["X-Amz-Credential"], query["X-Amz-Date"], credentials, region)
    made = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if now >= made + timedelta(seconds=int(query["X-Amz-Expires"])):
        raise Denied(403, "AccessDenied", "Request has expired")
    request = AWSRequest("GET", url.partition("&X-Amz-Signature=")[0])
    request.context["timestamp"] = query["X-Amz-Date"]
    signer = S3SigV4QueryAuth(credentials, "s3", region)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    if signer.signature(text, request) != query["X-Amz-Signature"]:
        raise Denied(403, "SignatureDoesNotMatch", "The request signature we calculated does not match")


def _check_scope(credential: str, date: str, credentials: Credentials, region: str) -> None:
    key, _, scope = credential.partition("/")
    if key != credentials.access_key:
        raise Denied(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    if scope != f"{date[:8]}/{region}/s3/aws4_request":
        raise Denied(400, "AuthorizationQueryParametersError", "the credential's scope is another")


def _at(date: str) -> AWSRequest:
    request = AWSRequest("POST", "")
    request.context["timestamp"] = date
    return request


def _check_conditions(conditions: list[Any], fields: Mapping[str, str], size: int) -> None:
    named = {name.lower() for each in conditions if isinstance(each, dict) for name in each}
    named |= {str(each[1]).lstrip("$").lower() for each in conditions if isinstance(each, list)}
    if extra := {each for each in fields.keys() - _UNSIGNED - named - {"bucket"} if not each.startswith("x-ignore-")}:
        raise Denied(
            403, "AccessDenied", f"Invalid according to Policy: Extra input fields: {', '.join(sorted(extra))}"
        )
    for each in conditions:
        _check(each, fields, size)


def _check(condition: Any, fields: Mapping[str, str], size: int) -> None:
    match condition:
        case ["content-length-range", least, most]:
            if size < least:
                raise Denied(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            if size > most:
                raise Denied(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
            return
        case dict():
            ((name, wanted),) = condition.items()
            well = fields.get(name.lower()) == wanted
        case ["eq", name, wanted]:
            well = fields.get(name.lstrip("$").lower()) == wanted
        case ["starts-with", name, wanted]:
            well = fields.get(name.lstrip("$").lower(), "").startswith(wanted)
        case _:
            well = False
    if not well:
        raise Denied(403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {condition}")
