"""Every documented code of every provider, driven through an adapter: what it means is data."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from care.contact.adapters.http import Unanswered
from care.contact.adapters.meanings import Meant, Provider, TokenRefused, meaning, meanings, refusal
from care.contact.channels import ChannelRefused, Then
from fakes.channel_rigs import Rig, rig

RIGS = {
    Provider.WECOM: "wecom app",
    Provider.WEAPP: "weapp",
    Provider.ALIBABA: "sms alibaba",
    Provider.TENCENT: "sms tencent",
}


@pytest.fixture(params=list(Provider))
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def driven(provider: Provider) -> Iterator[Rig]:
    with rig(RIGS[provider]) as made:
        yield made


def outcome(driven: Rig, code: str, times: int) -> str:
    """What sending ends with where the provider answers so many times with a code."""
    assert driven.provider
    driven.house.clock.move(timedelta(days=1))  # no meter of ours is full
    driven.provider.refuses(*[int(code) if code.lstrip("-").isdigit() else code] * times)
    try:
        driven.channel.send(driven.outgoing)
    except ChannelRefused as refused:
        return f"{refused.then} {refused.after.seconds if refused.after else None}"
    except Unanswered:
        return "UNKNOWN None"
    return "SENT None"


def test_each_code_ends_as_its_row_says(provider: Provider, driven: Rig) -> None:
    rows = meanings()[provider]
    for code, row in rows.items():
        if row.then is not Meant.TOKEN:
            assert outcome(driven, code, 1) == f"{row.then} {row.after}", code
    assert driven.delivered() == []


def test_a_token_that_is_over_is_replaced_once(provider: Provider, driven: Rig) -> None:
    codes = [code for code, row in meanings()[provider].items() if row.then is Meant.TOKEN]
    assert bool(codes) == (provider in (Provider.WECOM, Provider.WEAPP))
    for code in codes:
        assert outcome(driven, code, 1) == "SENT None", code
        assert outcome(driven, code, 2) == "ALARM None", code
    assert len(driven.delivered()) == len(codes)


def test_every_row_is_whole(provider: Provider) -> None:
    for code, row in meanings()[provider].items():
        assert row.means, code
        assert (row.after is not None) == (row.then is Meant.RETRY), code


def test_the_codes_that_the_facts_name_are_there() -> None:
    named = {
        Provider.WECOM: "-1 40014 60020 41051 41096 45009 95001",
        Provider.WEAPP: "-1 40001 42001 40003 40037 41030 43101 47003 43108 45009",
        Provider.ALIBABA: "isv.BUSINESS_LIMIT_CONTROL isv.DENY_IP_RANGE",
    }
    for each, codes in named.items():
        assert set(codes.split()) <= set(meanings()[each])


@pytest.mark.parametrize(
    ("provider", "code", "then"),
    [
        (Provider.ALIBABA, "Throttling.User", Meant.RETRY),
        (Provider.ALIBABA, "InvalidTimeStamp.Expired", Meant.ALARM),
        (Provider.TENCENT, "AuthFailure.SignatureFailure", Meant.ALARM),
        (Provider.TENCENT, "LimitExceeded.PhoneNumberOneHourLimit", Meant.FALLBACK),
        (Provider.TENCENT, "LimitExceeded.SomethingNew", Meant.FALLBACK),
        (Provider.TENCENT, "Something.New", Meant.ALARM),
        (Provider.WECOM, "123456", Meant.ALARM),
    ],
)
def test_a_code_is_known_by_what_stands_before_its_dots(provider: Provider, code: str, then: Meant) -> None:
    assert meaning(provider, code).then is then


def test_what_the_provider_does_not_know_itself_is_no_refusal() -> None:
    assert isinstance(refusal(Provider.TENCENT, "InternalError.Timeout"), Unanswered)
    assert isinstance(refusal(Provider.WEAPP, "42001"), TokenRefused)


def test_an_engine_knows_every_verdict_that_reaches_it() -> None:
    assert set(Then) | {Meant.TOKEN, Meant.UNKNOWN} == set(Meant)
