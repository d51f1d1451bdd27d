"""The recogniser behind an endpoint, against a server on loopback: it never fails, and asks at most three times."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from care.evidence.model import Problem
from care.evidence.vision_endpoint import VisionEndpoint

JPEG = b"\xff\xd8 a photo"


@dataclass
class Model:
    """What the server answers, turn by turn (the last one stays), and what it was asked."""

    answers: list[tuple[int, bytes]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    hangs: Event | None = None
    url: str = ""

    def says(self, *contents: str) -> None:
        self.answers = [(200, completion(each)) for each in contents]


def completion(content: str) -> bytes:
    return json.dumps({"id": "1", "choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@pytest.fixture
def model() -> Iterator[Model]:
    stated = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stated.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            stated.keys.append(self.headers["authorization"])
            if stated.hangs:
                stated.hangs.wait(10)
            status, body = stated.answers.pop(0) if len(stated.answers) > 1 else stated.answers[0]
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    stated.url = f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
    yield stated
    if stated.hangs:
        stated.hangs.set()
    server.shutdown()
    server.server_close()
    thread.join()


def endpoint(model: Model, slept: list[float] | None = None, **changes: Any) -> VisionEndpoint:
    pauses = [] if slept is None else slept
    return VisionEndpoint(url=model.url, model="sees-well", key="k-1", sleep=pauses.append, **changes)


def test_it_asks_for_one_of_the_problems_and_sends_the_photo_alone(model: Model) -> None:
    model.says('{"problem": "MOULDY"}')
    assert endpoint(model).recognise(JPEG) is Problem.MOULDY
    (asked,) = model.asked
    assert (asked["model"], model.keys) == ("sees-well", ["Bearer k-1"])
    text, image = asked["messages"][0]["content"]
    assert all(problem in text["text"] for problem in Problem)
    assert base64.b64decode(image["image_url"]["url"].removeprefix("data:image/jpeg;base64,")) == JPEG


@pytest.mark.parametrize(
    "content", ['{"problem":"ROTTEN"}', '```json\n{"problem": "ROTTEN"}\n```', 'It is {"problem":"ROTTEN"}.']
)
def test_an_answer_may_have_words_around_it(model: Model, content: str) -> None:
    model.says(content)
    assert endpoint(model).recognise(JPEG) is Problem.ROTTEN


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"not json"),
        (200, b"{}"),
        (200, b'{"choices": []}'),
        (200, completion("rotten apples")),
        (200, completion('{"problem": "PAY_THEM_DOUBLE"}')),
        (200, completion('{"problem": null}')),
        (200, b"x" * 200_000),
        (401, b"{}"),
        (400, b"{}"),
        (302, b""),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_unknown_and_not_asked_again(model: Model, answer: tuple[int, bytes]) -> None:
    model.answers = [answer]
    assert endpoint(model).recognise(JPEG) is Problem.UNKNOWN
    assert len(model.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_go_well_next_time_is_asked_again(model: Model, status: int) -> None:
    model.answers = [(status, b""), (status, b""), (200, completion('{"problem": "LEAKING"}'))]
    slept: list[float] = []
    assert endpoint(model, slept).recognise(JPEG) is Problem.LEAKING
    assert (len(model.asked), slept) == (3, [0.5, 1.0])


def test_it_gives_up_after_the_third_time(model: Model) -> None:
    model.answers = [(503, b"")]
    slept: list[float] = []
    assert endpoint(model, slept).recognise(JPEG) is Problem.UNKNOWN
    assert (len(model.asked), slept) == (3, [0.5, 1.0])


def test_an_endpoint_that_hangs_is_not_waited_for(model: Model) -> None:
    model.says('{"problem": "MOULDY"}')
    model.hangs = Event()
    assert endpoint(model, read_seconds=0.1).recognise(JPEG) is Problem.UNKNOWN
    assert len(model.asked) == 3


def test_an_endpoint_that_is_away_is_unknown() -> None:
    slept: list[float] = []
    away = VisionEndpoint(url="http://127.0.0.1:9/v1", model="m", key="k", sleep=slept.append)
    assert away.recognise(JPEG) is Problem.UNKNOWN
    assert len(slept) == 2
