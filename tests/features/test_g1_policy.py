"""G1: the after-sales policy as versioned, effective-dated data, in plain words, the same for everybody."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from care.policy.store import DRAFTS, POLICIES
from fakes.house import START
from fakes.office import Office
from fakes.policy_desk import content_of, publish_policy

EVERYBODY = ("m1", "leader", "agent", "operator", "quality", "product", "manager")
IN_AN_HOUR = (START + timedelta(hours=1)).isoformat()
PLAIN, PLAIN_LINE = "生鲜商品签收后6小时内可无理由退货。", "生鲜签收6小时内,不喜欢就退。"
_KEYS = count(1)


@pytest.fixture
def office() -> Office:
    return Office()


def step(office: Office, operation: str, wanted: dict[str, Any], as_: str = "operator", key: str = "") -> Any:
    """One mutation, under a key of its own."""
    return office.done(operation, as_, input=wanted, idempotencyKey=key or f"policy-{next(_KEYS):04}")


def content(office: Office, **change: object) -> dict[str, Any]:
    """The policy in force with the first rule changed."""
    wanted = content_of(office.done("PolicyContent", "operator"))
    wanted["rules"][0] |= {"windowHours": 6, "wording": PLAIN, "hostLine": PLAIN_LINE} | change
    return wanted


def publish(
    office: Office, wanted: dict[str, Any], as_: str = "operator", at: str = IN_AN_HOUR, why: str = "生鲜延长到6小时"
) -> dict[str, Any]:
    def call(operation: str, **variables: Any) -> Any:
        return step(office, operation, variables["input"], as_)

    return publish_policy(call, wanted, effective_at=at, why=why)


def saved(office: Office, wanted: dict[str, Any]) -> dict[str, Any]:
    """The next step of a new draft, as an input."""
    return _next(step(office, "SavePolicyDraft", {"content": wanted}))


def checked(office: Office, wanted: dict[str, Any]) -> dict[str, Any]:
    return _next(step(office, "CheckPolicyDraft", saved(office, wanted)))


def _next(answer: dict[str, Any]) -> dict[str, Any]:
    return {"draftId": answer["draft"]["id"], "expectedVersion": answer["draft"]["version"]}


def flaws(office: Office, wanted: dict[str, Any]) -> set[tuple[str, str]]:
    """(place, code) of all that a check finds."""
    answer = step(office, "CheckPolicyDraft", saved(office, wanted))
    assert answer["draft"] is None
    assert office.house.storage.all(POLICIES) == []
    return {(error["field"], error["code"]) for error in answer["userErrors"]}


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_reads_the_same_rules_in_plain_words(office: Office, who: str) -> None:
    policy = office.done("Policy", who)
    rules = {(rule["match"]["category"], rule["reasonClass"]): rule for rule in policy["rules"]}
    assert {key: rule["windowHours"] for key, rule in rules.items()} == {
        ("FRESH", "NO_REASON"): 2,
        ("FRESH", "QUALITY"): 2,
        (None, "NO_REASON"): 168,
        (None, "QUALITY"): 168,
        (None, "FOOD_SAFETY"): None,
    }
    assert all(rule["wording"] and rule["hostLine"] for rule in rules.values())
    assert policy == office.done("Policy", "agent")


def test_a_policy_is_drafted_checked_scheduled_in_force_and_retired(office: Office) -> None:
    draft = saved(office, content(office))
    shown = office.done("PolicyDraft", "manager", draftId=draft["draftId"])
    assert (shown["state"], shown["version"], shown["savedBy"], shown["rules"][0]["windowHours"]) == (
        "DRAFT",
        1,
        "O1",
        6,
    )

    ready = _next(step(office, "CheckPolicyDraft", draft))
    answer = step(office, "SchedulePolicy", ready | {"effectiveAt": IN_AN_HOUR, "why": "夏季试行"})
    assert (answer["policy"]["number"], answer["policy"]["state"], answer["userErrors"]) == (1, "SCHEDULED", [])
    shown = office.done("PolicyDraft", "operator", draftId=draft["draftId"])
    assert (shown["state"], shown["policyNumber"]) == ("SCHEDULED", 1)

    assert office.done("Policy", "m1")["rules"][0]["windowHours"] == 2
    later = office.done("Policy", "m1", at=IN_AN_HOUR)
    assert (later["number"], later["rules"][0]["windowHours"]) == (1, 6)
    office.house.clock.move(timedelta(hours=1))
    assert office.done("Policy", "m1") == later | {"state": "IN_FORCE"}
    before = office.done("PolicyVersion", "m1", number=0)
    assert (before["state"], before["rules"][0]["windowHours"]) == ("RETIRED", 2)
    assert office.done("PolicyVersion", "m1", number=7) is None


def test_a_policy_is_published_as_it_was_written(office: Office) -> None:
    read = office.done("PolicyContent", "operator")
    assert any(rule["extras"] for rule in read["rules"])
    publish(office, content_of(read))
    written = office.done("PolicyContent", "operator", at=IN_AN_HOUR)
    assert written["number"] == 1
    for name in ("rules", "reasons", "remedies"):
        assert written[name] == read[name]


def test_each_step_happens_once_under_its_key(office: Office) -> None:
    ready = checked(office, content(office)) | {"effectiveAt": IN_AN_HOUR, "why": "试行"}
    step(office, "SchedulePolicy", ready, key="schedule-1")
    office.house.clock.move(timedelta(hours=2))
    again = step(office, "SchedulePolicy", ready, key="schedule-1")
    assert (again["policy"]["number"], again["policy"]["state"], again["replayed"]) == (1, "IN_FORCE", True)
    other = step(office, "SchedulePolicy", ready | {"why": "别的理由"}, key="schedule-1")
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert len(office.house.storage.all(POLICIES)) == 1


def test_vague_words_are_refused_with_their_place(office: Office) -> None:
    wanted = content(office, wording="原则上2小时内可退,酌情处理")
    wanted["remedies"][0]["title"] = "尽量退款"
    wanted["rules"][0]["hostLine"] = "碰瓷的不退"
    draft = saved(office, wanted)
    answer = step(office, "CheckPolicyDraft", draft)
    assert {(error["field"], error["code"]) for error in answer["userErrors"]} == {
        ("rules[0].wording", "VAGUE_WORD"),
        ("remedies[0].title", "VAGUE_WORD"),
        ("rules[0].hostLine", "BANNED_PHRASE"),
    }
    assert any("酌情" in error["message"] for error in answer["userErrors"])
    kept = office.done("PolicyDraft", "operator", draftId=draft["draftId"])
    assert (kept["state"], kept["rules"][0]["wording"]) == ("DRAFT", wanted["rules"][0]["wording"])


def test_a_policy_leaves_no_gap_and_no_overlap(office: Office) -> None:
    wanted = content(office)
    wanted["rules"] = [rule for rule in wanted["rules"] if rule["code"] != "QUALITY"]
    wanted["rules"].append(wanted["rules"][0] | {"code": "AGAIN"})
    answer = step(office, "CheckPolicyDraft", saved(office, wanted))
    told = {(error["field"], error["code"]): error["message"] for error in answer["userErrors"]}
    assert set(told) == {("rules", "POLICY_GAP"), ("rules[4]", "POLICY_OVERLAP")}
    assert "rules[0]" in told["rules[4]", "POLICY_OVERLAP"], "both places are named"


def test_between_price_bands_is_no_hole(office: Office) -> None:
    wanted = content(office)
    for code, band in (("CHEAP", {"paidBelowFen": 5_000}), ("DEAR", {"paidFromFen": 10_000})):
        wanted["rules"].append(wanted["rules"][0] | {"code": code, "match": {"category": "FRESH"} | band})
    assert flaws(office, wanted) == {("rules[6].match.paidFromFen", "PRICE_GAP")}
    wanted["rules"][-1]["match"]["paidFromFen"] = 5_000
    assert publish(office, wanted)["policy"]["number"] == 1


def test_food_safety_is_never_refused_by_a_window(office: Office) -> None:
    wanted = content(office)
    wanted["rules"][-1] |= {"windowHours": 48, "anchor": "SIGNED", "instantLimitFen": 19_999}
    draft = saved(office, wanted)
    reply = office.ask("CheckPolicyDraft", "operator", language="en", input=draft, idempotencyKey="food-safety")
    assert {(error["field"], error["message"]) for error in reply.data["checkPolicyDraft"]["userErrors"]} == {
        (
            "rules[4].windowHours",
            "rules[4].windowHours: food safety is never refused by a window; leave it out",
        ),
        ("rules[4].instantLimitFen", "rules[4].instantLimitFen: must be from 20000 to 50000"),
    }


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("生鲜商品签收后30天内可无理由退货。", "签收后30天内"),
        ("生鲜商品签收后两小时内可无理由退货。", "签收后两小时内"),
        ("提货后 ６ 小时内可无理由退货。", "提货后6小时内"),
        ("保质期内可无理由退货。", "保质期内"),
    ],
)
def test_a_text_that_promises_another_window_is_refused(office: Office, wording: str, said: str) -> None:
    draft = saved(office, content(office, wording=wording))
    reply = office.ask("CheckPolicyDraft", "operator", input=draft, idempotencyKey="contradicts")
    (error,) = reply.data["checkPolicyDraft"]["userErrors"]
    assert (error["field"], error["code"]) == ("rules[0].wording", "WORDS_CONTRADICT_RULE")
    assert error["message"] == f"rules[0].wording:写的是“{said}”,规则是“签收后6小时”,请改成一致"


@pytest.mark.parametrize("named", ["region", "leader", "community"])
def test_no_rule_can_name_a_region_or_a_leader(office: Office, named: str) -> None:
    wanted = content(office, match={named: "华东"})
    reply = office.ask("SavePolicyDraft", "operator", input={"content": wanted}, idempotencyKey="by-region")
    assert reply.codes == ["BAD_USER_INPUT"]
    assert office.house.storage.items == {}


def test_only_what_was_checked_is_scheduled(office: Office) -> None:
    when = {"effectiveAt": IN_AN_HOUR, "why": "试行"}
    draft = saved(office, content(office))
    (error,) = step(office, "SchedulePolicy", draft | when)["userErrors"]
    assert error["code"] == "DRAFT_NOT_CHECKED"
    ready = _next(step(office, "CheckPolicyDraft", draft))
    changed = _next(step(office, "SavePolicyDraft", ready | {"content": content(office, wording="酌情处理")}))
    (error,) = step(office, "SchedulePolicy", changed | when)["userErrors"]
    assert error["code"] == "DRAFT_NOT_CHECKED"
    assert office.house.storage.all(POLICIES) == []


def test_a_check_by_figures_of_before_is_made_again(office: Office) -> None:
    ready = checked(office, content(office))
    figure = {"key": "policy.most_instant_fen", "value": 4_000}
    step(office, "PublishSettings", {"values": [figure], "effectiveAt": IN_AN_HOUR, "why": "收紧"})
    office.house.clock.move(timedelta(hours=1))
    when = {"effectiveAt": (START + timedelta(hours=3)).isoformat(), "why": "试行"}
    (error,) = step(office, "SchedulePolicy", ready | when)["userErrors"]
    assert error["code"] == "CHECK_OUTDATED"
    errors = step(office, "CheckPolicyDraft", ready)["userErrors"]
    assert ("rules[0].instantLimitFen", "OUT_OF_BOUNDS") in {(error["field"], error["code"]) for error in errors}


def test_of_two_who_write_at_once_one_is_told_so(office: Office) -> None:
    draft = saved(office, content(office))
    assert step(office, "SavePolicyDraft", draft | {"content": content(office, windowHours=8)}, "manager")["draft"]
    for operation, more in (("SavePolicyDraft", {"content": content(office)}), ("CheckPolicyDraft", {})):
        (error,) = step(office, operation, draft | more)["userErrors"]
        assert (error["field"], error["code"]) == ("expectedVersion", "DRAFT_CHANGED")
    (kept,) = office.house.storage.all(DRAFTS)
    assert (kept.version, kept.saved_by, kept.content.rules[0].window_hours) == (2, "B1", 8)


def test_a_draft_that_was_put_aside_stays_readable_and_ends_there(office: Office) -> None:
    draft = saved(office, content(office))
    assert step(office, "DiscardPolicyDraft", draft)["draft"]["state"] == "DISCARDED"
    (error,) = step(office, "CheckPolicyDraft", draft)["userErrors"]
    assert error["code"] == "DRAFT_ENDED"
    assert [edge["node"]["state"] for edge in office.done("PolicyDrafts", "operator")["edges"]] == ["DISCARDED"]


def test_a_policy_lies_two_minutes_ahead_and_says_why(office: Office) -> None:
    wanted = content(office)
    soon, later = ((START + timedelta(minutes=minutes)).isoformat() for minutes in (1, 2))
    for at, why, code in ((soon, "试行", "EFFECTIVE_TOO_SOON"), (later, " ", "BAD_INPUT")):
        (error,) = publish(office, wanted, at=at, why=why)["userErrors"]
        assert error["code"] == code
    assert office.house.storage.all(POLICIES) == []
    assert publish(office, wanted, at=later)["policy"]["number"] == 1


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ("operator", "manager")])
def test_only_operators_and_managers_write_policies(office: Office, who: str) -> None:
    ready = checked(office, content(office))
    before = dict(office.house.storage.items)
    for operation, wanted in {
        "SavePolicyDraft": {"content": content(office)},
        "CheckPolicyDraft": ready,
        "DiscardPolicyDraft": ready,
        "SchedulePolicy": ready | {"effectiveAt": IN_AN_HOUR, "why": "试行"},
    }.items():
        assert office.ask(operation, who, input=wanted, idempotencyKey="not-for-you").codes == ["FORBIDDEN"]
    assert office.ask("PolicyDraft", who, draftId=ready["draftId"]).codes == ["FORBIDDEN"]
    assert office.ask("PolicyDrafts", who).codes == ["FORBIDDEN"]
    assert office.house.storage.items == before
    assert publish(office, content(office), "manager")["policy"]["number"] == 1


def test_the_history_tells_staff_who_and_why(office: Office) -> None:
    for number in (1, 2, 3):
        publish(office, content(office), why=f"第{number}版")
    first = office.done("PolicyVersions", "agent", first=2)
    rest = office.done("PolicyVersions", "agent", first=2, after=first["pageInfo"]["endCursor"])
    told = [(edge["node"]["number"], edge["node"]["why"]) for page in (first, rest) for edge in page["edges"]]
    assert told == [(3, "第3版"), (2, "第2版"), (1, "第1版")]
    assert {edge["node"]["publishedBy"] for edge in first["edges"]} == {"O1"}
    assert first["edges"][0]["node"]["replaces"] == [1, 2], "published for the same moment: the last word counts"
    assert rest["pageInfo"]["hasNextPage"] is False


def test_members_are_not_told_who_published_nor_what_others_get(office: Office) -> None:
    publish(office, content(office))
    reply = office.ask("PolicyVersions", "m1")
    assert set(reply.codes) == {"FORBIDDEN"}
    (edge,) = reply.data["policyVersions"]["edges"]
    assert (edge["node"]["number"], edge["node"]["publishedBy"], edge["node"]["why"]) == (1, None, None)
    whole = office.ask("PolicyContent", "m1")
    assert set(whole.codes) == {"FORBIDDEN"}
    assert {rule["extras"] for rule in whole.data["policy"]["rules"]} == {None}


def test_a_version_is_a_node(office: Office) -> None:
    policy = office.done("Policy", "m1")
    query = "query ($id: ID!) { node(id: $id) { ... on PolicyVersion { number } } }"
    assert office.server.ask(query, as_="m2", id=policy["id"]).data == {"node": {"number": 0}}
    assert office.server.ask(query, as_="nobody", id=policy["id"]).codes == ["FORBIDDEN"]
