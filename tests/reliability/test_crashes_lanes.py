"""The sweep of every lane dies again and again on the local cloud; its next tick goes on."""

import pytest

from reliability.village import Village, a_village

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

LANES = ("SweepNow", "SweepClocks", "SweepCare", "SweepClosure", "SweepInvitations")


def a_week(village: Village) -> None:
    """Menus fall to their defaults, surveys and checks go out, newcomers are invited; silence ends it all."""
    for _order in range(6):
        assert village.apply(village.order(), "2")
    village.let_time_pass(minutes=5)
    wanted = {"kind": "TESTER", "title": "春季体验", "anyOf": ["NEWCOMER"]}
    variables = {"input": wanted, "idempotencyKey": "open-campaign"}
    assert village.cloud.call("OpenCampaign", "product:P01", variables)["data"]["openCampaign"]["campaign"]
    village.let_time_pass(days=9)


def test_every_lane_dies_at_ever_later_calls() -> None:
    """Each death of a lane's sweep comes a moment later than the one before it; the next tick goes on."""
    with a_village() as calm:
        a_week(calm)
        expected = calm.counts()
    with a_village() as doomed:
        doomed.reaper.curses.update(dict.fromkeys((f"{lane}Function" for lane in LANES), 0))
        a_week(doomed)
        assert doomed.counts() == expected
        assert {each["state"] for each in doomed.rows("message")} <= {"SENT", "UNKNOWN"}
        assert [item for item in doomed.cloud.table("agenda") if item["lane"] == "dead"] == []
        assert all(moment >= 6 for moment in doomed.reaper.curses.values()), doomed.reaper.curses
