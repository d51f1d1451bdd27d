"""Whatever two holders of one session's tokens do, in any order: a token is good once, and after a misuse none is."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from care.login.errors import SessionOver
from care.login.model import Tokens
from fakes.login_room import LoginRoom

STEPS = st.lists(
    st.tuples(st.sampled_from(["refresh", "logout", "wait"]), st.integers(0, 12), st.integers(0, 16)), max_size=25
)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_at_most_one_token_is_good_and_it_is_the_newest(steps: list[tuple[str, int, int]]) -> None:
    room = LoginRoom()
    room.states(openid="o-1")
    given_out: list[Tokens] = [room.log_in()]
    over = False
    for step, which, days in steps:
        now = room.house.clock.now()
        shown = given_out[which % len(given_out)]
        newest = shown is given_out[-1]
        if step == "wait":
            room.house.clock.move(timedelta(days=days))
        elif step == "logout":
            room.logins.log_out(shown.refresh)
            over = True
        else:
            in_time = now < given_out[-1].refresh_until
            try:
                given_out.append(room.logins.refresh(shown.refresh))
            except SessionOver:
                assert over or not newest or not in_time
                over = over or (in_time and not newest)
            else:
                assert newest
                assert in_time
                assert not over
        assert len({tokens.refresh for tokens in given_out}) == len(given_out)
    assert room.session.number == len(given_out) - 1
    assert (room.session.ended_at is not None) == over
