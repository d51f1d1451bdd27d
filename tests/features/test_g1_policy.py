"""G1, basic: the after-sales policy as versioned, effective-dated data, in plain words, the same for everybody."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from care.policy.store import POLICIES
from fakes.house import START
from fakes.office import Office

EVERYBODY = ("m1", "leader", "agent", "operator", "quality", "product", "manager")
KEY = "publish-policy-1"


@pytest.fixture
def office() -> Office:
    return Office()


def _input(policy: dict[str, Any], *, minutes: int = 60, why: str = "生鲜延长到6小时") -> dict[str, Any]:
    """A policy as it was read, as the input that publishes it."""
    wanted = deepcopy(policy)
    rules = [
        {**{name: each for name, each in rule.items() if name != "instantLimit"}, "instantLimitFen": limit["fen"]}
        for rule in wanted["rules"]
        for limit in [rule["instantLimit"]]
    ]
    remedies = [{**remedy, "parts": [_part(part) for part in remedy["parts"]]} for remedy in wanted["remedies"]]
    effective = (START + timedelta(minutes=minutes)).isoformat()
    return {
        "rules": rules,
        "reasons": wanted["reasons"],
        "remedies": remedies,
        "effectiveAt": effective,
        "why": why,
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    amount = part.pop("amount")
    return part | {"fen": amount["fen"] if amount else None}


def _lenient(office: Office, **change: object) -> dict[str, Any]:
    """The policy in force with the first rule changed."""
    wanted = _input(office.done("Policy", "operator"))
    wanted["rules"][0] |= {"windowHours": 6, "wording": "生鲜商品签收后6小时内可无理由退货。"} | change
    return wanted


def _publish(office: Office, wanted: dict[str, Any], as_: str = "operator", key: str = KEY) -> Any:
    return office.done("PublishPolicy", as_, input=wanted, idempotencyKey=key)


@pytest.mark.parametrize("who", EVERYBODY)
def test_g1_basic_everybody_reads_the_same_rules_in_plain_words(office: Office, who: str) -> None:
    policy = office.done("Policy", who)
    rules = {(rule["category"], rule["reasonClass"]): rule for rule in policy["rules"]}
    assert {key: rule["windowHours"] for key, rule in rules.items()} == {
        ("FRESH", "NO_REASON"): 2,
        ("FRESH", "QUALITY"): 2,
        (None, "NO_REASON"): 168,
        (None, "QUALITY"): 168,
        (None, "FOOD_SAFETY"): None,
    }
    assert all(rule["wording"] and rule["hostLine"] for rule in rules.values())
    assert policy == office.done("Policy", "agent")


def test_g1_basic_a_policy_takes_effect_at_its_time_and_the_old_version_stays(office: Office) -> None:
    answer = _publish(office, _lenient(office))
    assert (answer["policy"]["number"], answer["replayed"], answer["userErrors"]) == (1, False, [])

    assert office.done("Policy", "m1")["rules"][0]["windowHours"] == 2
    later = office.done("Policy", "m1", at=(START + timedelta(hours=1)).isoformat())
    assert (later["number"], later["rules"][0]["windowHours"]) == (1, 6)

    office.house.clock.move(timedelta(hours=1))
    assert office.done("Policy", "m1") == later
    before = office.done("PolicyVersion", "m1", number=0)
    assert before["rules"][0]["windowHours"] == 2
    assert office.done("PolicyVersion", "m1", number=7) is None


def test_g1_basic_a_policy_is_published_as_it_was_written(office: Office) -> None:
    read = office.done("Policy", "operator")
    _publish(office, _input(read))
    published = office.done("PolicyVersion", "operator", number=1)
    for name in ("rules", "reasons", "remedies"):
        assert published[name] == read[name]


def test_g1_basic_the_same_key_publishes_once(office: Office) -> None:
    wanted = _lenient(office)
    _publish(office, wanted)
    office.house.clock.move(timedelta(hours=2))
    again = _publish(office, wanted)
    assert (again["policy"]["number"], again["replayed"]) == (1, True)
    other = _publish(office, wanted | {"why": "别的理由"})
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert len(office.house.storage.all(POLICIES)) == 1


def test_g1_basic_vague_words_are_refused_with_their_place(office: Office) -> None:
    wanted = _lenient(office, wording="原则上2小时内可退,酌情处理")
    wanted["remedies"][0]["title"] = "尽量退款"
    answer = _publish(office, wanted)
    assert answer["policy"] is None
    assert {(error["field"], error["code"]) for error in answer["userErrors"]} == {
        ("rules[0].wording", "VAGUE_WORD"),
        ("remedies[0].title", "VAGUE_WORD"),
    }
    assert any("酌情" in error["message"] for error in answer["userErrors"])
    assert office.house.storage.items == {}


def test_g1_basic_a_policy_leaves_no_gap_and_no_overlap(office: Office) -> None:
    wanted = _lenient(office)
    wanted["rules"] = [rule for rule in wanted["rules"] if rule["category"] or rule["reasonClass"] != "QUALITY"]
    wanted["rules"].append(wanted["rules"][0])
    errors = _publish(office, wanted)["userErrors"]
    assert {(error["field"], error["code"]) for error in errors} == {
        ("rules", "POLICY_GAP"),
        ("rules[4]", "POLICY_OVERLAP"),
    }
    assert office.house.storage.items == {}


def test_g1_basic_food_safety_is_never_refused_by_a_window(office: Office) -> None:
    wanted = _lenient(office)
    wanted["rules"][-1] |= {"windowHours": 48, "instantLimitFen": 19_999}
    errors = office.ask("PublishPolicy", "operator", language="en", input=wanted, idempotencyKey=KEY).data
    assert {(error["field"], error["message"]) for error in errors["publishPolicy"]["userErrors"]} == {
        (
            "rules[4].windowHours",
            "rules[4].windowHours: food safety is never refused by a window; leave it out",
        ),
        ("rules[4].instantLimitFen", "rules[4].instantLimitFen: must be from 20000 to 50000"),
    }


def test_g1_basic_a_publication_lies_two_minutes_ahead_and_says_why(office: Office) -> None:
    policy = office.done("Policy", "operator")
    for wanted, code in ((_input(policy, minutes=1), "EFFECTIVE_TOO_SOON"), (_input(policy, why=" "), "BAD_INPUT")):
        (error,) = _publish(office, wanted)["userErrors"]
        assert error["code"] == code
    assert office.house.storage.items == {}
    assert _publish(office, _input(policy, minutes=2))["policy"]["number"] == 1


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ("operator", "manager")])
def test_g1_basic_only_operators_and_managers_publish(office: Office, who: str) -> None:
    wanted = _lenient(office)
    reply = office.ask("PublishPolicy", who, input=wanted, idempotencyKey=KEY)
    assert reply.codes == ["FORBIDDEN"]
    assert office.house.storage.items == {}
    assert _publish(office, wanted, "manager")["policy"]["number"] == 1


def test_g1_basic_the_history_tells_staff_who_and_why(office: Office) -> None:
    for number in (1, 2, 3):
        _publish(office, _input(office.done("Policy", "operator"), why=f"第{number}版"), key=f"{KEY}{number}")
    first = office.done("PolicyVersions", "agent", first=2)
    rest = office.done("PolicyVersions", "agent", first=2, after=first["pageInfo"]["endCursor"])
    told = [(edge["node"]["number"], edge["node"]["why"]) for page in (first, rest) for edge in page["edges"]]
    assert told == [(3, "第3版"), (2, "第2版"), (1, "第1版")]
    assert {edge["node"]["publishedBy"] for edge in first["edges"]} == {"O1"}
    assert first["edges"][0]["node"]["replaces"] == [1, 2], "published for the same moment: the last word counts"
    assert rest["pageInfo"]["hasNextPage"] is False


def test_g1_basic_members_are_not_told_who_published(office: Office) -> None:
    _publish(office, _lenient(office))
    reply = office.ask("PolicyVersions", "m1")
    assert set(reply.codes) == {"FORBIDDEN"}
    (edge,) = reply.data["policyVersions"]["edges"]
    assert (edge["node"]["number"], edge["node"]["publishedBy"], edge["node"]["why"]) == (1, None, None)


def test_g1_basic_a_version_is_a_node(office: Office) -> None:
    policy = office.done("Policy", "m1")
    query = "query ($id: ID!) { node(id: $id) { ... on PolicyVersion { number } } }"
    assert office.server.ask(query, as_="m2", id=policy["id"]).data == {"node": {"number": 0}}
    assert office.server.ask(query, as_="nobody", id=policy["id"]).codes == ["FORBIDDEN"]
