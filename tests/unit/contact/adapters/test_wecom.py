"""企业微信: what is peculiar to it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from care.contact.adapters.wecom_template import WecomTemplate
from care.contact.channels import ChannelRefused, Receipt, Then
from care.contact.confirmation import Confirmation
from fakes.channel_rigs import Rig, rig
from fakes.providers.wecom import Wecom


@pytest.fixture
def app() -> Iterator[Rig]:
    with rig("wecom app") as made:
        yield made


@pytest.fixture
def template() -> Iterator[Rig]:
    with rig("wecom template") as made:
        yield made


@pytest.fixture
def kf() -> Iterator[Rig]:
    with rig("wecom kf") as made:
        yield made


@pytest.fixture
def robot() -> Iterator[Rig]:
    with rig("wecom robot") as made:
        yield made


def corp(made: Rig) -> Wecom:
    return cast("Wecom", made.provider)


def say(made: Rig, number: int = 0, **changes: str) -> Receipt:
    return made.channel.send(replace(made.outgoing, message_id=f"m{number}", text=f"第{number}条", **changes))  # type: ignore[arg-type]


def refused(made: Rig, number: int = 0, **changes: str) -> ChannelRefused:
    with pytest.raises(ChannelRefused) as caught:
        say(made, number, **changes)
    return caught.value


def test_a_token_serves_until_it_expires(app: Rig) -> None:
    for number in range(3):
        say(app, number)
        app.house.clock.move(timedelta(minutes=60))
    assert corp(app).desk.given["1000002"] == 2
    assert len(app.delivered()) == 3


def test_a_token_that_was_revoked_early_is_replaced_and_the_message_goes_out_once(app: Rig) -> None:
    say(app, 1)
    corp(app).desk.revoke("1000002")
    say(app, 2)
    assert corp(app).desk.given["1000002"] == 2
    assert [each.text for each in app.delivered()] == ["第1条", "第2条"]


def test_a_wrong_secret_is_an_alarm() -> None:
    with rig("wecom app", secret="nobody's") as made:
        refusal = refused(made)
        assert (refusal.code, refusal.then) == ("wecom:40001", Then.ALARM)


def test_a_wrong_corp_is_an_alarm() -> None:
    with rig("wecom app", corp_id="another") as made:
        assert refused(made).then is Then.ALARM


def test_without_a_token_nothing_went_out(app: Rig) -> None:
    app.leave()
    refusal = refused(app)
    assert (refusal.code, refusal.then) == ("NO_TOKEN", Then.RETRY)


def test_a_member_who_is_not_there_is_told_apart_from_those_who_are(app: Rig) -> None:
    assert refused(app, address="gone").then is Then.FALLBACK
    say(app, address="wang|gone")
    assert [each.to for each in app.delivered()] == ["wang"]


def test_a_call_that_was_taken_may_still_have_missed_its_member(app: Rig) -> None:
    corp(app).members.add("WangFang")
    corp(app).unlicensed.add("WangFang")
    refusal = refused(app, address="WangFang")
    assert (refusal.code, refusal.then) == ("wecom:unlicenseduser", Then.FALLBACK)
    assert app.delivered() == []


def codes(made: Rig, count: int, every: timedelta) -> list[str]:
    """What so many messages to one address end with, "" where they were taken."""
    ended = []
    for number in range(count):
        try:
            say(made, number)
            ended.append("")
        except ChannelRefused as refusal:
            ended.append(f"{refusal.code} {refusal.then}")
        made.house.clock.move(every)
    return ended


def test_what_the_provider_would_drop_in_silence_is_held_back(app: Rig) -> None:
    ended = codes(app, 60, timedelta(seconds=1))
    assert set(ended) == {"", "OUR_OWN_LIMIT RETRY"}
    assert corp(app).dropped == []
    assert 25 <= ended.count("") == len(app.delivered()) < 45


def test_the_provider_here_does_drop_in_silence() -> None:
    """Else the test above would prove nothing."""
    with rig("wecom app", member_a_minute=1000) as made:
        for number in range(40):
            say(made, number)
        assert len(corp(made).dropped) == 10


def test_a_thousand_an_hour_are_not_reached_either() -> None:
    with rig("wecom app", member_an_hour=20, accounts=100) as made:
        assert 15 < codes(made, 60, timedelta(minutes=1)).count("") < 20


def test_one_member_s_excess_holds_up_no_other(app: Rig) -> None:
    for number in range(15):
        say(app, number)
    assert refused(app, 15).then is Then.RETRY
    assert say(app, 16, address="li").id


def test_the_app_s_day_is_rationed_by_its_accounts(app: Rig) -> None:
    corp(app).members |= {f"u{each}" for each in range(20)}
    for number in range(200):
        say(app, number, address=f"u{number % 20}")
        app.house.clock.move(timedelta(seconds=1))
    refusal = refused(app, 200)
    assert (refusal.code, refusal.then) == ("OUR_OWN_LIMIT", Then.FALLBACK)


def test_the_same_text_again_within_half_an_hour_is_shown_once(app: Rig) -> None:
    """So that a message which is tried again after `-1` cannot come twice."""
    for _ in range(2):
        app.channel.send(app.outgoing)
    assert len(app.delivered()) == 1


def test_a_long_text_is_cut_to_its_bytes(app: Rig) -> None:
    app.channel.send(replace(app.outgoing, text="字" * 3000))
    (got,) = app.delivered()
    assert got.text == "字" * 681 + "…"
    assert len(got.text.encode()) <= 2048


def test_a_customer_gets_it_only_once_an_employee_confirms(template: Rig) -> None:
    receipt = say(template, 1)
    assert receipt.waits
    assert corp(template).delivered == []
    corp(template).confirm(receipt.id)
    assert [each.to for each in corp(template).delivered] == ["wm-1"]
    (asked,) = corp(template).sent
    assert asked["sender"] == "li"


def test_a_receipt_that_waits_can_be_asked_after(template: Rig) -> None:
    channel, receipt = cast("WecomTemplate", template.channel), say(template, 1)
    assert channel.confirmation(receipt.id, "wm-1") is Confirmation.WAITS
    corp(template).confirm(receipt.id)
    assert channel.confirmation(receipt.id, "wm-1") is Confirmation.SENT
    assert channel.confirmation(receipt.id, "wm-2") is Confirmation.WAITS


def test_a_customer_may_leave_before_the_employee_confirms(template: Rig) -> None:
    channel, receipt = cast("WecomTemplate", template.channel), say(template, 1)
    corp(template).customers.clear()
    corp(template).confirm(receipt.id)
    assert channel.confirmation(receipt.id, "wm-1") is Confirmation.NOT_IN_TOUCH
    assert corp(template).delivered == []


def test_the_provider_may_have_counted_one_too_many(template: Rig) -> None:
    channel, receipt = cast("WecomTemplate", template.channel), say(template, 1)
    corp(template).results[receipt.id] = [{"external_userid": "wm-1", "status": 3}]
    assert channel.confirmation(receipt.id, "wm-1") is Confirmation.TOO_MANY


def test_asking_after_it_survives_a_token_that_is_over(template: Rig) -> None:
    channel, receipt = cast("WecomTemplate", template.channel), say(template, 1)
    corp(template).desk.revoke("contact")
    assert channel.confirmation(receipt.id, "wm-1") is Confirmation.WAITS
    assert corp(template).desk.given["contact"] == 2


def test_a_customer_whose_month_is_full_is_written_to_another_way(template: Rig) -> None:
    for number in range(28):
        say(template, number)
        template.house.clock.move(timedelta(minutes=1))
    refusal = refused(template, 28)
    assert (refusal.code, refusal.then) == ("OUR_OWN_LIMIT", Then.FALLBACK)
    assert len(corp(template).sent) == 28


def test_what_the_provider_counted_and_we_did_not_ends_in_its_list(template: Rig) -> None:
    month = "2026-03"
    corp(template).sent_at[f"wm-1:{month}"] = [template.house.clock.now()] * 28
    refusal = refused(template)
    assert (refusal.code, refusal.then) == ("wecom:fail_list", Then.FALLBACK)
    assert template.delivered() == []


def test_a_customer_who_left_is_written_to_another_way(template: Rig) -> None:
    assert refused(template, address="wm-9").then is Then.FALLBACK


def test_five_in_a_talk_and_then_they_must_speak(kf: Rig) -> None:
    for number in range(5):
        say(kf, number)
    assert refused(kf, 5).then is Then.FALLBACK
    corp(kf).speaks("wm-1")
    say(kf, 6)
    assert len(kf.delivered()) == 6


def test_a_talk_is_over_after_48_hours(kf: Rig) -> None:
    kf.house.clock.move(timedelta(hours=48, seconds=1))
    refusal = refused(kf)
    assert (refusal.code, refusal.then) == ("wecom:95002", Then.FALLBACK)


def test_our_id_is_the_provider_s(kf: Rig) -> None:
    assert say(kf, 7).id == "m7"


def test_a_robot_keeps_below_twenty_a_minute(robot: Rig) -> None:
    ended = codes(robot, 60, timedelta(seconds=1))
    assert set(ended) == {"", "OUR_OWN_LIMIT RETRY"}
    assert ended.count("") == len(robot.delivered()) > 15


def test_a_group_without_a_robot_is_told_another_way(robot: Rig) -> None:
    assert refused(robot, address="elsewhere").then is Then.FALLBACK
    assert corp(robot).asked == []


def test_a_robot_has_no_token_to_be_replaced(robot: Rig) -> None:
    corp(robot).refuses(42001)
    assert refused(robot).then is Then.ALARM
    assert len(corp(robot).sent) == 1


def test_each_app_of_the_corp_has_a_token_of_its_own(app: Rig, kf: Rig) -> None:
    say(app)
    say(kf)
    assert set(corp(app).desk.given) == {"1000002"}
    assert set(corp(kf).desk.given) == {"kf"}
