"""A3: every figure typed, bounded, versioned, with who and why; a change takes effect everywhere at a stated time.

From a terminal: tests/infra/test_care_settings.py.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.roots import MUTATIONS, QUERIES
from api.schema import schema
from care.policy.figures import LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.store import SETTINGS
from fakes.front import ME, Front, line_of
from fakes.house import START
from fakes.office import Office
from fakes.product import ENVIRONMENT, ProductApp
from fakes.serving import Server, serve

KEY = "publish-settings-1"


@pytest.fixture
def office() -> Office:
    return Office()


def _publish(
    office: Office, values: dict[str, int], as_: str = "operator", *, minutes: int = 60, key: str = KEY
) -> Any:
    wanted = {
        "values": [{"key": name, "value": value} for name, value in values.items()],
        "effectiveAt": (START + timedelta(minutes=minutes)).isoformat(),
        "why": "旺季调整",
    }
    return office.done("PublishSettings", as_, input=wanted, idempotencyKey=key)


def _values(settings: dict[str, Any]) -> dict[str, int]:
    return {figure["key"]: figure["value"] for figure in settings["figures"]}


def test_every_figure_states_its_bounds_and_unit(office: Office) -> None:
    figures = office.done("Settings", "operator")["figures"]
    assert [figure["key"] for figure in figures] == sorted(figure["key"] for figure in figures)
    assert all(figure["low"] <= figure["value"] == figure["default"] <= figure["high"] for figure in figures)
    assert all(figure["unit"] and figure["row"] and figure["about"] for figure in figures)
    assert LEAD_MINUTES.key in {figure["key"] for figure in figures}


def test_a_change_takes_effect_at_its_time_and_bears_who_and_why(office: Office) -> None:
    answer = _publish(office, {MOST_INSTANT_FEN.key: 60_000})
    assert (answer["settings"]["number"], answer["userErrors"]) == (1, [])
    assert _values(office.done("Settings", "manager"))[MOST_INSTANT_FEN.key] == MOST_INSTANT_FEN.default
    office.house.clock.move(timedelta(minutes=60))
    now = office.done("Settings", "manager")
    assert (now["number"], now["publishedBy"], now["why"]) == (1, "O1", "旺季调整")
    assert _values(now)[MOST_INSTANT_FEN.key] == 60_000
    assert office.settings_book.current().of(MOST_INSTANT_FEN) == 60_000


def test_figures_that_are_not_named_stay(office: Office) -> None:
    _publish(office, {MOST_INSTANT_FEN.key: 60_000}, key=f"{KEY}a")
    _publish(office, {LEAD_MINUTES.key: 5}, minutes=90, key=f"{KEY}b")
    later = _values(office.done("Settings", "operator", at=(START + timedelta(minutes=90)).isoformat()))
    assert (later[MOST_INSTANT_FEN.key], later[LEAD_MINUTES.key]) == (60_000, 5)


def test_all_that_is_wrong_is_told_at_once_with_key_and_bounds(office: Office) -> None:
    answer = _publish(office, {LEAD_MINUTES.key: 1, MOST_INSTANT_FEN.key: -5, "no.such": 1})
    assert answer["settings"] is None
    assert {(error["field"], error["code"]) for error in answer["userErrors"]} == {
        (LEAD_MINUTES.key, "OUT_OF_BOUNDS"),
        (MOST_INSTANT_FEN.key, "OUT_OF_BOUNDS"),
        ("no.such", "UNKNOWN_FIGURE"),
    }
    assert f"{LEAD_MINUTES.key}:应在 2 至 10080 之间" in {error["message"] for error in answer["userErrors"]}
    assert office.house.storage.items == {}


def test_nothing_set_and_a_key_twice_are_mistakes(office: Office) -> None:
    assert [error["code"] for error in _publish(office, {})["userErrors"]] == ["NOTHING_SET"]
    twice = {
        "values": [{"key": LEAD_MINUTES.key, "value": 5}, {"key": LEAD_MINUTES.key, "value": 6}],
        "effectiveAt": (START + timedelta(hours=1)).isoformat(),
        "why": "试",
    }
    answer = office.done("PublishSettings", "operator", input=twice, idempotencyKey=KEY)
    assert [(error["field"], error["code"]) for error in answer["userErrors"]] == [("values", "BAD_INPUT")]
    assert office.house.storage.items == {}


@pytest.mark.parametrize("value", [1.5, "5", 2**31])
def test_a_figure_is_a_whole_number(office: Office, value: object) -> None:
    wanted = {"values": [{"key": LEAD_MINUTES.key, "value": value}], "effectiveAt": START.isoformat(), "why": "试"}
    reply = office.ask("PublishSettings", "operator", input=wanted, idempotencyKey=KEY)
    assert reply.codes == ["BAD_USER_INPUT"]
    assert office.house.storage.items == {}


def test_the_same_key_publishes_once(office: Office) -> None:
    _publish(office, {LEAD_MINUTES.key: 5})
    again = _publish(office, {LEAD_MINUTES.key: 5})
    assert (again["settings"]["number"], again["replayed"]) == (1, True)
    assert len(office.house.storage.all(SETTINGS)) == 1


def test_a_published_lead_binds_policy_too(office: Office) -> None:
    _publish(office, {LEAD_MINUTES.key: 30}, minutes=2)
    office.house.clock.move(timedelta(minutes=2))
    (error,) = _publish(office, {MOST_INSTANT_FEN.key: 1}, minutes=31, key=f"{KEY}b")["userErrors"]
    assert (error["field"], error["code"]) == ("effectiveAt", "EFFECTIVE_TOO_SOON")
    assert "2026-03-02T10:32:00+08:00" in error["message"]


@pytest.mark.parametrize("who", ["m1", "leader", "agent", "quality", "product", None])
def test_only_operators_and_managers_see_and_set_figures(office: Office, who: str | None) -> None:
    code = "FORBIDDEN" if who else "UNAUTHENTICATED"
    wanted = {"values": [{"key": LEAD_MINUTES.key, "value": 5}], "effectiveAt": START.isoformat(), "why": "试"}
    assert office.ask("Settings", who).codes == [code]
    assert office.ask("SettingsVersions", who).codes == [code]
    assert office.ask("PublishSettings", who, input=wanted, idempotencyKey=KEY).codes == [code]
    assert office.house.storage.items == {}


def test_the_history_is_kept_and_settings_are_a_node(office: Office) -> None:
    made = _publish(office, {LEAD_MINUTES.key: 5})["settings"]
    _publish(office, {LEAD_MINUTES.key: 6}, minutes=90, key=f"{KEY}b")
    versions = office.done("SettingsVersions", "manager")["edges"]
    assert [(each["node"]["number"], _values(each["node"])[LEAD_MINUTES.key]) for each in versions] == [(2, 6), (1, 5)]
    query = "query ($id: ID!) { node(id: $id) { ... on SettingsVersion { number } } }"
    assert office.server.ask(query, as_="manager", id=made["id"]).data == {"node": {"number": 1}}
    assert office.server.ask(query, as_="m1", id=made["id"]).data == {"node": None}


# ---------------------------------------------------------------- what FEATURES calls a figure


STATED: dict[str, dict[str, int]] = {
    "G7": {
        "clocks.own_channel_reply_minutes": 30,
        "clocks.own_channel_answer_minutes": 60,
        "clocks.complaint_reply_minutes": 2 * 60,
        "clocks.complaint_remedy_minutes": 24 * 60,
        "clocks.red_alert_action_minutes": 5,
        "clocks.red_alert_opinion_minutes": 4 * 60,
        "clocks.red_alert_closed_minutes": 48 * 60,
        "clocks.warn_percent": 80,
    },
    "P1": {"outreach.survey_reward": 500},
    "P2": {"members.low_score": 3},
    "P6": {"contact.quiet_from": 22, "contact.quiet_until": 8, "contact.own_action": 30},
    "G5": {"authority.leader_case_fen": 5_000},
}


@pytest.mark.parametrize("row", STATED)
def test_what_features_states_is_the_default_of_a_figure_of_its_row(office: Office, row: str) -> None:
    shown = {each["key"]: each for each in office.done("Settings", "operator")["figures"]}
    assert {key: shown[key]["default"] for key in STATED[row]} == STATED[row]
    assert {shown[key]["row"] for key in STATED[row]} == {row}


@pytest.mark.parametrize("bound", ["low", "high"])
def test_each_figure_can_be_set_to_its_bounds_and_no_further(office: Office, bound: str) -> None:
    """One at a time: some figures also bound each other."""
    beyond = -1 if bound == "low" else 1
    for number, each in enumerate(office.done("Settings", "operator")["figures"]):
        answer = _publish(office, {each["key"]: each[bound] + beyond}, key=f"{KEY}-{number:03}")
        (error,) = answer["userErrors"]
        assert (error["field"], error["code"]) == (each["key"], "OUT_OF_BOUNDS")
        assert f"{each['low']} 至 {each['high']}" in error["message"]
    assert office.house.storage.items == {}


# ---------------------------------------------------------------- everywhere at once


def _minutes(server: Server, front: Front) -> int:
    """For how long an offer is good, by the sandbox that `server` is."""
    text = "query($id: ID!) { eligibility(lineId: $id) { reasons { menu { expiresAt } } } }"
    reasons = server.ask(text, as_=ME, id=line_of("2")).data["eligibility"]["reasons"]
    expires = datetime.fromisoformat(next(each["menu"] for each in reasons if each["menu"])[0]["expiresAt"])
    return round((expires - front.clock.now()).total_seconds() / 60)


def test_all_sandboxes_go_by_the_new_figure_from_the_same_moment() -> None:
    """Whichever has published, whichever has just read the figures, and one that has only now begun."""
    front = Front()

    def sandbox() -> Server:
        app = ProductApp(environment=ENVIRONMENT, clock=front.clock, memory=front.memory)
        return serve(QUERIES, MUTATIONS, app=app, viewers=front.viewers, schema=schema())

    warm, figure = sandbox(), {"key": "tickets.offer_minutes", "value": 20}
    assert (_minutes(front.server, front), _minutes(warm, front)) == (30, 30)
    at = front.clock.now() + timedelta(minutes=2)
    wanted = {"values": [figure], "effectiveAt": at.isoformat(), "why": "缩短"}
    front.call("PublishSettings", "operator:O01", input=wanted)
    front.clock.move_to(at - timedelta(seconds=1))
    assert {_minutes(each, front) for each in (front.server, warm, sandbox())} == {30}
    front.clock.move_to(at)
    assert {_minutes(each, front) for each in (front.server, warm, sandbox())} == {20}
