"""Callbacks of providers: who cannot prove who they are is told so, and nothing else happens."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest

from care.contact.inbound.config import InboundConfigFault, read_inbound_config
from fakes.callbacks import SMS_PATH, Callbacks, sealed_xml, text_message
from fakes.product import Product
from fakes.providers.sealing import AES_KEY, TOKEN, seal, sign

HOSTILE = [
    '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><xml><Encrypt>a</Encrypt></xml>',
    "<xml>" * 50,
    "<xml><Encrypt>a</xml>",
    "<other><Encrypt>a</Encrypt></other>",
    '{"Encrypt": 5}',
    "{" * 5000,
    "",
]


@pytest.fixture
def door() -> Callbacks:
    return Callbacks(Product())


def refused(door: Callbacks, answered: dict[str, Any], status: int) -> None:
    """A status, no word of why, and nothing is stored or forwarded."""
    assert (answered["statusCode"], answered["body"]) == (status, "")
    assert door.product.app.queued == []
    assert door.product.memory.items == {}


def test_an_echo_is_given_back_to_who_shares_our_token(door: Callbacks) -> None:
    now = str(int(door.product.clock.now().timestamp()))
    sealed = seal(b"4711", "ww-1")
    signed = sign(sealed, timestamp=now)
    query = {"timestamp": now, "nonce": signed.nonce, "echostr": sealed, "msg_signature": signed.signature}
    assert door.call("GET", "service", query)["body"] == "4711"
    plain = sign(timestamp=now)
    query = {"timestamp": now, "nonce": plain.nonce, "echostr": "4712", "signature": plain.signature}
    assert door.call("GET", "weapp", query)["body"] == "4712"
    refused(door, door.call("GET", "weapp", query | {"signature": "0" * 40}), 403)


def test_an_unsigned_push_is_refused(door: Callbacks) -> None:
    query, body = sealed_xml(text_message("1"), door.product.clock.now())
    refused(door, door.call("POST", "weapp", {}, body), 403)
    refused(door, door.call("POST", "weapp", query | {"msg_signature": "é" * 40}, body), 403)
    refused(door, door.call("POST", "weapp", query | {"nonce": "other"}, body), 403)


def test_a_push_under_another_token_or_for_another_receiver_is_refused(door: Callbacks) -> None:
    now = door.product.clock.now()
    refused(door, door.call("POST", "weapp", *sealed_xml(text_message("1"), now, token="another")), 403)
    refused(door, door.call("POST", "weapp", *sealed_xml(text_message("1"), now, receive_id="ww-1")), 403)


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
def test_a_push_of_another_time_is_refused(door: Callbacks, minutes: int) -> None:
    at = door.product.clock.now() + timedelta(minutes=minutes)
    refused(door, door.call("POST", "weapp", *sealed_xml(text_message("1"), at)), 403)


def test_what_was_overheard_is_good_for_nothing_once_more(door: Callbacks) -> None:
    query, body = sealed_xml(text_message("1"), door.product.clock.now())
    assert [door.call("POST", "weapp", query, body)["statusCode"] for _ in range(3)] == [200] * 3
    assert len(door.product.app.queued) == 1
    door.product.clock.move_to(door.product.clock.now() + timedelta(minutes=11))
    assert door.call("POST", "weapp", query, body)["statusCode"] == 403


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_or_torn_envelopes_are_refused(door: Callbacks, body: str) -> None:
    query, _ = sealed_xml(text_message("1"), door.product.clock.now())
    refused(door, door.call("POST", "weapp", query, body), 400)


def test_hostile_xml_inside_a_good_seal_is_held_and_not_expanded(door: Callbacks) -> None:
    assert door.push(HOSTILE[1]) == 200
    door.work()
    (held,) = door.product.app.buried
    assert held["reason"].startswith("Malformed")
    assert "root:" not in json.dumps(held)


def test_a_body_that_is_too_large_is_refused(door: Callbacks) -> None:
    query, _ = sealed_xml(text_message("1"), door.product.clock.now())
    refused(door, door.call("POST", "weapp", query, "<xml>" + "a" * 70_000), 400)


@pytest.mark.parametrize("name", ["", "nobody", SMS_PATH[:-1], SMS_PATH + "x", "SERVICE", "émile"])
def test_an_address_that_nobody_was_given_is_not_there(door: Callbacks, name: str) -> None:
    refused(door, door.call("POST", name, body="[]"), 404)


def test_secrets_and_words_stand_in_no_log(door: Callbacks, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    door.push(text_message("虾不新鲜"))
    door.sms({"phone_number": "13800138000", "content": "你好", "sequence_id": 1})
    door.call("POST", SMS_PATH[:-1], body="[]")
    door.work()
    for secret in (SMS_PATH[:-1], TOKEN, AES_KEY, "虾不新鲜", "13800138000"):
        assert secret not in caplog.text


def test_a_configuration_that_cannot_be_meant_names_no_value() -> None:
    bad = {"receivers": {"weapp": {"provider": "weapp", "token": "tok", "aes_key": "too-short", "receive_id": "wx"}}}
    for text in (json.dumps(bad), '{"sms": {"provider": "alibaba", "path": "guessed"}}', '{"other": 1}'):
        with pytest.raises(InboundConfigFault) as told:
            read_inbound_config(text)
        assert "too-short" not in str(told.value)
        assert "guessed" not in str(told.value)
    assert read_inbound_config("{}").receivers == {}
