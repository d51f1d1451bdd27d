"""C3: who a member is to us, by the tags that hold now."""

from datetime import timedelta

import pytest

from care.members.model import Member, Tag, TagName
from care.policy.model import Segment
from care.tickets.segments import segment_of
from fakes.house import START


def bearing(*names: TagName, expires: timedelta | None = None) -> Member:
    until = START + expires if expires else None
    tags = (Tag(name=name, reason="试", source="staff:A01", since=START, expires_at=until) for name in names)
    return Member(id="M001", tags=tuple(tags))


@pytest.mark.parametrize(
    ("names", "segment"),
    [
        ((), Segment.REGULAR),
        ((TagName.SENSITIVE, TagName.PRODUCT_FAN), Segment.REGULAR),
        ((TagName.NEWCOMER,), Segment.NEW),
        ((TagName.NEWCOMER, TagName.HIGH_VALUE), Segment.HIGH_VALUE),
        ((TagName.HIGH_VALUE, TagName.KOL, TagName.NEWCOMER), Segment.OPINION_LEADER),
    ],
)
def test_the_highest_segment_of_the_tags(names: tuple[TagName, ...], segment: Segment) -> None:
    assert segment_of(bearing(*names), START) is segment


def test_who_is_not_known_is_a_regular() -> None:
    assert segment_of(None, START) is Segment.REGULAR


def test_a_tag_counts_until_it_expires() -> None:
    member = bearing(TagName.KOL, expires=timedelta(hours=1))
    assert segment_of(member, START + timedelta(minutes=59)) is Segment.OPINION_LEADER
    assert segment_of(member, START + timedelta(hours=1)) is Segment.REGULAR
