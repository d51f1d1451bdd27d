from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from care.dynamo.requests import Request
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch, Decider
from care.members.errors import TagNotHeld
from care.members.model import Action, Member, Stats, TagName
from care.members.service import Members
from care.members.store import HISTORY, MEMBERS, TAGGED
from care.members.tags import HandTag, Tags
from fakes.house import START, House
from fakes.mall import cipher

DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def tags(house: House) -> Tags:
    return Tags(house.storage, house.requests, house.clock, Settings)


def count(house: House, **stats: Any) -> Member:
    """The member's figures are now these."""
    known = {member.id: member for member in house.storage.all(MEMBERS)}
    member = replace(known.get("M001", Member(id="M001")), stats=Stats(**stats))
    house.storage.transact([MEMBERS.save(member, name="test.count")])
    return member


def fire(house: House, decider: Decider, item: AgendaItem | None = None, /, **payload: Any) -> None:
    fact = item or AgendaItem(lane=Lane.NOW, kind="fact", due=START, subject="M001", payload=payload)
    house.uow.run(lambda batch: decider(fact, batch))


def borne(house: House) -> list[tuple[TagName, str]]:
    return [(tag.name, tag.source) for member in house.storage.all(MEMBERS) for tag in member.tags]


def history(house: House) -> list[tuple[TagName, Action, str]]:
    return [(entry.tag, entry.action, entry.source) for entry in house.storage.all(HISTORY)]


def hand(name: TagName = TagName.SENSITIVE, **changes: Any) -> HandTag:
    return HandTag(**{"member_id": "M001", "name": name, "reason": "电话里说明", "by": "S001"} | changes)


def request(key: str = "k1") -> Request:
    return Request(caller="AGENT:S001", operation="tag", key=key, content=None)


def test_a_rule_gives_its_tag_with_history_row_fact_and_expiry(house: House, tags: Tags) -> None:
    count(house, orders=1)
    fire(house, tags.evaluate)
    assert borne(house) == [(TagName.NEWCOMER, "rule:newcomer")]
    assert history(house) == [(TagName.NEWCOMER, Action.GIVEN, "rule:newcomer")]
    assert [(row.member_id, row.name) for row in house.storage.all(TAGGED)] == [("M001", TagName.NEWCOMER)]
    (tagged,), (expiry,) = house.planned("member.tagged"), house.planned("tag.expired")
    assert (tagged.due, tagged.part, tagged.payload["tag"]) == (START, "NEWCOMER", "NEWCOMER")
    assert (expiry.lane, expiry.due) == (Lane.CLOCKS, START + 90 * DAY)


def test_an_evaluation_that_finds_nothing_new_writes_nothing(house: House, tags: Tags) -> None:
    count(house, orders=1)
    fire(house, tags.evaluate)
    before = dict(house.storage.items)
    fire(house, tags.evaluate)
    assert house.storage.items == before


def test_a_fact_that_comes_in_meanwhile_is_judged_too(house: House, tags: Tags) -> None:
    count(house, orders=3)
    rivals = iter([{"orders": 10}])

    def decide(batch: Batch) -> None:
        tags.evaluate(AgendaItem(lane=Lane.NOW, kind="fact", due=START, subject="M001"), batch)
        for stats in rivals:
            count(house, **stats)

    house.uow.run(decide)
    assert borne(house) == [(TagName.HIGH_VALUE, "rule:high-value-orders")]


def test_a_tag_goes_when_no_rule_holds_any_more(house: House, tags: Tags) -> None:
    count(house, orders=2)
    fire(house, tags.evaluate)
    count(house, orders=3)
    fire(house, tags.evaluate)
    assert (borne(house), house.storage.all(TAGGED)) == ([], [])
    assert {action for _, action, _ in history(house)} == {Action.GIVEN, Action.REMOVED}


def test_new_facts_move_the_expiry_on_and_the_item_follows(house: House, tags: Tags) -> None:
    count(house, orders=1)
    fire(house, tags.evaluate)
    (expiry,) = house.planned("tag.expired")
    house.clock.move(30 * DAY)
    count(house, orders=2)
    fire(house, tags.evaluate)
    house.clock.move_to(expiry.due)
    fire(house, tags.on_expiry, expiry)
    assert borne(house) == [(TagName.NEWCOMER, "rule:newcomer")]
    assert [item.due for item in house.planned("tag.expired")] == [expiry.due, START + 120 * DAY]
    assert len(house.planned("member.tagged")) == 1


def test_an_expired_tag_comes_back_only_with_new_facts(house: House, tags: Tags) -> None:
    count(house, orders=1)
    fire(house, tags.evaluate)
    (expiry,) = house.planned("tag.expired")
    house.clock.move_to(expiry.due)
    fire(house, tags.on_expiry, expiry)
    fire(house, tags.evaluate)
    assert borne(house) == []
    count(house, orders=2)
    fire(house, tags.evaluate)
    assert borne(house) == [(TagName.NEWCOMER, "rule:newcomer")]
    assert {action for _, action, _ in history(house)} == {Action.GIVEN, Action.EXPIRED}


def test_the_expiry_of_an_earlier_grant_is_stale(house: House, tags: Tags) -> None:
    count(house, orders=1)
    fire(house, tags.evaluate)
    (expiry,) = house.planned("tag.expired")
    house.clock.move(DAY)
    tags.add(request(), hand(TagName.NEWCOMER))
    house.clock.move_to(expiry.due)
    fire(house, tags.on_expiry, expiry)
    assert borne(house) == [(TagName.NEWCOMER, "staff:S001")]
    assert house.planned("tag.expired") == [expiry]


def test_a_claim_counts_and_is_judged_in_one_write(house: House, tags: Tags) -> None:
    count(house, claims=1, orders=5)
    house.storage.calls.clear()
    fire(house, tags.on_ticket_opened, member_id="M001", kind="CLAIM")
    assert house.storage.calls == ["get", "transact"]
    assert house.storage.all(MEMBERS)[0].stats.claims == 2
    assert borne(house) == [(TagName.SENSITIVE, "rule:sensitive-claims")]


def test_a_care_task_is_no_claim(house: House, tags: Tags) -> None:
    count(house, claims=1)
    fire(house, tags.on_ticket_opened, member_id="M001", kind="CARE")
    assert house.storage.all(MEMBERS)[0].stats.claims == 1


@pytest.mark.parametrize(
    ("score", "commented", "low", "high", "praise"),
    [(1, 1, 1, 0, 0), (3, 0, 1, 0, 0), (3, 1, 1, 0, 0), (4, 0, 0, 1, 0), (5, 1, 0, 1, 1)],
)
def test_scores_are_counted(
    house: House, tags: Tags, score: int, commented: int, low: int, high: int, praise: int
) -> None:
    count(house)
    fire(house, tags.on_survey_answered, member_id="M001", score=score, commented=commented)
    stats = house.storage.all(MEMBERS)[0].stats
    assert (stats.low_scores, stats.high_scores, stats.praise) == (low, high, praise)


def test_three_high_scores_make_a_fan(house: House, tags: Tags) -> None:
    for _ in range(3):
        assert borne(house) == []
        fire(house, tags.on_survey_answered, member_id="M001", score=4)
    assert borne(house) == [(TagName.PRODUCT_FAN, "rule:product-fan")]


def test_a_tag_given_by_hand_is_not_taken_by_a_rule(house: House, tags: Tags) -> None:
    count(house, orders=5)
    tags.add(request(), hand())
    fire(house, tags.evaluate)
    assert borne(house) == [(TagName.SENSITIVE, "staff:S001")]
    (tag,) = house.storage.all(MEMBERS)[0].tags
    assert (tag.reason, tag.since, tag.expires_at) == ("电话里说明", START, None)
    assert house.planned("tag.expired") == []


def test_a_tag_given_by_hand_expires(house: House, tags: Tags) -> None:
    count(house, orders=5)
    tags.add(request(), hand(expires_at=START + DAY))
    (expiry,) = house.planned("tag.expired")
    house.clock.move_to(expiry.due)
    fire(house, tags.on_expiry, expiry)
    assert borne(house) == []
    assert history(house)[-1] == (TagName.SENSITIVE, Action.EXPIRED, "staff:S001")


def test_a_tag_taken_by_hand_is_not_given_back_until_its_facts_change(house: House, tags: Tags) -> None:
    count(house, claims=2)
    fire(house, tags.evaluate)
    house.clock.move(DAY)
    tags.remove(request(), hand(reason="误判"))
    count(house, claims=2, orders=6)
    fire(house, tags.evaluate)
    assert borne(house) == []
    assert history(house)[-1] == (TagName.SENSITIVE, Action.REMOVED, "staff:S001")
    fire(house, tags.on_ticket_opened, member_id="M001")
    assert borne(house) == [(TagName.SENSITIVE, "rule:sensitive-claims")]


def test_the_same_request_acts_once(house: House, tags: Tags) -> None:
    count(house, orders=5)
    tags.add(request(), hand())
    before = dict(house.storage.items)
    assert tags.add(request(), hand()).replayed
    assert house.storage.items == before


@pytest.mark.parametrize(
    ("do", "what", "refusal"),
    [
        ("remove", hand(), TagNotHeld),
        ("remove", hand(reason=" "), BadInput),
        ("add", hand(reason=""), BadInput),
        ("add", hand(reason="长" * 201), BadInput),
        ("add", hand(expires_at=START), BadInput),
        ("add", hand(member_id="M404"), NotFound),
        ("remove", hand(member_id="M404"), NotFound),
    ],
)
def test_what_is_refused_changes_nothing(
    house: House, tags: Tags, do: str, what: HandTag, refusal: type[Exception]
) -> None:
    count(house, orders=5)
    before = dict(house.storage.items)
    with pytest.raises(refusal):
        getattr(tags, do)(request(), what)
    assert house.storage.items == before


def test_bearers_and_history_are_paged(house: House, tags: Tags) -> None:
    members = Members(house.storage, house.uow, house.clock, cipher())
    count(house, claims=2, orders=1)
    fire(house, tags.evaluate)
    rows, after = members.bearers(TagName.SENSITIVE, 2)
    assert ([row.member_id for row in rows], after) == (["M001"], None)
    house.clock.move_to(datetime.fromisoformat("2026-03-03T10:00:00+08:00"))
    tags.remove(request(), hand())
    first, after = members.tag_history("M001", 1)
    assert [entry.action for entry in first] == [Action.REMOVED]
    rest, after = members.tag_history("M001", 5, after)
    assert ({entry.tag for entry in rest}, after) == ({TagName.SENSITIVE, TagName.NEWCOMER}, None)
