"""Calls over HTTP: once for what sends, again for what may be asked twice, and never longer than they may take."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from care.contact.adapters.calls import send
from care.contact.adapters.http import Http, Unanswered, Unreached
from fakes.channel_rigs import quick
from fakes.house import House
from fakes.providers.serving import Fake, Trouble, serving


class Echo(Fake):
    sends = ("/send",)
    answers: list[Response]

    def respond(self, _request: Request) -> Response:
        return self.answers.pop(0) if self.answers else Response(b"{}")


@pytest.fixture
def echo() -> Iterator[Echo]:
    fake = Echo(House().clock, sends=("/send",))
    fake.answers = []
    with serving(fake):
        yield fake


@contextmanager
def raw_server(*parts: bytes, pause: float = 0) -> Iterator[str]:
    """Answers one caller, whose body is `{}`, with exactly these bytes."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        caller, _ = server.accept()
        with caller, suppress(OSError):  # whoever asked may have gone
            asked = b""
            while not asked.endswith(b"{}"):
                asked += caller.recv(65536)
            for part in parts:
                caller.sendall(part)
                time.sleep(pause)

    thread = Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/send"
    finally:
        thread.join(5)
        server.close()


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}/send"


def test_a_message_goes_out_once_and_its_answer_is_read_whatever_its_status(echo: Echo) -> None:
    echo.answers = [Response(b'{"a":1}', 503)]
    answer = quick().send(f"{echo.url}/send", b"{}", {})
    assert (answer.status, answer.body, len(echo.sent)) == (503, b'{"a":1}', 1)


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TORN, Trouble.SLOW])
def test_a_message_is_not_repeated_where_nobody_knows(echo: Echo, trouble: Trouble) -> None:
    echo.answers = [Response(b'{"long": "enough to be torn"}')]
    echo.fails(trouble)
    with pytest.raises(Unanswered):
        quick().send(f"{echo.url}/send", b"{}", {})
    assert len(echo.sent) == 1


def test_connecting_is_tried_again_with_pauses_that_grow_and_differ() -> None:
    slept: list[float] = []
    for _ in range(5):
        with pytest.raises(Unreached):
            quick(pause=1, sleep=slept.append, tries=3, send_within=60).send(closed_port(), b"{}", {})
    first, second = slept[0::2], slept[1::2]
    assert len(slept) == 10
    assert all(1 <= each <= 2 for each in first)
    assert all(2 <= each <= 4 for each in second)
    assert len(set(first)) > 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_be_asked_twice_is(echo: Echo, status: int) -> None:
    echo.answers = [Response(b"", status), Response(b"", status), Response(b"yes")]
    assert quick().ask("GET", f"{echo.url}/token").body == b"yes"
    assert len(echo.asked) == 3


def test_it_is_asked_no_more_often_than_that(echo: Echo) -> None:
    echo.answers = [Response(b"", 503) for _ in range(5)]
    assert quick().ask("GET", f"{echo.url}/token").status == 503
    assert len(echo.asked) == 3


def test_what_may_be_asked_twice_survives_a_cut(echo: Echo) -> None:
    echo.fails(Trouble.CUT)
    assert quick().ask("POST", f"{echo.url}/send", b"{}").status == 200
    assert len(echo.sent) == 2


def test_a_refusal_is_not_asked_again(echo: Echo) -> None:
    echo.answers = [Response(b"no", 403)]
    assert quick().ask("GET", f"{echo.url}/token").status == 403
    assert len(echo.asked) == 1


def test_a_redirect_is_an_answer_and_not_followed(echo: Echo) -> None:
    echo.answers = [Response(b"", 302, headers={"location": f"{echo.url}/elsewhere"})]
    assert quick().send(f"{echo.url}/send", b"{}", {}).status == 302
    assert len(echo.asked) == 1


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 600000\r\n\r\n"
    with raw_server(head, b"x" * 600_000) as url, pytest.raises(Unanswered, match="too long"):
        quick().send(url, b"{}", {})


def test_wherever_an_answer_is_cut_nobody_knows() -> None:
    whole = b'HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"errcode":0}'
    for end in range(len(whole)):
        with raw_server(whole[:end]) as url, pytest.raises(Unanswered):
            send(quick(), url, b"{}", {})
    with raw_server(whole) as url:
        assert send(quick(), url, b"{}", {}) == {"errcode": 0}


def test_an_answer_that_trickles_is_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n"
    with raw_server(head, *[b"x"] * 40, pause=0.02) as url, pytest.raises(Unanswered, match="too slow"):
        quick(send_within=0.2).send(url, b"{}", {})


def test_no_connection_is_kept(echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    http, kept = quick(), []
    real = echo.respond

    def respond(request: Request) -> Response:
        kept.append(request.headers["connection"])
        return real(request)

    monkeypatch.setattr(echo, "respond", respond)
    for _ in range(2):
        http.send(f"{echo.url}/send", b"{}", {})
    assert kept == ["close", "close"]


def test_addresses_bear_tokens_and_are_not_logged(echo: Echo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    echo.fails(Trouble.CUT, Trouble.CUT)
    quick().ask("POST", f"{echo.url}/send?access_token=s3cret", b"{}")
    with pytest.raises(Unreached) as caught:
        quick().send(f"{closed_port()}?access_token=s3cret", b"{}", {})
    assert "s3cret" not in caplog.text + str(caught.value)


def test_the_default_times_are_bounded() -> None:
    default: Any = Http()
    assert (default.connect, default.read, default.tries) == (2, 4, 3)
    assert default.send_within + default.ask_within < 10  # a sweep starts nothing with less left


def test_no_try_begins_for_which_no_time_is_left(echo: Echo) -> None:
    echo.answers = [Response(b"", 503) for _ in range(5)]
    slept: list[float] = []
    http = quick(pause=1, ask_within=2.5, sleep=slept.append)
    assert http.ask("GET", f"{echo.url}/token").status == 503
    assert len(echo.asked) == len(slept) + 1 <= 3
    assert all(each < 2.5 for each in slept)


def test_a_slow_provider_is_not_waited_for_longer_than_all_tries_may_take(echo: Echo) -> None:
    echo.fails(*[Trouble.SLOW] * 5)
    began = time.monotonic()
    with pytest.raises(Unanswered):
        quick(read=0.3, ask_within=0.5).ask("POST", f"{echo.url}/send", b"{}")
    assert time.monotonic() - began < 1.5
    assert len(echo.sent) == 2
