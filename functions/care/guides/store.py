"""Where guides lie. Table `outreach`:

| pk | sk | item |
| --- | --- | --- |
| `GUIDE#id` | `NEWEST` | the newest edition of a guide; by_a: `GUIDES` by what it is for |
| `GUIDE#id` | `EDITION#number` | each edition |
| `GUIDE#id` | `COUNT#number` | what became of an edition's pushes |
| `GUIDE-PUSH#id` | `PUSH` | what one message told; by_a: `GUIDE-PUSHES#member` by its time |
| `GUIDES-SEEN#member` | `SEEN` | when a member was last sent each guide |
"""

from collections.abc import Iterable

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Page, Place, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.guides.model import Guide, GuideCount, GuidePush, GuidesSeen, Pushed
from care.kernel.clock import stamp

__all__ = [
    "COUNTS",
    "EDITIONS",
    "NEWEST",
    "PUSHES",
    "SEEN",
    "count_at",
    "count_pushed",
    "edition_at",
    "editions_of",
    "newest_at",
    "push_at",
    "seen_at",
    "write_edition",
]


def _guide_key(guide_id: str, sk: str) -> Key:
    return Key(f"GUIDE#{guide_id}", sk)


def _by_goods(guide: Guide) -> tuple[str, str]:
    place = guide.place
    return "GUIDES", f"{place.scope}#{place.name}#{place.step}#{place.kind}"


NEWEST = Shelf(
    shape=Guide,
    kind="guide",
    table="outreach",
    key=lambda guide: _guide_key(guide.id, "NEWEST"),
    indexes={"by_a": _by_goods},
)
EDITIONS = Shelf(
    shape=Guide,
    kind="guide-edition",
    table="outreach",
    key=lambda guide: _guide_key(guide.id, f"EDITION#{guide.number:06}"),
)
COUNTS = Shelf(
    shape=GuideCount,
    kind="guide-count",
    table="outreach",
    key=lambda count: _guide_key(count.guide_id, f"COUNT#{count.number:06}"),
)
PUSHES = Shelf(
    shape=GuidePush,
    kind="guide-push",
    table="outreach",
    key=lambda push: Key(f"GUIDE-PUSH#{push.id}", "PUSH"),
    indexes={"by_a": lambda push: (f"GUIDE-PUSHES#{push.member_id}", f"{stamp(push.at)}#{push.id}")},
)
SEEN = Shelf(
    shape=GuidesSeen,
    kind="guides-seen",
    table="outreach",
    key=lambda seen: Key(f"GUIDES-SEEN#{seen.member_id}", "SEEN"),
)


def newest_at(guide_id: str) -> Wanted:
    return NEWEST, _guide_key(guide_id, "NEWEST")


def edition_at(edition: tuple[str, int]) -> Wanted:
    """By guide and number."""
    guide_id, number = edition
    return EDITIONS, _guide_key(guide_id, f"EDITION#{number:06}")


def count_at(edition: tuple[str, int]) -> Wanted:
    """By guide and number."""
    guide_id, number = edition
    return COUNTS, _guide_key(guide_id, f"COUNT#{number:06}")


def push_at(push_id: str) -> Wanted:
    return PUSHES, Key(f"GUIDE-PUSH#{push_id}", "PUSH")


def seen_at(member_id: str) -> Wanted:
    return SEEN, Key(f"GUIDES-SEEN#{member_id}", "SEEN")


def write_edition(guide: Guide) -> list[DynamoWrite]:
    """The edition, and that it is the newest; whoever is late decides again."""
    return [NEWEST.save(guide, name="guide.publish"), EDITIONS.put(guide, name="guide.edition")]


def editions_of(storage: Storage, guide_id: str, limit: int, after: Place) -> Page:
    """The newest first."""
    return storage.query(
        Ask(table="outreach", pk=f"GUIDE#{guide_id}", prefix="EDITION#", limit=limit, after=after, newest_first=True)
    )


def count_pushed(guides: Iterable[Pushed], **counts: int) -> list[DynamoWrite]:
    """So many more of each count, for each edition; whoever counts at the same moment is not held up."""
    return [_count(each, counts) for each in guides]


def _count(pushed: Pushed, counts: dict[str, int]) -> DynamoWrite:
    names = {"type": COUNTS.kind, "guide_id": pushed.guide_id, "number": pushed.number}
    actions = (attribute(name).set(value) for name, value in names.items())
    added = (attribute(name).add(count) for name, count in counts.items())
    key = _guide_key(pushed.guide_id, f"COUNT#{pushed.number:06}")
    return COUNTS.update(key, *added, *actions, name="guide.count")
