"""The doors of a bucket: a signed form is taken as S3 takes it, a signed address is read, and nothing else is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from care.evidence.doors import Doors
from care.evidence.model import Bounds, Evidence, EvidenceState
from care.evidence.s3_signing import Credentials
from care.kernel.clock import SettableClock
from fakes.house import START
from local_cloud import LocalCloud
from local_cloud.permissions import Permissions

MINE = Credentials(access_key="local", secret_key="local")
PHOTO = b"a photo of apples"


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(START)) as up:
        yield up


def doors(cloud: LocalCloud, credentials: Credentials = MINE) -> Doors:
    return Doors(
        bucket=cloud.stack.ref("EvidenceBucket"),
        url=cloud.variables["EVIDENCE_URL"],
        region=cloud.region,
        credentials=lambda: credentials,
    )


def evidence(cloud: LocalCloud, name: str = "e1") -> Evidence:
    now = cloud.clock.now()
    return Evidence(
        id=name, member_id="M1", order_id="O1", line_id="1", state=EvidenceState.AWAITED, content_type="image/jpeg",
        bounds=Bounds(most_bytes=20, most_megapixels=50, alike_bits=7), at=now, upload_by=now + timedelta(minutes=15),
        sha256="ab" * 32,
    )  # fmt: skip


def post(cloud: LocalCloud, fields: dict[str, str], content: bytes = PHOTO) -> tuple[int, str]:
    form: dict[str, Any] = {**fields, "file": ("photo.jpg", content, "image/jpeg")}
    answer = urllib3.request("POST", cloud.variables["EVIDENCE_URL"], fields=form, retries=False)
    return answer.status, answer.data.decode()


def slip(cloud: LocalCloud, credentials: Credentials = MINE) -> dict[str, str]:
    return dict(doors(cloud, credentials).slip(evidence(cloud)).fields)


def test_a_form_as_it_was_signed_is_taken(cloud: LocalCloud) -> None:
    status, told = post(cloud, slip(cloud))
    assert (status, "<Key>raw/e1</Key>" in told) == (201, True)
    assert cloud.objects("EvidenceBucket")["raw/e1"] == PHOTO
    (word,) = [each for each in cloud.messages("EvidenceQueue") if "ObjectCreated" in each]
    assert "raw%2Fe1" in word


@pytest.mark.parametrize(
    ("change", "content", "status", "code"),
    [
        ({"key": "raw/other"}, PHOTO, 403, "AccessDenied"),
        ({"key": "shown/e1.jpg"}, PHOTO, 403, "AccessDenied"),
        ({"Content-Type": "text/html"}, PHOTO, 403, "AccessDenied"),
        ({"acl": "public-read"}, PHOTO, 403, "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, PHOTO, 403, "SignatureDoesNotMatch"),
        ({"policy": "e30="}, PHOTO, 403, "SignatureDoesNotMatch"),
        ({"x-amz-credential": "other/20260302/cn-northwest-1/s3/aws4_request"}, PHOTO, 403, "InvalidAccessKeyId"),
        ({"x-amz-date": "20260303T000000Z"}, PHOTO, 400, "AuthorizationQueryParametersError"),
        ({}, b"", 400, "EntityTooSmall"),
        ({}, b"x" * 21, 400, "EntityTooLarge"),
        ({}, b"x" * 50_000_000, 400, "EntityTooLarge"),
    ],
)
def test_what_the_policy_does_not_allow_is_refused(
    cloud: LocalCloud, change: dict[str, str], content: bytes, status: int, code: str
) -> None:
    before = cloud.objects("EvidenceBucket")
    assert (status, True) == (
        (told := post(cloud, slip(cloud) | change, content))[0],
        f"<Code>{code}</Code>" in told[1],
    )
    assert cloud.objects("EvidenceBucket") == before


def test_nobody_elses_key_signs(cloud: LocalCloud) -> None:
    status, told = post(cloud, slip(cloud, Credentials(access_key="local", secret_key="guessed")))
    assert (status, "SignatureDoesNotMatch" in told) == (403, True)


def test_a_form_runs_out(cloud: LocalCloud) -> None:
    fields = slip(cloud)
    cloud.clock.move_to(cloud.clock.now() + timedelta(minutes=15))
    status, told = post(cloud, fields)
    assert (status, "Policy expired" in told) == (403, True)


def get(url: str) -> Any:
    return urllib3.request("GET", url, retries=False)


def test_a_signed_address_shows_the_photo_until_it_runs_out(cloud: LocalCloud) -> None:
    photo, now = evidence(cloud), cloud.clock.now()
    bucket = cloud.stack.ref("EvidenceBucket")
    put = {"Bucket": bucket, "Key": photo.shown_at("ab" * 32), "Body": PHOTO, "ContentType": "image/jpeg"}
    cloud.stack.client("s3").put_object(**put)
    url = doors(cloud).view(photo, now, timedelta(minutes=10))
    answer = get(url)
    assert (answer.status, answer.data, answer.headers["content-type"]) == (200, PHOTO, "image/jpeg")
    assert get(url.partition("?")[0]).status == 403
    assert get(url.replace("/shown/e1", "/shown/e2")).status == 403
    assert get(url.replace("X-Amz-Expires=600", "X-Amz-Expires=6000")).status == 403
    cloud.clock.move_to(now + timedelta(minutes=10))
    assert get(url).status == 403


def test_a_photo_that_is_gone_is_not_found(cloud: LocalCloud) -> None:
    url = doors(cloud).view(evidence(cloud, "gone"), cloud.clock.now(), timedelta(minutes=10))
    assert (get(url).status, b"NoSuchKey" in get(url).data) == (404, True)


def test_a_function_reaches_its_own_folders_only(cloud: LocalCloud) -> None:
    s3, bucket = cloud.stack.client("s3"), cloud.stack.ref("EvidenceBucket")
    permissions = Permissions(cloud.stack)
    with permissions.acting("EvidenceFunction"):
        s3.put_object(Bucket=bucket, Key="shown/x.jpg", Body=PHOTO)
        with pytest.raises(Exception, match="may not s3:GetObject"):
            s3.get_object(Bucket=bucket, Key="shown/x.jpg")
        with pytest.raises(Exception, match="may not s3:PutObject"):
            s3.put_object(Bucket=bucket, Key="raw/x", Body=PHOTO)
    with permissions.acting("SweepNowFunction"), pytest.raises(Exception, match="may not s3:DeleteObject"):
        s3.delete_object(Bucket=bucket, Key="shown/x.jpg")
