"""Where greetings lie. Table `programmes`: `GREETING#id` / `GREETING`, by_b all of them (`GREETINGS`);
`GREETING#id` / `WAVE#00001`, whom a wave told; `GREETING#id` / `CARD#member`, by_b what somebody has to write.
"""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Page, Place, Storage
from care.dynamo.writes import Key
from care.kernel.clock import stamp
from care.programmes.greetings.model import CardState, Greeting, GreetingCard, Wave

__all__ = ["CARDS", "GREETINGS", "WAVES", "card_at", "cards_of", "greeting_at", "greetings_listed", "wave_at"]

TABLE = "programmes"


def _wave_key(greeting_id: str, number: int) -> Key:
    return Key(f"GREETING#{greeting_id}", f"WAVE#{number:05}")


def _to_write(card: GreetingCard) -> tuple[str, str] | None:
    if card.state is not CardState.TO_WRITE:
        return None
    return f"CARDS#{card.assignee}", f"{stamp(card.by)}#{card.id}"


GREETINGS = Shelf(
    shape=Greeting,
    kind="greeting",
    table=TABLE,
    key=lambda each: Key(f"GREETING#{each.id}", "GREETING"),
    indexes={"by_b": lambda each: ("GREETINGS", f"{stamp(each.written_at)}#{each.id}")},
)
WAVES = Shelf(shape=Wave, kind="wave", table=TABLE, key=lambda each: _wave_key(each.greeting_id, each.number))


CARDS = Shelf(
    shape=GreetingCard,
    kind="greeting-card",
    table=TABLE,
    key=lambda each: Key(f"GREETING#{each.greeting_id}", f"CARD#{each.member_id}"),
    indexes={"by_b": _to_write},
)


def card_at(card: tuple[str, str]) -> tuple[Shelf[GreetingCard], Key]:
    """`card`: the greeting and the member."""
    greeting_id, member_id = card
    return CARDS, Key(f"GREETING#{greeting_id}", f"CARD#{member_id}")


def cards_of(storage: Storage, assignee: str, limit: int, after: Place) -> tuple[list[GreetingCard], Place]:
    """What somebody has to write, what is due first before all; with an index's delay."""
    page = storage.query(Ask(table=TABLE, index="by_b", pk=f"CARDS#{assignee}", limit=limit, after=after))
    return page.of(CARDS), page.after


def greeting_at(greeting_id: str) -> tuple[Shelf[Greeting], Key]:
    return GREETINGS, Key(f"GREETING#{greeting_id}", "GREETING")


def wave_at(greeting_id: str, number: int) -> tuple[Shelf[Wave], Key]:
    return WAVES, _wave_key(greeting_id, number)


def greetings_listed(storage: Storage, limit: int, after: Place) -> Page:
    """The newest first, with an index's delay."""
    return storage.query(Ask(table=TABLE, index="by_b", pk="GREETINGS", limit=limit, after=after, newest_first=True))
