"""What DynamoDB does and moto never plays: it leaves keys unread when it throttles."""

from dataclasses import dataclass
from typing import Any

import pytest

from care.dynamo.dynamo_storage import DynamoStorage, Unread
from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    id: str


JARS = Shelf(shape=Jar, kind="jar", table="jars", key=lambda jar: Key(jar.id, "JAR"))


class Throttling(DynamoStorage):
    """Reads one key a call, or none at all."""

    def __init__(self, *, at_a_time: int) -> None:
        self.slept: list[float] = []
        self.asked: list[int] = []
        self._at_a_time = at_a_time
        super().__init__({"jars": "real-jars"}, region="cn-north-1", sleep=self.slept.append)

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        assert operation == "BatchGetItem"
        wanted = arguments["RequestItems"]["real-jars"]
        self.asked.append(len(wanted["Keys"]))
        if len(self.asked) > 50:
            pytest.fail("asks without an end")
        read, left = wanted["Keys"][: self._at_a_time], wanted["Keys"][self._at_a_time :]
        items = [JARS.dump(Jar(id=key["pk"]["S"])) for key in read]
        return {
            "Responses": {"real-jars": items},
            "UnprocessedKeys": {"real-jars": wanted | {"Keys": left}} if left else {},
        }


def test_keys_that_were_left_unread_are_asked_for_again_after_a_pause() -> None:
    storage = Throttling(at_a_time=1)
    found = storage.fetch([(JARS, Key(each, "JAR")) for each in "abc"])
    assert [found.get(JARS, Key(each, "JAR")) for each in "abc"] == [Jar(id=each) for each in "abc"]
    assert storage.asked == [3, 2, 1]
    assert len(storage.slept) == 2
    assert storage.slept == sorted(storage.slept), "longer each time"


def test_who_reads_nothing_gives_up_instead_of_deciding_without() -> None:
    storage = Throttling(at_a_time=0)
    with pytest.raises(Unread):
        storage.fetch([(JARS, Key("a", "JAR"))])
    assert sum(storage.slept) < 2, "well before any function's time is over"
