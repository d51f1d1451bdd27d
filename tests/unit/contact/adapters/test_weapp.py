"""Subscription notices of the mini-program."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest

from care.contact.channels import ChannelRefused, Then
from fakes.channel_rigs import Rig, rig
from fakes.providers.weapp import Weapp


@pytest.fixture
def made() -> Iterator[Rig]:
    with rig("weapp") as each:
        yield each


def wechat(made: Rig) -> Weapp:
    return cast("Weapp", made.provider)


def refused(made: Rig) -> ChannelRefused:
    with pytest.raises(ChannelRefused) as caught:
        made.channel.send(made.outgoing)
    return caught.value


def test_fields_are_filled_from_our_variables(made: Rig) -> None:
    made.channel.send(made.outgoing)
    (got,) = made.delivered()
    assert json.loads(got.text) == {"thing1": "牛肉", "phrase2": "有新回复"}
    (asked,) = wechat(made).sent
    assert (asked["page"], asked["miniprogram_state"], asked["lang"]) == ("pages/ticket", "formal", "zh_CN")


def test_what_is_too_long_for_a_field_is_cut_as_the_template_says(made: Rig) -> None:
    made.channel.send(replace(made.outgoing, values={"goods": "很" * 40, "greeting": ""}))
    (got,) = made.delivered()
    assert json.loads(got.text)["thing1"] == "很" * 20


def test_control_characters_never_leave_the_house(made: Rig) -> None:
    made.channel.send(replace(made.outgoing, values={"goods": "牛\n\t肉", "greeting": ""}))
    (got,) = made.delivered()
    assert json.loads(got.text)["thing1"] == "牛 肉"


def test_a_grant_is_one_notice(made: Rig) -> None:
    wechat(made).grants["o-1", "tpl-1"] = 1
    made.channel.send(made.outgoing)
    refusal = refused(made)
    assert (refusal.code, refusal.then) == ("weapp:43101", Then.FALLBACK)


def test_a_template_that_is_not_registered_goes_another_way(made: Rig) -> None:
    made.outgoing = replace(made.outgoing, template="ticket_paid")
    assert refused(made).then is Then.FALLBACK
    assert wechat(made).asked == []


def test_a_token_that_is_revoked_is_asked_for_again_without_force(made: Rig) -> None:
    made.channel.send(made.outgoing)
    wechat(made).desk.revoke("wx-1")
    made.channel.send(made.outgoing)
    assert wechat(made).desk.forced["wx-1"] == 0
    assert len(made.delivered()) == 2


def test_force_is_for_a_provider_that_gives_out_again_what_it_refused(made: Rig) -> None:
    made.channel.send(made.outgoing)
    wechat(made).desk.sticky = True
    wechat(made).desk.revoke("wx-1")
    made.channel.send(made.outgoing)
    assert wechat(made).desk.forced["wx-1"] == 1
    assert len(made.delivered()) == 2


def test_the_forced_ones_of_a_day_are_used_up(made: Rig) -> None:
    made.channel.send(made.outgoing)
    desk = wechat(made).desk
    desk.sticky, desk.forced["wx-1"] = True, 20
    desk.revoke("wx-1")
    assert refused(made).then is Then.ALARM
    assert len(made.delivered()) == 1
