"""What was taken is not taken twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from care.contact.inbound.faults import Malformed, Replayed
from care.contact.inbound.replays import TAKEN, message_key, request_key, take_message, take_request
from care.contact.inbound.wechat_seal import MOST_SKEW
from fakes.house import House
from fakes.providers.sealing import sign

TEXT: dict[str, Any] = {"FromUserName": "o-1", "CreateTime": "1772416800", "MsgType": "text", "MsgId": "45"}
EVENT: dict[str, Any] = {"FromUserName": "o-1", "CreateTime": "1772416800", "MsgType": "event", "Event": "click"}


def take(house: House, *writes: Any) -> None:
    house.uow.run(lambda batch: batch.add(*writes))


def test_a_request_is_taken_once() -> None:
    house, key = House(), request_key("wecom", sign("sealed"))
    take(house, take_request(key, house.clock.now()))
    with pytest.raises(Replayed):
        take(house, take_request(key, house.clock.now()))


def test_a_message_that_is_sent_again_in_another_request_is_taken_once() -> None:
    house, now = House(), House().clock.now()
    for nonce, lost in (("a", False), ("b", True)):
        writes = (
            take_request(request_key("wecom", sign(nonce=nonce)), now),
            take_message(message_key("wecom", TEXT), now),
        )
        if lost:
            with pytest.raises(Replayed):
                take(house, *writes)
        else:
            take(house, *writes)


def test_what_is_lost_leaves_nothing_behind() -> None:
    house, now = House(), House().clock.now()
    take(house, take_message("k", now))
    with pytest.raises(Replayed):
        take(house, take_request("r", now), take_message("k", now))
    assert [each.key for each in house.storage.all(TAKEN)] == ["k"]


def test_keys_tell_apart_what_differs() -> None:
    keys = {
        message_key("wecom", TEXT),
        message_key("weapp", TEXT),
        message_key("wecom", TEXT | {"MsgId": "46"}),
        message_key("wecom", EVENT),
        message_key("wecom", EVENT | {"Event": "view"}),
        message_key("wecom", EVENT | {"CreateTime": "1772416801"}),
        message_key("wecom", EVENT | {"FromUserName": "o-2"}),
        message_key("wecom", EVENT | {"EventKey": "1"}),
    }
    assert len(keys) == 8


def test_a_request_s_key_is_all_of_what_is_signed() -> None:
    signed = sign()
    others = [replace(signed, nonce="x"), replace(signed, timestamp="1"), replace(signed, signature="s")]
    assert len({request_key("wecom", each) for each in (signed, *others)}) == 4


@pytest.mark.parametrize("fields", [{}, {"FromUserName": "o-1"}, {"CreateTime": "1"}, {"MsgId": ""}], ids=str)
def test_what_nobody_sent_at_no_time_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        message_key("wecom", fields)


def test_a_request_is_remembered_for_as_long_as_it_is_fresh() -> None:
    house, now = House(), House().clock.now()
    take(house, take_request("r", now), take_message("m", now))
    kept = {each.key: each.until - now for each in house.storage.all(TAKEN)}
    assert kept["r"] >= 2 * MOST_SKEW
    assert kept["m"] == timedelta(days=3)
