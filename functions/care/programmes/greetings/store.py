"""Where greetings lie. Table `programmes`: `GREETING#id` / `GREETING`, by_b all of them (`GREETINGS`);
`GREETING#id` / `WAVE#00001`, whom a wave told.
"""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Page, Place, Storage
from care.dynamo.writes import Key
from care.kernel.clock import stamp
from care.programmes.greetings.model import Greeting, Wave

__all__ = ["GREETINGS", "WAVES", "greeting_at", "greetings_listed", "wave_at"]

TABLE = "programmes"


def _wave_key(greeting_id: str, number: int) -> Key:
    return Key(f"GREETING#{greeting_id}", f"WAVE#{number:05}")


GREETINGS = Shelf(
    shape=Greeting,
    kind="greeting",
    table=TABLE,
    key=lambda each: Key(f"GREETING#{each.id}", "GREETING"),
    indexes={"by_b": lambda each: ("GREETINGS", f"{stamp(each.written_at)}#{each.id}")},
)
WAVES = Shelf(shape=Wave, kind="wave", table=TABLE, key=lambda each: _wave_key(each.greeting_id, each.number))


def greeting_at(greeting_id: str) -> tuple[Shelf[Greeting], Key]:
    return GREETINGS, Key(f"GREETING#{greeting_id}", "GREETING")


def wave_at(greeting_id: str, number: int) -> tuple[Shelf[Wave], Key]:
    return WAVES, _wave_key(greeting_id, number)


def greetings_listed(storage: Storage, limit: int, after: Place) -> Page:
    """The newest first, with an index's delay."""
    return storage.query(Ask(table=TABLE, index="by_b", pk="GREETINGS", limit=limit, after=after, newest_first=True))
