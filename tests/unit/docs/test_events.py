"""docs/events.md has a section for every event, whose examples the code itself can read, and names every field."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from care.accounts.event_bridge import SOURCE
from event_schemas import EVENTS
from handlers.mall_forms import opened, typed
from handlers.mall_router import EVENTS_IN

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
SECTIONS = dict(zip((parts := re.split(r"^### (\w+)$", PAGE, flags=re.MULTILINE))[1::2], parts[2::2], strict=True))
NAMED = set(re.findall(r"`(\w+)`|\"(\w+)\":", PAGE))


def examples(name: str) -> list[str]:
    return re.findall(r"```json\n(.*?)```", SECTIONS[name], re.DOTALL)


def test_each_event_has_its_section_and_nothing_else_has_one() -> None:
    assert set(SECTIONS) == set(EVENTS)


def test_each_event_has_its_schema() -> None:
    assert {path.name.split(".")[0] for path in (ROOT / "infra" / "events").glob("*.schema.json")} == set(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_the_examples_are_events_of_that_name(name: str) -> None:
    assert examples(name)
    for text in examples(name):
        envelope = opened(text)
        assert type(typed(envelope, EVENTS)) is EVENTS[name]
        assert envelope.kind == name
        assert json.loads(text)["source"] == ("mall" if name in EVENTS_IN else SOURCE)


@pytest.mark.parametrize("name", EVENTS)
def test_an_example_bears_no_field_that_the_event_does_not_have(name: str) -> None:
    known = set(fields(EVENTS[name]))
    for text in examples(name):
        assert set(json.loads(text)["detail"]) <= known


@pytest.mark.parametrize("name", EVENTS)
def test_the_page_names_every_field(name: str) -> None:
    assert set(fields(EVENTS[name])) <= {word for pair in NAMED for word in pair}


def fields(shape: type[Any]) -> list[str]:
    information: Any = msgspec.inspect.type_info(shape)
    return [field.encode_name for field in information.fields]
