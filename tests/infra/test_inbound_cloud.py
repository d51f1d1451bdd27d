"""Callbacks on the local cloud: over HTTP, through the queue, under the roles of template.yaml."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest

from care.kernel.clock import SettableClock
from fakes.callbacks import CALLBACKS, SMS_PATH, sealed_xml, text_message
from fakes.mall_details import order_event
from local_cloud.cloud import LocalCloud
from local_cloud.local_callbacks import LOCAL_CALLBACKS
from local_cloud.story.lines import read_story
from local_cloud.story.player import Player

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

LATER = (START + timedelta(minutes=1)).isoformat()
STALLS = {
    "order_id": "O1",
    "shipment_id": "S-O1",
    "status": "IN_TRANSIT",
    "carrier": "SF",
    "moved_at": START.isoformat(),
}


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    clock = SettableClock(START)
    with LocalCloud.start(clock=clock, log=StringIO(), bootstrap={"callbacks": CALLBACKS}) as up:
        up.put_event("OrderPlaced", order_event("O1", placed_at=START))
        up.put_event("MemberChanged", {"member_id": "M001", "occurred_at": LATER, "openid": "open-M001"})
        up.drain()
        yield up


def post(cloud: LocalCloud, door: str, body: str, query: dict[str, str] | None = None) -> int:
    address = f"{cloud.url}/inbound/{door}?{urlencode(query or {})}"
    request = urllib.request.Request(address, body.encode(), {"content-type": "text/xml"})  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answered:  # noqa: S310 - loopback
            return int(answered.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def kinds(cloud: LocalCloud) -> list[str]:
    return sorted(str(each["type"]) for each in cloud.table("ContactTable"))


def test_a_sealed_reply_reaches_a_person_under_the_roles_of_the_template(cloud: LocalCloud) -> None:
    query, body = sealed_xml(text_message("虾不新鲜"), cloud.clock.now())
    assert [post(cloud, "weapp", body, query) for _ in range(2)] == [200, 200]
    cloud.drain()
    assert "words" in kinds(cloud)
    assert any(each.get("title", "").startswith("会员回复") for each in cloud.table("TicketsTable"))
    assert cloud.permissions.denied == []
    assert cloud.messages("InboundDeadLetters") == []


def test_who_is_not_known_lies_among_the_dead_letters(cloud: LocalCloud) -> None:
    assert post(cloud, SMS_PATH, '[{"phone_number": "13900000000", "content": "1", "sequence_id": 5}]') == 200
    cloud.drain()
    (held,) = cloud.messages("InboundDeadLetters")
    assert "13900000000" in held
    assert cloud.permissions.denied == []


def test_other_addresses_and_unsigned_pushes_are_refused(cloud: LocalCloud) -> None:
    assert post(cloud, "nobody", "<xml/>") == 404
    assert post(cloud, "weapp", "<xml><Encrypt>aaaa</Encrypt></xml>") == 403


def test_a_story_lets_a_member_reply() -> None:
    story = [
        json.dumps({"at": START.isoformat(), "event": "OrderPlaced", "detail": order_event("O1", placed_at=START)}),
        json.dumps({"event": "ShipmentMoved", "detail": STALLS}),
        json.dumps({"at": (START + timedelta(hours=49)).isoformat(), "reply": "1", "as": "member:M001"}),
        json.dumps({"reply": "1", "as": "agent:A01"}),
    ]
    lines = read_story(story)
    bootstrap = {"callbacks": LOCAL_CALLBACKS}
    with LocalCloud.start(clock=SettableClock(START), log=StringIO(), bootstrap=bootstrap) as up:
        result = Player(up).play(lines)
        assert [number for number, _ in result.bad] == [4], result.bad
        told = {each["template"] for each in up.table("ContactTable") if each["type"] == "message"}
        assert up.permissions.denied == []
    assert {"parcel_stalled", "parcel_chased"} <= told
