"""A photo on the local cloud, the whole way: API, signed form, bucket, queue, function, sweep, signed address."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from api.relay import global_id
from care.kernel.clock import SHANGHAI, SettableClock
from fakes.house import START
from fakes.mall import line, member, order
from fakes.photos import photo, picture, with_gps
from local_cloud import LocalCloud

ME, AGENT = "member:M001", "agent:A01"
LINE = global_id("OrderLine", "O001/1")


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(START)) as up:
        now = START.astimezone(SHANGHAI)
        goods = line(line_id="1", category="GRAIN_OIL", quantity=1, unit_price_fen=12900)
        body = order(order_id="O001", member=member(id="M001"), lines=[goods])
        up.put_event("OrderPlaced", body | {"placed_at": (now - timedelta(days=1)).isoformat()})
        up.put_event("OrderSigned", body | {"signed_at": now.isoformat()})
        up.advance_to(START + timedelta(minutes=5))
        yield up
        assert up.permissions.denied == []
        assert up.functions.failures == 0
        assert [up.messages(queue) for queue in up.dead_letter_queues()] == [[] for _ in up.dead_letter_queues()]


def call(cloud: LocalCloud, operation: str, as_: str, **variables: Any) -> Any:
    answer = cloud.call(operation, as_, variables)
    assert "errors" not in answer, answer["errors"]
    (root,) = answer["data"].values()
    assert not (root or {}).get("userErrors"), root["userErrors"]
    return root


def begin(cloud: LocalCloud, key: str, **about: str) -> Any:
    wanted = {"contentType": "image/jpeg", "bytes": 100_000, **(about or {"lineId": LINE})}
    return call(cloud, "StartEvidenceUpload", ME, input=wanted, idempotencyKey=key)["evidence"]


def post(begun: Any, content: bytes) -> int:
    fields = {each["name"]: each["value"] for each in begun["upload"]["fields"]}
    form = [*fields.items(), ("file", ("IMG_0001.jpg", content, "image/jpeg"))]
    return urllib3.request("POST", begun["upload"]["url"], fields=form, retries=False).status


def test_a_photo_is_posted_judged_named_and_seen(cloud: LocalCloud) -> None:
    begun = begin(cloud, "the-first-photo")
    assert post(begun, with_gps(picture(1, (800, 600)))) == 201
    assert len(cloud.messages("EvidenceQueue")) == 1
    cloud.drain()
    seen = call(cloud, "EvidenceDetail", ME, id=begun["id"])
    assert (seen["state"], seen["width"], seen["problem"]) == ("ACCEPTED", 800, "UNKNOWN")
    shown = urllib3.request("GET", seen["url"], retries=False)
    assert (shown.status, shown.headers["content-type"], b"Exif" in shown.data) == (200, "image/jpeg", False)
    assert [key.partition("/")[0] for key in cloud.objects("EvidenceBucket")] == ["shown"]
    wish = {"lineId": LINE, "reason": "DAMAGED", "evidence": [begun["id"]]}
    ticket = call(cloud, "ApplyForAftercare", ME, input=wish, idempotencyKey="the-only-claim")["ticket"]
    second = begin(cloud, "the-second-photo", ticketId=ticket["id"])
    assert post(second, photo(2, (800, 600))) == 201
    cloud.advance_to(cloud.clock.now() + timedelta(minutes=2))
    photos = call(cloud, "TicketEvidence", AGENT, id=ticket["id"])["evidence"]
    assert [each["id"] for each in photos] == [begun["id"], second["id"]]


def test_a_pdf_that_is_called_a_photo_is_refused(cloud: LocalCloud) -> None:
    begun = begin(cloud, "a-pdf-in-truth")
    assert post(begun, b"%PDF-1.7 and so on") == 201
    cloud.drain()
    seen = call(cloud, "EvidenceDetail", ME, id=begun["id"])
    assert (seen["state"], seen["fault"], seen["url"]) == ("REFUSED", "NO_PHOTO", None)


def test_a_photo_that_never_comes_is_given_up_by_the_sweep(cloud: LocalCloud) -> None:
    begun = begin(cloud, "never-to-come")
    cloud.advance_to(cloud.clock.now() + timedelta(minutes=32))
    assert call(cloud, "EvidenceDetail", ME, id=begun["id"])["state"] == "EXPIRED"
    assert post(begun, photo()) == 403
