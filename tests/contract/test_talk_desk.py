"""The contract of TalkDesk: the real adapter against 微信客服 on loopback, and the fake that the crash tests use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest

from care.contact.adapters.http import HttpTrouble
from care.contact.adapters.meanings import Meant, Provider, meanings
from care.contact.channels import Channel, ChannelRefused, LocalChannel, Then
from care.contact.talks.desk import TalkDesk
from care.kernel.clock import SettableClock
from fakes.channel_rigs import Rig, rig
from fakes.house import START
from fakes.lives_of_talks import Account
from fakes.providers.kf_account import KfAccount
from fakes.providers.serving import Trouble
from fakes.providers.wecom import Wecom

SYNC, WELCOME = "/cgi-bin/kf/sync_msg", "/cgi-bin/kf/send_msg_on_event"


@dataclass
class Desk:
    desk: TalkDesk
    kf: KfAccount
    clock: SettableClock


@dataclass
class Real:
    """`path` of what is asked next breaks, or is refused."""

    rig: Rig
    desk: TalkDesk

    @property
    def provider(self) -> Wecom:
        return cast("Wecom", self.rig.provider)


@pytest.fixture
def real() -> Iterator[Real]:
    with rig("wecom kf") as made:
        assert isinstance(made.channel, TalkDesk)
        yield Real(made, made.channel)


@pytest.fixture(params=["fake", "real"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    if request.param == "fake":
        clock = SettableClock(START)
        kf = KfAccount(clock)
        fake: Channel = Account(LocalChannel(), kf)
        assert isinstance(fake, TalkDesk)
        yield Desk(fake, kf, clock)
        return
    with rig("wecom kf") as made:
        assert isinstance(made.channel, TalkDesk)
        kf = cast("Wecom", made.provider).kf
        kf.short = 2
        yield Desk(made.channel, kf, made.house.clock)


def texts(desk: Desk, token: str, cursor: str = "") -> tuple[list[str], str, bool]:
    page = desk.desk.fetch(cursor, token, 64)
    return [str(each["text"]["content"]) for each in page.messages], page.cursor, page.more


def say(desk: Desk, text: str, customer: str = "wm-1") -> str:
    return desk.kf.hold(customer, msgtype="text", text={"content": text})


# ---------------------------------------------------------------- both


def test_it_knows_its_account(desk: Desk) -> None:
    assert desk.desk.account == "kf-1"


def test_pages_follow_their_cursor_and_the_same_cursor_gives_the_same_page(desk: Desk) -> None:
    token = [say(desk, str(number)) for number in range(3)][-1]
    first, cursor, more = texts(desk, token)
    assert (first, more) == (["0", "1"], True)
    assert texts(desk, token) == (first, cursor, more)
    rest, end, more = texts(desk, token, cursor)
    assert (rest, more) == (["2"], False)
    assert texts(desk, token, end) == ([], end, False)


def test_what_came_after_an_end_follows_it(desk: Desk) -> None:
    _, cursor, _ = texts(desk, say(desk, "0"))
    assert texts(desk, say(desk, "1"), cursor)[0] == ["1"]


def test_what_is_older_than_three_days_is_gone(desk: Desk) -> None:
    say(desk, "0")
    desk.clock.move(timedelta(days=3, minutes=1))
    assert texts(desk, say(desk, "1"))[0] == ["1"]


def test_who_is_named_is_named(desk: Desk) -> None:
    say(desk, "0", "wm-1")
    say(desk, "1", "wm-2")
    desk.kf.unionids["wm-1"] = "union-1"
    assert desk.desk.unionids({"wm-1", "wm-2"}) == {"wm-1": "union-1"}


def test_a_welcome_is_said(desk: Desk) -> None:
    desk.kf.enters("wm-1")
    desk.desk.welcome("welcome-0", "您好", "m1")


# ---------------------------------------------------------------- the real one


def test_without_a_token_it_asks_seldom(real: Real) -> None:
    for _ in range(3):
        real.desk.fetch("", "", 64)
    with pytest.raises(ChannelRefused) as caught:
        real.desk.fetch("", "", 64)
    assert (caught.value.code, caught.value.then) == ("OUR_OWN_LIMIT", Then.RETRY)
    assert len(real.provider.kf.bare) == 3
    real.rig.house.clock.move(timedelta(minutes=1))
    real.desk.fetch("", "", 64)


def test_a_token_that_is_over_is_left_out(real: Real) -> None:
    token = real.provider.writes("wm-1", "在吗")
    real.rig.house.clock.move(timedelta(minutes=10))
    assert len(real.desk.fetch("", token, 64).messages) == 1
    assert len(real.provider.kf.asked) == 2


def test_an_access_token_that_was_revoked_is_replaced(real: Real) -> None:
    token = real.provider.writes("wm-1", "在吗")
    real.desk.fetch("", token, 64)
    real.provider.desk.revoke("kf")
    assert len(real.desk.fetch("", token, 64).messages) == 1
    assert real.provider.desk.given["kf"] == 2


def test_another_account_is_refused() -> None:
    with rig("wecom kf", open_kfid="kf-2") as made, pytest.raises(ChannelRefused) as caught:
        cast("TalkDesk", made.channel).fetch("", "", 64)
    assert (caught.value.code, caught.value.then) == ("wecom:95000", Then.ALARM)


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TORN, Trouble.GARBAGE, Trouble.BROKEN, Trouble.STRANGE])
def test_a_page_that_broke_is_asked_for_again(real: Real, trouble: Trouble) -> None:
    real.provider.sends = (*real.provider.sends, SYNC)
    token = real.provider.writes("wm-1", "在吗")
    real.provider.fails(trouble)
    try:
        page = real.desk.fetch("", token, 64)
    except (HttpTrouble, ChannelRefused):
        page = real.desk.fetch("", token, 64)
    assert len(page.messages) == 1


@pytest.mark.parametrize("answer", [{"msg_list": "x"}, {"msg_list": ["x"]}, {"msg_list": {"a": 1}}])
def test_an_answer_without_messages_is_no_page(real: Real, answer: dict[str, Any]) -> None:
    real.provider.kf.ask = lambda _path, _content: (0, answer)  # type: ignore[assignment, method-assign]
    with pytest.raises(HttpTrouble):
        real.desk.fetch("", "", 64)


@pytest.mark.parametrize("answer", [{}, {"msg_list": None, "next_cursor": None}, {"customer_list": [None, {}, "x"]}])
def test_an_answer_that_lacks_everything_is_an_empty_one(real: Real, answer: dict[str, Any]) -> None:
    real.provider.kf.ask = lambda _path, _content: (0, answer)  # type: ignore[assignment, method-assign]
    assert real.desk.fetch("", "", 64).messages == ()
    assert real.desk.unionids({"wm-1"}) == {}


def test_more_customers_than_one_call_takes_are_left_for_their_next_word(real: Real) -> None:
    customers = [f"wm-{number:03}" for number in range(101)]
    for each in customers:
        real.provider.writes(each, "在吗")
        real.provider.kf.unionids[each] = f"u-{each}"
    assert len(real.desk.unionids(customers)) == 100


def test_each_code_ends_as_its_row_says_whatever_is_asked(real: Real) -> None:
    """A token of the callback makes no difference: it is left out, and the code comes again."""
    calls: dict[str, Callable[[], object]] = {
        "fetch": lambda: real.desk.fetch("", "t", 64),
        "names": lambda: real.desk.unionids({"wm-1"}),
        "pass on": lambda: real.desk.pass_on("wm-1"),
        "welcome": lambda: real.desk.welcome("c", "您好", "m"),
    }
    for code, row in meanings()[Provider.WECOM].items():
        for name, call in calls.items():
            real.rig.house.clock.move(timedelta(days=1))
            queue = real.provider.forced if name == "welcome" else real.provider.kf.forced
            queue.extend([int(code)] * 4)
            with pytest.raises(ChannelRefused) as caught:
                call()
            queue.clear()
            then = Then.ALARM if row.then is Meant.TOKEN else row.then
            assert caught.value.then == then, (code, name)
            assert (caught.value.after.seconds if caught.value.after else None) == row.after, (code, name)


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.SLOW, Trouble.GARBAGE])
def test_a_welcome_whose_answer_is_lost_was_said_once(real: Real, trouble: Trouble) -> None:
    real.provider.kf.enters("wm-1")
    real.provider.fails(trouble)
    with pytest.raises(HttpTrouble):
        real.desk.welcome("welcome-0", "您好", "m1")
    assert len(real.provider.delivered) == 1
    with pytest.raises(ChannelRefused) as caught:
        real.desk.welcome("welcome-0", "您好", "m1")
    assert (caught.value.code, caught.value.then) == ("wecom:41051", Then.DROP)


def test_a_welcome_that_comes_late_is_dropped(real: Real) -> None:
    real.provider.kf.enters("wm-1")
    real.rig.house.clock.move(timedelta(seconds=20))
    with pytest.raises(ChannelRefused) as caught:
        real.desk.welcome("welcome-0", "您好", "m1")
    assert (caught.value.code, caught.value.then) == ("wecom:41050", Then.DROP)
