"""Every documented code of every provider, driven through an adapter: what it means is data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from care.contact.adapters.http import Unanswered
from care.contact.adapters.meanings import Meant, Provider, TokenRefused, meaning, meanings, refusal
from care.contact.channels import ChannelRefused, Then
from fakes.channel_rigs import REMOTE, Rig, rig
from fakes.providers.wecom import Wecom

RIGS = {
    "wecom app": Provider.WECOM,
    "wecom template": Provider.WECOM,
    "wecom kf": Provider.WECOM,
    "wecom robot": Provider.WECOM,
    "weapp": Provider.WEAPP,
    "sms alibaba": Provider.ALIBABA,
    "sms tencent": Provider.TENCENT,
}
WITH_TOKEN = ("wecom app", "wecom template", "wecom kf", "weapp")


@pytest.fixture(params=RIGS)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def provider(name: str) -> Provider:
    return RIGS[name]


@pytest.fixture
def driven(name: str) -> Iterator[Rig]:
    with rig(name) as made:
        yield made


def test_every_adapter_is_driven() -> None:
    assert set(RIGS) == set(REMOTE)


def outcome(driven: Rig, code: str, times: int) -> str:
    """What sending ends with where the provider answers so many times with a code."""
    assert driven.provider
    driven.house.clock.move(timedelta(days=32))  # no meter of ours is full
    if isinstance(driven.provider, Wecom):
        driven.provider.speaks("wm-1")  # and a talk is open
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


def test_a_token_that_is_over_is_replaced_once(name: str, provider: Provider, driven: Rig) -> None:
    codes = [code for code, row in meanings()[provider].items() if row.then is Meant.TOKEN]
    assert bool(codes) == (provider in (Provider.WECOM, Provider.WEAPP))
    for nth, code in enumerate(codes):
        driven.outgoing = replace(driven.outgoing, message_id=f"m{nth}")
        once = "SENT None" if name in WITH_TOKEN else "ALARM None"
        assert outcome(driven, code, 1) == once, code
        assert outcome(driven, code, 2) == "ALARM None", code
        assert driven.provider
        driven.provider.forced.clear()
    assert len(driven.delivered()) == len(codes) * (name in WITH_TOKEN)


def test_every_row_is_whole(provider: Provider) -> None:
    for code, row in meanings()[provider].items():
        assert row.means, code
        assert (row.after is not None) == (row.then is Meant.RETRY), code


def test_the_codes_that_the_facts_name_are_there() -> None:
    named = {
        Provider.WECOM: "-1 40014 60020 41051 41096 45009 95001 95002 95007",
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
