import pytest

from api.callers import Callers
from api.errors import ApiError
from fakes.serving import serve


class Wall:
    """A wall clock moved by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def admitted(callers: Callers, name: str, times: int) -> int:
    return sum(is_admitted(callers, name) for _ in range(times))


def is_admitted(callers: Callers, name: str) -> bool:
    try:
        callers.admit(name)
    except ApiError:
        return False
    return True


def test_a_caller_may_burst_and_then_at_the_rate() -> None:
    wall = Wall()
    callers = Callers(per_second=2, burst=5, clock=wall)

    first = admitted(callers, "a", 10)
    wall.now = 1.5
    then = admitted(callers, "a", 10)
    wall.now = 1_000
    later = admitted(callers, "a", 10)

    assert (first, then, later) == (5, 3, 5)


def test_a_flood_of_one_is_not_felt_by_another() -> None:
    callers = Callers(per_second=1, burst=2, clock=Wall())

    assert (admitted(callers, "a", 50), admitted(callers, "b", 2)) == (2, 2)
    with pytest.raises(ApiError, match="RATE_LIMITED"):
        callers.admit("b")


def test_asking_on_while_refused_does_not_keep_the_door_shut() -> None:
    wall = Wall()
    callers = Callers(per_second=1, burst=1, clock=wall)
    admitted(callers, "a", 1)

    through = 0
    for _ in range(30):
        wall.now += 0.1
        through += admitted(callers, "a", 1)

    assert through in (2, 3)  # 3 s at one a second; tenths do not add up exactly


def test_only_so_many_callers_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.callers._MOST_CALLERS", 3)
    callers = Callers(per_second=0, burst=1, clock=Wall())

    for name in "abcd":
        callers.admit(name)

    assert (admitted(callers, "d", 1), admitted(callers, "a", 1)) == (0, 1)


def test_the_limit_is_checked_before_the_body_is_read() -> None:
    server = serve(callers=Callers(per_second=0, burst=1, clock=Wall()))

    first, second = server.send("rubbish", raw=True), server.send("rubbish", raw=True)
    assert (first.codes, second.codes, second.status) == (["BAD_REQUEST"], ["RATE_LIMITED"], 429)
    assert server.ask("{health}", as_="m1").data == {"health": True}
