"""What may be said in 微信客服: our count never says more than the provider's."""

from datetime import datetime, timedelta
from random import Random

import pytest

from care.contact.member_contact import KfWindow, MemberContact
from care.contact.talks.window import KfLimits, after_bounce, after_refusal, heard, may_say, said
from fakes.house import START

LIMITS = KfLimits(lasts=timedelta(hours=48), most=5)
LATER = START + timedelta(minutes=1)


def contact(sent: int = 0, at: datetime = START) -> MemberContact:
    return MemberContact(member_id="M1", kf=KfWindow(heard_at=at, sent=sent))


def test_nobody_who_never_wrote_is_written_to() -> None:
    assert not may_say(MemberContact(member_id="M1"), START, LIMITS)


@pytest.mark.parametrize(("sent", "after", "may"), [(0, 0, True), (4, 47.9, True), (5, 0, False), (0, 48, False)])
def test_so_many_and_so_long(sent: int, after: float, *, may: bool) -> None:
    assert may_say(contact(sent), START + timedelta(hours=after), LIMITS) is may


def test_a_word_opens_a_new_window_and_an_older_one_nothing() -> None:
    assert heard(contact(3), LATER).kf == KfWindow(heard_at=LATER)
    assert heard(contact(3), START) == contact(3)
    assert heard(contact(3, LATER), START) == contact(3, LATER)


def test_what_was_refused_gives_its_place_back_once() -> None:
    assert after_refusal(said(contact(2)), LATER, "wecom:60020") == contact(2)
    assert after_refusal(contact(0), LATER, "wecom:60020") == contact(0)


@pytest.mark.parametrize("code", ["wecom:95001", "wecom:95002", "wecom:95013", "kf:4", "kf:6", "kf:10"])
def test_a_code_that_says_so_ends_the_window(code: str) -> None:
    assert after_refusal(contact(2), LATER, code).kf is None
    assert after_bounce(contact(2), LATER, code).kf is None


def test_what_failed_later_has_used_its_place() -> None:
    assert after_bounce(contact(2), LATER, "kf:2") == contact(2)


@pytest.mark.parametrize("code", ["wecom:95001", "wecom:60020"])
def test_an_answer_about_an_older_window_says_nothing_of_this_one(code: str) -> None:
    assert after_refusal(contact(1, LATER), START, code) == contact(1, LATER)
    assert after_bounce(contact(1, LATER), START, code) == contact(1, LATER)
    assert after_refusal(contact(1), None, code) == contact(1)


@pytest.mark.parametrize("seed", range(50))
def test_the_provider_never_refuses_for_what_we_could_have_counted(seed: int) -> None:
    """Random histories, 100 steps each: words, messages that go out, are refused, are lost, or fail later."""
    random, now, ours = Random(seed), START, MemberContact(member_id="M1")
    theirs: tuple[datetime, int] | None = None
    for _ in range(100):
        now += timedelta(minutes=random.choice([1, 30, 60 * 20]))
        step = random.choice(["word", "send", "send", "send", "busy", "lost", "failed"])
        if step == "word":
            ours, theirs = heard(ours, now), (now, 0)
        elif may_say(ours, now, LIMITS):
            ours = said(ours)
            if step == "busy":
                ours = after_refusal(ours, now, "wecom:-1")
                continue
            assert theirs
            assert theirs[1] < LIMITS.most
            assert now < theirs[0] + LIMITS.lasts
            theirs = theirs[0], theirs[1] + 1
            if step == "failed":
                ours = after_bounce(ours, now, "kf:4")
