"""XML from outside: what is hostile is refused, what is plain is read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.inbound.faults import Malformed
from care.contact.inbound.xml import read_xml

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def test_fields_are_read() -> None:
    body = "<xml>\n<Content><![CDATA[好的 <1> & 2]]></Content><MsgId>45</MsgId><Empty></Empty></xml>"
    assert read_xml(body.encode()) == {"Content": "好的 <1> & 2", "MsgId": "45", "Empty": ""}


def test_fields_inside_fields_and_several_of_one_name() -> None:
    body = b"<xml><E><List><T>a</T></List><List><T>b</T></List><List><T>c</T></List></E></xml>"
    assert read_xml(body) == {"E": {"List": [{"T": "a"}, {"T": "b"}, {"T": "c"}]}}


def test_the_five_entities_that_every_xml_has() -> None:
    assert read_xml(b"<xml><a>&lt;&amp;&gt;&quot;&apos;&#x4e2d;</a></xml>") == {"a": "<&>\"'中"}


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><c>&a;</c></xml>',
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><c>1</c></xml>',
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><c>&a;</c></xml>',
        b'<!DOCTYPE xml [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]><xml><c>1</c></xml>',
        f'<!DOCTYPE xml [<!ENTITY l0 "ha">{_LAUGHS}]><xml><c>&l9;</c></xml>'.encode(),
        b"<!DOCTYPE xml><xml><c>1</c></xml>",
        b"<xml><c>&undefined;</c></xml>",
        b"<?php echo 1 ?><xml><c>1</c></xml>",
        b"<xml><?do it?><c>1</c></xml>",
        b"<xml>" + b"<a>" * 8 + b"</a>" * 8 + b"</xml>",
        b"<xml>" + b"<a/>" * 1000 + b"</xml>",
        b"<xml><c>" + b"x" * 70_000 + b"</c></xml>",
        b"<xml><c>1</c>",
        b"<xml><c>1</d></xml>",
        b"<xml><c>1</c></xml><xml/>",
        b"<html><c>1</c></html>",
        b"<xml></xml>",
        b"<xml>text</xml>",
        b"",
        b"not xml",
        b"<xml><c>\xff\xfe</c></xml>",
        b"<xml><c>\x00</c></xml>",
        "<xml><c>1</c></xml>".encode("utf-16"),
        "<xml><c>1</c></xml>".encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?><xml><c>+ADw-x+AD4-\xc3</c></xml>',
    ],
)
def test_what_is_hostile_or_broken_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_xml(body)


@given(body=st.binary(max_size=200))
def test_whatever_comes_it_is_read_or_refused(body: bytes) -> None:
    with suppress(Malformed):
        assert read_xml(body)


@given(inside=st.text("<>/&;!x[]CDAT '\"=-?", max_size=60))
def test_whatever_stands_inside_it_is_read_or_refused(inside: str) -> None:
    with suppress(Malformed):
        assert read_xml(f"<xml><a/>{inside}</xml>".encode())
