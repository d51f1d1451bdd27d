"""WeChat's `code2session`, driven through its codes and its troubles."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from care.contact.adapters.config import WeappConfig
from care.kernel.errors import Refused
from care.login.codes import Identity
from care.login.errors import CodeNotTaken, LoginBlocked, LoginLater
from care.login.weapp_codes import WeappCodes, Went, login_http, refusals
from fakes.channel_rigs import quick
from fakes.house import House
from fakes.providers.serving import Trouble, serving
from fakes.providers.weapp import Weapp


@dataclass
class Rig:
    """The adapter beside its provider."""

    provider: Weapp
    codes: WeappCodes
    house: House
    alarms: list[str]
    leaving: ExitStack = field(default_factory=ExitStack)

    def refused(self, code: str | None = None) -> Refused:
        with pytest.raises(Refused) as caught:
            self.codes.identify(code or self.provider.wx_login("o-1"))
        return caught.value


@pytest.fixture
def rig() -> Iterator[Rig]:
    house, alarms = House(), list[str]()
    with ExitStack() as stack:
        provider = Weapp(house.clock)
        stack.enter_context(serving(provider))
        config = WeappConfig(base=provider.url, appid="wx-1", secret="s-1", templates={})
        codes = WeappCodes(config=config, http=quick(), alarmed=alarms.append)
        yield Rig(provider, codes, house, alarms, stack)


OUTCOMES = {
    Went.CODE: CodeNotTaken,
    Went.BLOCKED: LoginBlocked,
    Went.LATER: LoginLater,
    Went.ALARM: LoginLater,
    Went.AGAIN: LoginLater,
}


@pytest.mark.parametrize("code", refusals())
def test_each_documented_code_ends_as_it_means(rig: Rig, code: str) -> None:
    meaning = refusals()[code]
    rig.provider.refuses(int(code), int(code))
    refusal = rig.refused()
    assert type(refusal) is OUTCOMES[meaning.then]
    assert rig.alarms == ([code] if meaning.then is Went.ALARM else [])
    assert len(rig.provider.sent) == (2 if meaning.then is Went.AGAIN else 1)


def test_the_codes_that_matter_are_documented() -> None:
    wanted = {"-1": Went.AGAIN, "40029": Went.CODE, "40163": Went.CODE, "40226": Went.BLOCKED, "45011": Went.LATER}
    assert {code: refusals()[code].then for code in wanted} == wanted


def test_a_code_that_nobody_documented_is_ours_to_look_at(rig: Rig) -> None:
    rig.provider.refuses(987654)
    assert rig.refused().detail == {"seconds": 60}
    assert rig.alarms == ["987654"]


def test_busy_is_asked_again_once(rig: Rig) -> None:
    rig.provider.refuses(-1)
    assert rig.codes.identify(rig.provider.wx_login("o-1")) == Identity(openid="o-1")
    assert len(rig.provider.sent) == 2


def test_what_comes_too_often_is_told_when_to_come_back(rig: Rig) -> None:
    for _ in range(100):
        rig.codes.identify(rig.provider.wx_login("o-1"))
    assert rig.refused().detail == {"seconds": 60}
    rig.house.clock.move(timedelta(minutes=1))
    rig.codes.identify(rig.provider.wx_login("o-1"))


def test_a_code_lasts_five_minutes(rig: Rig) -> None:
    code = rig.provider.wx_login("o-1")
    rig.house.clock.move(timedelta(minutes=6))
    assert type(rig.refused(code)) is CodeNotTaken


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TORN, Trouble.SLOW, Trouble.GARBAGE, Trouble.BROKEN])
def test_a_code_whose_answer_was_lost_is_never_sent_again(rig: Rig, trouble: Trouble) -> None:
    rig.provider.fails(trouble)
    code = rig.provider.wx_login("o-1")
    assert rig.refused(code).detail == {"seconds": 2}
    assert len(rig.provider.sent) == 1
    assert type(rig.refused(code)) is CodeNotTaken, "it is used up, so the client brings another"
    assert rig.alarms == []


def test_an_answer_that_says_nobody_is_ours_to_look_at(rig: Rig) -> None:
    rig.provider.fails(Trouble.STRANGE)
    assert type(rig.refused()) is LoginLater
    assert rig.alarms == ["NO_OPENID"]


@pytest.mark.parametrize(("trouble", "alarms"), [(Trouble.TOO_OFTEN, []), (Trouble.FORBIDDEN, ["HTTP_403"])], ids=str)
def test_something_in_between_refuses(rig: Rig, trouble: Trouble, alarms: list[str]) -> None:
    rig.provider.fails(trouble)
    assert rig.refused().detail == {"seconds": 60}
    assert rig.alarms == alarms


def test_without_a_connection_it_is_for_later(rig: Rig) -> None:
    code = rig.provider.wx_login("o-1")
    rig.leaving.close()
    assert rig.refused(code).detail == {"seconds": 2}


@pytest.mark.parametrize("trouble", [None, Trouble.CUT, Trouble.GARBAGE, Trouble.FORBIDDEN])
def test_no_code_no_secret_and_no_openid_stands_in_an_error_or_a_log(
    rig: Rig, trouble: Trouble | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = rig.provider.wx_login("o-77")
    if trouble:
        rig.provider.fails(trouble)
        told = repr(rig.refused(code))
    else:
        told = repr(rig.codes.identify(code))
    told += caplog.text
    assert not any(secret in told for secret in (code, "s-1", "o-77", "HyVFk", "jscode2session"))


def test_two_calls_fit_into_the_time_of_the_function() -> None:
    assert 2 * login_http().send_within < 6
