from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.members.model import TagName
from care.programmes import rules
from care.programmes.model import Audience, Campaign, CampaignKind, CampaignState, triggers
from fakes.house import START

FAN, SENSITIVE, RICH = TagName.PRODUCT_FAN, TagName.SENSITIVE, TagName.HIGH_VALUE
_tags = st.frozensets(st.sampled_from(TagName))


@pytest.mark.parametrize(
    ("audience", "tags", "meant"),
    [
        (Audience(any_of=(FAN, RICH)), {RICH}, True),
        (Audience(any_of=(FAN, RICH)), {SENSITIVE}, False),
        (Audience(any_of=(FAN,), none_of=(SENSITIVE,)), {FAN, SENSITIVE}, False),
        (Audience(none_of=(SENSITIVE,)), {SENSITIVE}, False),
        (Audience(none_of=(SENSITIVE,)), set(), True),
        (Audience(), set(), True),
    ],
)
def test_whom_an_audience_means(audience: Audience, tags: set[TagName], *, meant: bool) -> None:
    assert rules.fits(audience, tags) is meant


@given(_tags, _tags, _tags)
def test_an_excluded_tag_always_excludes(
    any_of: frozenset[TagName], none_of: frozenset[TagName], tags: frozenset[TagName]
) -> None:
    meant = rules.fits(Audience(any_of=tuple(any_of), none_of=tuple(none_of)), tags)
    assert meant is ((not any_of or bool(any_of & tags)) and not none_of & tags)


@given(st.integers(1, 60), st.integers(1, 60))
def test_an_invitation_never_outlasts_its_campaign(days: int, campaign_days: int) -> None:
    campaign = _campaign(closes_at=START + timedelta(days=campaign_days))
    invitation = rules.invite(campaign, "M1", START, timedelta(days=days), goods="牛肉")
    assert invitation.respond_by == START + timedelta(days=min(days, campaign_days))


def test_a_campaign_is_open_from_its_opening_until_before_its_closing() -> None:
    campaign = _campaign(closes_at=START + timedelta(hours=1))
    moments = [START - timedelta(microseconds=1), START, START + timedelta(minutes=59), START + timedelta(hours=1)]
    assert [campaign.open_at(each) for each in moments] == [False, True, True, False]
    assert not _campaign(state=CampaignState.CLOSED).open_at(START)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("李小明", "李**"), ("欧阳娜", "欧**"), (" Anna Li ", "A**"), ("", "邻居**"), ("  ", "邻居**"), (None, "邻居**")],
)
def test_a_credit_names_nobody_in_full(name: str | None, shown: str) -> None:
    assert rules.credit(name) == shown


@given(st.text(max_size=30))
def test_a_credit_shows_one_character_of_a_name_at_most(name: str) -> None:
    shown = rules.credit(name)
    assert shown.endswith("**")
    assert shown[:-2] in {name.strip()[:1], "邻居"}


def test_what_brings_members_to_a_campaign() -> None:
    assert triggers(_campaign(audience=Audience(any_of=(FAN, RICH)))) == ("TAG#PRODUCT_FAN", "TAG#HIGH_VALUE")
    assert triggers(_campaign(kind=CampaignKind.UGC)) == ("FACT#UPSET_THEN_SATISFIED",)


def test_a_place_is_known_to_be_free_while_fewer_are_taken_than_there_are() -> None:
    assert [_campaign(quota=2, taken=taken).has_place for taken in (0, 1, 2)] == [True, True, False]
    assert _campaign(taken=10_000).has_place


def _campaign(**changes: object) -> Campaign:
    facts = {"id": "C", "kind": CampaignKind.TESTER, "title": "春季鲜肉", "audience": Audience(any_of=(FAN,))}
    return Campaign(**facts | {"opens_at": START, "opened_at": START} | changes)  # type: ignore[arg-type]
