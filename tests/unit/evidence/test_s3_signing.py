"""Our signatures are those that botocore makes of the same request at the same second."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore import auth
from botocore.config import Config

from care.evidence.s3_signing import Credentials, post_fields, view_url

AT = datetime(2026, 3, 2, 2, 0, 5, tzinfo=UTC)
REGION, BUCKET = "cn-northwest-1", "care-evidence"
TOKENS = [None, "FwoGZXIvYXdzE+/=="]


@pytest.fixture(autouse=True)
def _at_that_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore knows no clock but the wall's."""
    monkeypatch.setattr(auth, "get_current_datetime", lambda *_a, **_k: AT.replace(tzinfo=None))


def client(token: str | None) -> Any:
    return boto3.Session().client(
        "s3",
        region_name=REGION,
        aws_access_key_id="AKID",
        aws_secret_access_key="secret",
        aws_session_token=token,
        config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )


@pytest.mark.parametrize("token", TOKENS)
def test_a_view_is_signed_as_botocore_signs_it(token: str | None) -> None:
    theirs = client(token).generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET, "Key": "shown/e1-ab.jpg"}, ExpiresIn=600
    )
    address = theirs.partition("?")[0]
    ours = view_url(
        Credentials(access_key="AKID", secret_key="secret", token=token),
        REGION,
        address,
        at=AT,
        good_for=timedelta(minutes=10),
    )
    assert sorted(ours.partition("?")[2].split("&")) == sorted(theirs.partition("?")[2].split("&"))


@pytest.mark.parametrize("token", TOKENS)
def test_a_form_is_signed_as_botocore_signs_the_same_policy(token: str | None) -> None:
    credentials = Credentials(access_key="AKID", secret_key="secret", token=token)
    conditions = [{"bucket": BUCKET}, ["content-length-range", 1, 5]]
    ours = post_fields(credentials, REGION, {"key": "raw/e1"}, conditions, at=AT, until=AT + timedelta(minutes=15))
    document = json.loads(base64.b64decode(ours["policy"]))
    assert document["expiration"] == "2026-03-02T02:15:05.000Z"
    signer = auth.S3SigV4PostAuth(client(token)._request_signer._credentials, "s3", REGION)
    request: Any = type("Request", (), {"context": {"timestamp": "20260302T020005Z"}})()
    assert ours["x-amz-signature"] == signer.signature(ours["policy"], request)


def test_a_form_says_what_botocore_says() -> None:
    theirs = client("t")._request_signer and client("t").generate_presigned_post(
        BUCKET, "raw/e1", Fields={"Content-Type": "image/png"}, Conditions=[{"Content-Type": "image/png"}]
    )
    ours = post_fields(
        Credentials(access_key="AKID", secret_key="secret", token="t"),
        REGION,
        {"key": "raw/e1", "Content-Type": "image/png"},
        [{"bucket": BUCKET}],
        at=AT,
        until=AT + timedelta(hours=1),
    )
    assert set(ours) == set(theirs["fields"])
    same = ("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token", "key", "Content-Type")
    assert {name: ours[name] for name in same} == {name: theirs["fields"][name] for name in same}
    plain = [json.loads(base64.b64decode(each["policy"]))["conditions"] for each in (ours, theirs["fields"])]
    assert sorted(map(str, plain[0])) == sorted(map(str, plain[1]))
