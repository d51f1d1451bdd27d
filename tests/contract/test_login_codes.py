"""The contract of Codes: WeChat's `code2session` on loopback, and the one that tests of what lies above it use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from care.contact.adapters.config import WeappConfig
from care.login.codes import Codes, Identity
from care.login.errors import CodeNotTaken
from care.login.weapp_codes import WeappCodes
from fakes.channel_rigs import quick
from fakes.house import House
from fakes.login_codes import OneUseCodes, code_of
from fakes.providers.serving import serving
from fakes.providers.weapp import Weapp


@dataclass
class Desk:
    """`give` makes a code, as a client gets it."""

    codes: Codes
    give: Callable[[str, str | None], str]


@pytest.fixture(params=["memory", "wechat"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    if request.param == "memory":
        yield Desk(OneUseCodes(), code_of)
        return
    provider = Weapp(House().clock)
    with serving(provider):
        config = WeappConfig(base=provider.url, appid="wx-1", secret="s-1", templates={})
        yield Desk(WeappCodes(config=config, http=quick(), alarmed=pytest.fail), provider.wx_login)


def test_a_code_says_whose_it_is(desk: Desk) -> None:
    assert desk.codes.identify(desk.give("o-1", None)) == Identity(openid="o-1")
    assert desk.codes.identify(desk.give("o-2", "u-2")) == Identity(openid="o-2", unionid="u-2")


def test_a_code_is_good_once(desk: Desk) -> None:
    code = desk.give("o-1", None)
    desk.codes.identify(code)
    with pytest.raises(CodeNotTaken):
        desk.codes.identify(code)


def test_a_made_up_code_is_refused(desk: Desk) -> None:
    with pytest.raises(CodeNotTaken) as caught:
        desk.codes.identify("made-up")
    assert caught.value.field == "code"


def test_nobody_is_named_where_an_identity_is_shown(desk: Desk) -> None:
    assert "o-1" not in repr(desk.codes.identify(desk.give("o-1", "u-1")))
