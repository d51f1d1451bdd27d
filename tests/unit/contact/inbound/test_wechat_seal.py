"""WeChat's signature and AES, against the provider's own examples, against openssl, and against forgers."""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.inbound.faults import BadSignature, InboundFault, Malformed, NotForUs, Stale
from care.contact.inbound.wechat_seal import Receiver, Signed, check_fresh, signature_of
from fakes.providers.sealing import AES_KEY, TOKEN, seal, seal_raw, sign

US = Receiver(token=TOKEN, aes_key=AES_KEY, receive_id="wx-1")
VENDORS = Receiver(
    token="QDG6eK", aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", receive_id="wx5823bf96d3bd56c7"
)
SIGNED_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_the_provider_s_own_example_of_a_first_call() -> None:
    """From 企业微信's "加解密方案说明", as its sample code has it."""
    signed = Signed(signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", timestamp="1409659589", nonce="263014780")
    sealed = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    assert VENDORS.open(signed, sealed) == b"1616140317555161061"


def test_the_provider_s_own_example_of_a_message() -> None:
    signed = Signed(signature="477715d11cdb4164915debcba66cb864d751f3e6", timestamp="1409659813", nonce="1372623149")
    sealed = (
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/s"
        "YYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJ"
        "YuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGU"
        "callcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDY"
        "A5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    )
    assert b"<Content><![CDATA[hello]]></Content>" in VENDORS.open(signed, sealed)


@pytest.mark.parametrize(
    ("receive_id", "sealed", "signature", "message"),
    [
        (
            "wx-1",
            (
                "Q3stYC6hdFzMh9T8HCvyDCqqbJn4Xq0HAk2JAz/acMyI/VT2gBJiC7ow32jI/SLqiWC7XCNJwMxXGACYbQtpzyM3eNnpU5pZAaRL3ipO"
                "8oGtGJAAD1GmqCWGsEONevR8"
            ),
            "7cabedf07a05f1025c73de373fbb6722085d7dbd",
            "<xml><Content>好的，1</Content></xml>",
        ),
        (
            "ww-corp",
            "Q3stYC6hdFzMh9T8HCvyDMUbb/3qu53CG4CAqEuNhpSO6mAdrAg2Pddnyc/E1NgnwCfKL4yWAMQ/6Mm6Xa1/cQ==",
            "ab5e832a7d69cf1929e802c4fdd3992a8e9146db",
            "收到",
        ),
    ],
)
def test_what_openssl_sealed(receive_id: str, sealed: str, signature: str, message: str) -> None:
    """Made with `openssl enc -aes-256-cbc -nopad` and `openssl sha1`."""
    signed = Signed(signature=signature, timestamp="1772416800", nonce="n0nce")
    assert replace(US, receive_id=receive_id).open(signed, sealed).decode() == message


@given(message=st.binary(max_size=300), receive_id=st.text("abcx-1", min_size=1, max_size=20))
def test_what_was_sealed_for_us_is_opened(message: bytes, receive_id: str) -> None:
    sealed = seal(message, receive_id)
    assert replace(US, receive_id=receive_id).open(sign(sealed), sealed) == message


def test_a_signature_needs_no_sealed_part() -> None:
    US.verify(sign())
    with pytest.raises(BadSignature):
        US.verify(sign("sealed"))


@pytest.mark.parametrize(
    "forged",
    [
        sign(seal(b"m", "wx-1"), token="another"),
        replace(sign(), timestamp="1772416801"),
        replace(sign(), nonce="another"),
        replace(sign(), signature=""),
        replace(sign(), signature="签" * 40),
        replace(sign(), signature=sign().signature.upper()),
    ],
    ids=str,
)
def test_what_others_signed_is_refused(forged: Signed) -> None:
    with pytest.raises(BadSignature):
        US.verify(forged)


@given(bit=st.integers(0, 8 * 64 - 1))
def test_one_bit_that_was_altered_is_a_bad_signature_before_anything_is_decrypted(bit: int) -> None:
    sealed = seal(b"0123456789", "wx-1")
    signed = sign(sealed)
    raw = bytearray(b64decode(sealed))
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    with pytest.raises(BadSignature):
        US.open(signed, b64encode(raw).decode())


def _with(count: int, fill: int) -> bytes:
    return b"r" * 16 + b"\x00\x00\x00\x01m" + b"wx-1" + bytes([fill]) * count


@pytest.mark.parametrize(
    ("sealed", "fault"),
    [
        ("", Malformed),
        ("not base64!", Malformed),
        (b64encode(b"short").decode(), Malformed),
        (seal_raw(_with(7, 0), padded=False), Malformed),
        (seal_raw(_with(7, 33), padded=False), Malformed),
        (seal_raw(_with(6, 7) + b"\x08", padded=False), Malformed),
        (seal_raw(b"too short"), Malformed),
        (seal_raw(b""), Malformed),
        (seal_raw(b"r" * 16 + b"\x00\x00\x00\x64" + b"m" + b"wx-1"), Malformed),
        (seal_raw(b"r" * 16 + b"\xff\xff\xff\xff" + b"m" + b"wx-1"), Malformed),
        (seal(b"m", "wx-2"), NotForUs),
        (seal(b"m", "wx-11"), NotForUs),
        (seal(b"m", ""), NotForUs),
        (seal(b"m", "wx-1", "z" * 42 + "A"), InboundFault),
    ],
)
def test_what_is_signed_but_not_as_agreed_is_refused(sealed: str, fault: type[InboundFault]) -> None:
    with pytest.raises(fault):
        US.open(sign(sealed), sealed)


def test_its_own_padding_is_taken() -> None:
    sealed = seal_raw(_with(7, 7), padded=False)
    assert US.open(sign(sealed), sealed) == b"m"


@pytest.mark.parametrize(
    "changes",
    [{"aes_key": "short"}, {"aes_key": "a" * 44}, {"aes_key": "!" * 43}, {"token": ""}, {"receive_id": ""}],
    ids=str,
)
def test_a_receiver_is_whole(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="receiver needs"):
        replace(US, **changes)


def test_secrets_are_not_shown() -> None:
    assert TOKEN not in repr(US)
    assert AES_KEY not in repr(US)


@pytest.mark.parametrize("seconds", [0, 300, -300])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    check_fresh("1772416800", SIGNED_AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [301, -301, 86400])
def test_but_not_more(seconds: int) -> None:
    with pytest.raises(Stale):
        check_fresh("1772416800", SIGNED_AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "1e9", "１７７２", "9" * 30, "1772416800.0", " 1772416800"])
def test_what_is_no_time_is_refused(timestamp: str) -> None:
    with pytest.raises(Malformed):
        check_fresh(timestamp, SIGNED_AT)


def test_the_parts_are_sorted_not_ordered() -> None:
    assert signature_of("b", "a", "c") == signature_of("c", "b", "a") == "a9993e364706816aba3e25717850c26c9cd0d89d"
