"""The contract of Channel: each adapter against its provider on loopback, and the local channel.

What certainly did not go out is refused, with what follows. What may have gone out raises, and is never sent again.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from care.contact.channels import ChannelRefused, Then
from fakes.channel_rigs import REMOTE, Rig, rig
from fakes.providers.serving import Fake, Trouble

_TOOK_IT = (Trouble.CUT, Trouble.TORN, Trouble.SLOW, Trouble.GARBAGE, Trouble.BROKEN, Trouble.STRANGE)


@pytest.fixture(params=["local", *REMOTE])
def any_(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with rig(request.param) as made:
        yield made


@pytest.fixture(params=REMOTE)
def remote(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with rig(request.param) as made:
        yield made


def provider_of(made: Rig) -> Fake:
    assert made.provider
    return made.provider


def refused(made: Rig) -> ChannelRefused:
    with pytest.raises(ChannelRefused) as caught:
        made.channel.send(made.outgoing)
    return caught.value


def test_a_message_is_taken_with_a_receipt(any_: Rig) -> None:
    assert any_.channel.send(any_.outgoing).id


def test_it_reaches_its_member_once(remote: Rig) -> None:
    remote.channel.send(remote.outgoing)
    (got,) = remote.delivered()
    assert "牛肉" in got.text
    assert len(provider_of(remote).sent) == 1


@pytest.mark.parametrize("trouble", _TOOK_IT)
def test_what_may_have_gone_out_is_not_known_and_not_sent_again(remote: Rig, trouble: Trouble) -> None:
    provider_of(remote).fails(trouble)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any but a refusal says: nobody knows
        remote.channel.send(remote.outgoing)
    assert not isinstance(caught.value, ChannelRefused)
    assert len(provider_of(remote).sent) == 1
    assert len(remote.delivered()) == 1


def test_without_a_connection_it_certainly_did_not_go_out(remote: Rig) -> None:
    remote.channel.send(remote.outgoing)  # what needs a token has one
    remote.leave()
    refusal = refused(remote)
    assert (refusal.then, refusal.code) == (Then.RETRY, "UNREACHED")
    assert len(provider_of(remote).sent) == 1


@pytest.mark.parametrize(
    ("trouble", "then"), [(Trouble.TOO_OFTEN, Then.RETRY), (Trouble.FORBIDDEN, Then.ALARM)], ids=str
)
def test_what_something_in_between_refuses_did_not_go_out(remote: Rig, trouble: Trouble, then: Then) -> None:
    provider_of(remote).fails(trouble)
    assert refused(remote).then is then
    assert remote.delivered() == []


def test_a_busy_provider_is_asked_again_later_and_not_by_the_channel(remote: Rig) -> None:
    provider_of(remote).refuses(remote.busy)
    refusal = refused(remote)
    assert refusal.then is Then.RETRY
    assert refusal.after
    assert refusal.after >= timedelta(seconds=5)
    assert len(provider_of(remote).sent) == 1


def test_a_mistake_of_ours_sounds_an_alarm(remote: Rig) -> None:
    provider_of(remote).refuses(remote.ours)
    assert refused(remote).then is Then.ALARM


def test_what_does_not_reach_this_member_goes_another_way(remote: Rig) -> None:
    provider_of(remote).refuses(remote.theirs)
    refusal = refused(remote)
    assert refusal.then is Then.FALLBACK
    assert str(remote.theirs) in refusal.code


def test_a_code_that_nobody_documented_sounds_an_alarm(remote: Rig) -> None:
    provider_of(remote).refuses("987654" if isinstance(remote.ours, str) else 987654)
    assert refused(remote).then is Then.ALARM


def test_nothing_personal_and_no_secret_stands_in_an_error(remote: Rig) -> None:
    provider_of(remote).fails(Trouble.CUT)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        remote.channel.send(remote.outgoing)
    told = repr(caught.value)
    assert not any(secret in told for secret in ("token", "secret", "王芳", "138", "wm-1", "http"))


def test_no_address_stands_in_a_key(remote: Rig) -> None:
    remote.channel.send(remote.outgoing)
    keys = " ".join(part for home in remote.house.storage.items for part in home)
    assert "METER#" in keys
    addresses = {"wang", "wm-1", "o-1", "13800138000"}
    assert not any(f":{address}" in keys for address in addresses)


_WITH_TOKEN = ["wecom app", "wecom template", "wecom kf", "weapp"]


@pytest.mark.parametrize("name", _WITH_TOKEN)
@pytest.mark.parametrize(("code", "then"), [(-1, Then.RETRY), (40013, Then.ALARM), (40001, Then.ALARM)], ids=str)
def test_without_a_token_it_certainly_did_not_go_out(name: str, code: int, then: Then) -> None:
    with rig(name) as made:
        provider_of(made).no_token.append(code)
        assert refused(made).then is then
        assert provider_of(made).sent == []


@pytest.mark.parametrize("name", ["weapp", "sms alibaba", "sms tencent"])
def test_a_variable_without_a_value_is_refused_with_its_name(name: str) -> None:
    with rig(name) as made:
        made.outgoing = replace(made.outgoing, values={"greeting": "您好"})
        refusal = refused(made)
        assert (refusal.code, refusal.then) == ("NO_VALUE:goods", Then.ALARM)
        assert provider_of(made).asked == []


@pytest.mark.parametrize("goods", ["a+b=c&d", "100% ~*'()", "牛肉🥩", '"引号"\\', "a/b?c#d;e", "  "])
def test_whatever_a_value_is_it_arrives_as_it_is(remote: Rig, goods: str) -> None:
    values, text = {"greeting": "您好", "goods": goods}, f"您的{goods}到了"
    remote.channel.send(replace(remote.outgoing, values=values, text=text))
    (got,) = remote.delivered()
    assert json.dumps(goods, ensure_ascii=False)[1:-1] in got.text or goods in got.text
