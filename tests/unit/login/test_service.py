from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from care.contact.adapters.meters import METERS
from care.dynamo.requests import Request
from care.dynamo.writes import DynamoWrite
from care.kernel.errors import Refused
from care.kernel.settings import Settings
from care.login.end_sessions import EndSessions
from care.login.errors import (
    CodeNotTaken,
    LoginBlocked,
    LoginLater,
    LoginNotClear,
    LoginOff,
    LoginUnknownMember,
    SessionOver,
    TooManyLogins,
)
from care.login.model import End
from care.members.store import MEMBERS, WECHAT
from fakes.house import START
from fakes.login_codes import OneUseCodes, code_of
from fakes.login_room import HERE, LoginRoom

DAY = timedelta(days=1)


@pytest.fixture
def room() -> LoginRoom:
    """M001 has o-1."""
    made = LoginRoom()
    made.states(openid="o-1")
    return made


def refused(call: Callable[[], object], kind: type[Refused]) -> Refused:
    with pytest.raises(kind) as caught:
        call()
    return caught.value


# ---------------------------------------------------------------- who is who


def test_whoever_the_mall_has_told_of_is_logged_in(room: LoginRoom) -> None:
    tokens = room.log_in()
    assert tokens.member_id == "M001"
    assert room.logins.seals.member_of(tokens.access, START) == "M001"
    assert (tokens.access_until, tokens.refresh_until) == (START + timedelta(minutes=15), START + 14 * DAY)


def test_the_figures_are_the_operators(room: LoginRoom) -> None:
    room.settings = Settings(1, {"login.access_minutes": 5, "login.idle_days": 30, "login.whole_days": 7})
    tokens = room.log_in()
    assert (tokens.access_until, tokens.refresh_until) == (START + timedelta(minutes=5), START + 7 * DAY)


def test_nobody_is_logged_in_whom_the_mall_has_not_told_of(room: LoginRoom) -> None:
    refused(lambda: room.log_in("o-2"), LoginUnknownMember)
    refused(lambda: room.log_in("o-2", "u-2"), LoginUnknownMember)
    room.states("M002", openid="o-2")
    assert room.log_in("o-2").member_id == "M002"


def test_whoever_is_known_by_unionid_bears_the_openid_from_then_on(room: LoginRoom) -> None:
    room.states("M002", unionid="u-2")
    assert room.log_in("o-2", "u-2").member_id == "M002"
    assert room.members.personal(room.members.get_many(["M002"])["M002"]).openid == "o-2"
    assert room.log_in("o-2").member_id == "M002", "without the unionid too"


def test_what_wechat_says_holds_against_an_openid_of_the_malls_own_program(room: LoginRoom) -> None:
    room.house.clock.move(-timedelta(hours=2))
    room.states("M002", unionid="u-2", openid="o-of-the-mall")
    room.house.clock.move(-timedelta(hours=1))
    assert room.log_in("o-2", "u-2").member_id == "M002"
    refused(lambda: room.log_in("o-of-the-mall"), LoginUnknownMember)


def test_an_openid_goes_before_a_unionid(room: LoginRoom) -> None:
    room.states("M002", unionid="u-1")
    assert room.log_in("o-1", "u-1").member_id == "M001"


@pytest.mark.parametrize("field", ["openid", "unionid"])
def test_two_members_of_one_account_are_nobody_until_the_mall_says_which(room: LoginRoom, field: str) -> None:
    for member_id in ("M003", "M004"):
        room.states(member_id, **{field: "x-9"})
    who = ("x-9", None) if field == "openid" else ("o-9", "x-9")
    refused(lambda: room.log_in(*who), LoginNotClear)
    room.house.clock.move(timedelta(minutes=1))
    room.states("M004", **{field: ""})
    assert room.log_in(*who).member_id == "M003"


def test_the_rows_lie_as_long_as_the_member_bears_the_id(room: LoginRoom) -> None:
    for step, detail in enumerate(
        ({"openid": "o-7", "unionid": "u-7"}, {"openid": "o-8"}, {"openid": "", "unionid": ""})
    ):
        room.house.clock.move(timedelta(minutes=step + 1))
        room.states(**detail)
        (member,) = room.house.storage.all(MEMBERS)
        rows = {row.digest for row in room.house.storage.all(WECHAT)}
        assert rows == {key for key in (member.openid_key, member.unionid_key) if key}


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize("refusal", [CodeNotTaken(field="code"), LoginBlocked(), LoginLater(seconds=2)])
def test_what_wechat_refuses_leaves_no_session(room: LoginRoom, refusal: Refused) -> None:
    assert room.codes
    room.codes.refusal = refusal
    refused(room.log_in, type(refusal))
    assert room.sessions == []


@pytest.mark.parametrize("code", ["", " ", "a b", "a\n", "ä", "x" * 129, "\x00"])
def test_what_can_be_no_code_is_not_even_asked_about(room: LoginRoom, code: str) -> None:
    assert room.codes
    refused(lambda: room.logins.log_in(code, HERE), CodeNotTaken)
    assert (room.codes.seen, room.house.storage.all(METERS)) == ([], [])


def test_without_a_mini_program_there_is_no_login() -> None:
    room = LoginRoom(codes=None)
    refused(room.log_in, LoginOff)


def test_one_code_at_one_moment_is_one_session(room: LoginRoom) -> None:
    """Where whoever knows codes takes one twice, as a local cloud does."""
    room.logins.log_in(code_of("o-1"), HERE)
    room.codes = OneUseCodes()
    refused(lambda: room.logins.log_in(code_of("o-1"), HERE), CodeNotTaken)
    assert len(room.sessions) == 1


# ---------------------------------------------------------------- two at once


def meanwhile(room: LoginRoom, name: str, rival: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `rival` commit between the reads of the next decision that writes `name` and its commit."""
    transact, waiting = room.house.storage.transact, [rival]

    def late(writes: Sequence[DynamoWrite]) -> None:
        if waiting and any(each.name == name for each in writes):
            waiting.pop()()
        transact(writes)

    monkeypatch.setattr(room.house.storage, "transact", late)


def test_two_first_logins_at_once_make_one_binding(room: LoginRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.states("M002", unionid="u-2")
    other: list[str] = []
    meanwhile(room, "session.begin", lambda: other.append(room.log_in("o-2", "u-2").member_id), monkeypatch)
    assert room.log_in("o-2", "u-2").member_id == "M002"
    assert other == ["M002"]
    assert len(room.sessions) == 2
    assert len([row for row in room.house.storage.all(WECHAT) if row.member_id == "M002"]) == 2, "openid and unionid"


def test_of_two_refreshes_at_once_one_is_served_and_the_session_ends(
    room: LoginRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens, served = room.log_in(), []
    meanwhile(room, "session.renew", lambda: served.append(room.logins.refresh(tokens.refresh)), monkeypatch)
    refused(lambda: room.logins.refresh(tokens.refresh), SessionOver)
    assert room.session.end is End.REUSED
    refused(lambda: room.logins.refresh(served[0].refresh), SessionOver)


def test_a_logout_during_a_refresh_holds(room: LoginRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = room.log_in()
    meanwhile(room, "session.renew", lambda: room.logins.log_out(tokens.refresh), monkeypatch)
    refused(lambda: room.logins.refresh(tokens.refresh), SessionOver)
    assert room.session.end is End.LOGGED_OUT


# ---------------------------------------------------------------- limits


def test_an_account_may_try_so_often_in_any_window(room: LoginRoom) -> None:
    passed, began = 0, room.house.clock.now()
    while room.house.clock.now() < began + timedelta(minutes=10):
        try:
            room.log_in(address=f"198.51.100.{passed}")
        except TooManyLogins as late:
            room.house.clock.move(timedelta(seconds=max(1, int(late.detail["seconds"]))))
        else:
            passed += 1
    assert 9 <= passed <= 10
    room.states("M002", openid="o-2")
    assert room.log_in("o-2").member_id == "M002", "others are not concerned"


def test_a_network_may_try_so_often_and_wechat_is_not_asked_beyond(room: LoginRoom) -> None:
    room.settings = Settings(1, {"login.per_address": 6})
    for number in range(3):
        refused(lambda number=number: room.log_in(f"o-{number + 50}"), LoginUnknownMember)  # type: ignore[misc]
    assert room.codes
    asked = len(room.codes.seen)
    late = refused(lambda: room.log_in("o-60"), TooManyLogins)
    assert len(room.codes.seen) == asked
    room.log_in(address="198.51.100.1")
    room.house.clock.move(timedelta(seconds=int(late.detail["seconds"])))
    room.log_in()


def test_who_tries_stands_in_no_key_and_no_item(room: LoginRoom) -> None:
    room.states("M002", unionid="u-secret-2")
    room.log_in("o-secret-2", "u-secret-2", address="203.0.113.99")
    stored = repr(room.house.storage.items)
    assert not any(text in stored for text in ("o-secret-2", "u-secret-2", "203.0.113.99", "c1~"))


# ---------------------------------------------------------------- how it goes on


def test_a_refresh_gives_the_next_tokens(room: LoginRoom) -> None:
    tokens = room.log_in()
    for days in range(1, 4):
        room.house.clock.move(10 * DAY)
        following = room.logins.refresh(tokens.refresh)
        assert following.refresh != tokens.refresh
        assert following.refresh_until == START + (10 * days + 14) * DAY
        assert room.logins.seals.member_of(following.access, room.house.clock.now()) == "M001"
        tokens = following


def test_no_session_outlasts_its_last_day(room: LoginRoom) -> None:
    tokens = room.log_in()
    for _ in range(5):
        room.house.clock.move(10 * DAY)
        tokens = room.logins.refresh(tokens.refresh)
    room.house.clock.move(10 * DAY - timedelta(minutes=1))
    tokens = room.logins.refresh(tokens.refresh)
    assert (tokens.access_until, tokens.refresh_until) == (START + 60 * DAY, START + 60 * DAY)
    room.house.clock.move(timedelta(minutes=1))
    refused(lambda: room.logins.refresh(tokens.refresh), SessionOver)


def test_a_token_that_comes_a_second_time_ends_the_session(room: LoginRoom) -> None:
    stolen = room.log_in()
    good = room.logins.refresh(stolen.refresh)
    refused(lambda: room.logins.refresh(stolen.refresh), SessionOver)
    refused(lambda: room.logins.refresh(good.refresh), SessionOver)
    assert (room.session.end, room.session.ended_at) == (End.REUSED, START)


def test_one_session_does_not_end_another(room: LoginRoom) -> None:
    phone, tablet = room.log_in(), room.log_in()
    room.logins.log_out(phone.refresh)
    assert room.logins.refresh(tablet.refresh).member_id == "M001"


@pytest.mark.parametrize("detail", [{"openid": ""}, {"openid": "o-another"}])
def test_a_session_ends_when_the_mall_takes_the_account_away(room: LoginRoom, detail: dict[str, str]) -> None:
    tokens = room.log_in()
    room.house.clock.move(DAY)
    room.states(**detail)
    refused(lambda: room.logins.refresh(tokens.refresh), SessionOver)
    assert room.session.end is End.UNBOUND


def test_a_logout_ends_it_once(room: LoginRoom) -> None:
    first = room.log_in()
    second = room.logins.refresh(first.refresh)
    ended = room.logins.log_out(first.refresh)
    room.house.clock.move(DAY)
    assert room.logins.log_out(second.refresh).ended_at == ended.ended_at == START
    refused(lambda: room.logins.refresh(second.refresh), SessionOver)


def test_a_session_that_is_not_there_is_over(room: LoginRoom) -> None:
    token = room.logins.seals.refresh("another", 0)
    refused(lambda: room.logins.refresh(token), SessionOver)
    refused(lambda: room.logins.log_out(token), SessionOver)


def test_an_altered_token_costs_no_read(room: LoginRoom) -> None:
    room.house.storage.calls.clear()
    for call in (room.logins.refresh, room.logins.log_out):
        refused(lambda call=call: call("a.b"), SessionOver)  # type: ignore[misc]
    assert room.house.storage.calls == []


def test_only_a_hash_of_the_good_token_is_kept_until_its_life_is_over(room: LoginRoom) -> None:
    tokens = room.log_in()
    ((_, item),) = [each for each in room.house.storage.items.items() if each[0][1].startswith("SESSION#")]
    assert tokens.refresh.split(".")[1] not in repr(item)
    assert int(item["ttl"]["N"]) == int((START + 60 * DAY).timestamp())
    assert not any(token in repr(tokens) for token in (tokens.refresh, tokens.access))


def test_call_counts(room: LoginRoom) -> None:
    storage = room.house.storage
    storage.calls.clear()
    tokens = room.log_in()
    assert storage.calls == ["fetch", "transact", "fetch", "transact", "query", "transact"]
    storage.calls.clear()
    tokens = room.logins.refresh(tokens.refresh)
    assert storage.calls == ["get", "get", "query", "transact"]
    storage.calls.clear()
    room.logins.log_out(tokens.refresh)
    assert storage.calls == ["get", "transact"]


@pytest.mark.parametrize(("later", "goes_on"), [(timedelta(), False), (timedelta(microseconds=1), True)])
def test_staff_end_what_began_until_that_moment(room: LoginRoom, later: timedelta, goes_on: bool) -> None:  # noqa: FBT001
    house = room.house
    ending = EndSessions(house.storage, house.requests, house.clock)
    ending.end(Request(caller="P01", operation="end", key="k", content={}), "M001", by="P01", reason="手机丢失")
    house.clock.move(later)
    tokens = room.log_in()
    if goes_on:
        assert room.logins.refresh(tokens.refresh).session_id == tokens.session_id
    else:
        refused(lambda: room.logins.refresh(tokens.refresh), SessionOver)
        assert room.session.end is End.BY_STAFF
