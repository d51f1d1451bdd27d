"""C6: the script library: four steps by situation and segment, filled from the case; banned phrases are refused."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.templates import built_in
from care.policy.model import Segment
from care.policy.wording import BANNED, places, vague_places
from care.scripts.model import Situation, Step
from care.tickets.store import ENTRIES
from fakes.front import AGENT, ME, Front
from fakes.shop import OIL

OPERATOR = "operator:O01"
STEPS = ["EMPATHY", "LOCATE", "RESOLVE", "CLOSE"]


@pytest.fixture
def front() -> Front:
    front = Front()
    front.viewers.stated = {
        f"leader:{id_}": Viewer(id=id_, roles=frozenset({Role.LEADER}), community=home)
        for id_, home in (("L001", "阳光花园"), ("L009", "翠湖花园"))
    }
    return front


def talk(front: Front, ticket: dict[str, Any], as_: str = AGENT, **more: Any) -> Any:
    return front.call("ScriptsFor", as_, ticketId=ticket["id"], **more)


def texts(said: dict[str, Any]) -> dict[str, str]:
    return {each["step"]: each["text"] for each in said["steps"]}


def change(front: Front, minutes: int = 10, **more: Any) -> dict[str, Any]:
    at = (front.clock.now() + timedelta(minutes=minutes)).isoformat()
    return {"effectiveAt": at, "why": "换季更新"} | more


def script(text: str, **more: Any) -> dict[str, Any]:
    return {"code": "QUALITY_LOCATE", "situation": "QUALITY", "step": "LOCATE", "text": text} | more


def flaws(front: Front, **more: Any) -> list[tuple[str, str, str]]:
    """(code, field, message) of a change that must be refused whole."""
    before = dict(front.memory.items)
    answer = front.run("PublishScripts", OPERATOR, input=change(front, **more)).data["publishScripts"]
    assert answer["library"] is None
    assert front.memory.items == before
    return [(each["code"], each["field"], each["message"]) for each in answer["userErrors"]]


def used(front: Front, month: str = "2026-03") -> dict[tuple[str, int], int]:
    edges = front.call("ScriptUses", OPERATOR, month=month)["edges"]
    return {(each["node"]["code"], each["node"]["since"]): each["node"]["used"] for each in edges}


# ---------------------------------------------------------------- what ships


@pytest.mark.parametrize("situation", list(Situation))
@pytest.mark.parametrize("segment", list(Segment))
def test_every_case_has_its_four_steps(front: Front, situation: Situation, segment: Segment) -> None:
    scripts = front.app.scripts.current().talk(situation, segment)
    assert [each.step for each in scripts] == list(Step)


def test_trust_is_rebuilt_with_the_new_and_the_regular_are_apologised_to(front: Front) -> None:
    library = front.call("ScriptLibrary", OPERATOR)
    first = {
        each["segment"]: each["text"]
        for each in library["scripts"]
        if (each["situation"], each["step"]) == ("QUALITY", "EMPATHY")
    }
    assert len(set(first.values())) == 5
    assert "答应过的售后一条都不会少" in first["NEW"]
    assert "对不起" in first["REGULAR"]
    assert "郑重向您道歉" in first["HIGH_VALUE"]


def test_automatic_messages_pass_the_same_checks() -> None:
    said = [text for each in built_in() for text in (each.text, *each.by_segment.values())]
    assert [found for text in said for found in (*places(text, BANNED), *vague_places(text))] == []


def test_messages_of_a_case_are_worded_for_the_member() -> None:
    """Whoever is new is told that we keep our word; whoever supports us is apologised to."""
    opened = {}
    for tag in ("NEWCOMER", "HIGH_VALUE"):
        house = Front()
        house.advance(minutes=3)
        member = global_id("Member", "M001")
        house.call("AddMemberTag", AGENT, input={"memberId": member, "tag": tag, "reason": "测试"})
        ticket = house.tap("2")
        house.settle()
        (opened[tag],) = house.told(ticket)
    assert "说到做到" in opened["NEWCOMER"]
    assert "您一直支持我们" in opened["HIGH_VALUE"]


# ---------------------------------------------------------------- at work


def test_an_agent_reads_the_four_steps_filled_from_the_case(front: Front) -> None:
    front.advance(minutes=3)
    said = talk(front, front.tap("2"))
    assert (said["situation"], said["segment"]) == ("QUALITY", "NEW")
    assert [each["step"] for each in said["steps"]] == STEPS
    lines = texts(said)
    assert lines["EMPATHY"].startswith("王小燕，您好！")
    assert OIL["name"] in lines["EMPATHY"]
    assert "“" in lines["RESOLVE"]
    assert "24小时" in lines["RESOLVE"]
    assert not any("{" in each for each in lines.values())


def test_the_leader_of_the_community_reads_them_and_nobody_else(front: Front) -> None:
    ticket = front.tap("2")
    assert texts(talk(front, ticket, "leader:L001")) == texts(talk(front, ticket))
    assert talk(front, ticket, "leader:L009") is None
    assert front.run("ScriptsFor", ME, ticketId=ticket["id"]).codes == ["FORBIDDEN"]
    assert front.run("ScriptsFor", OPERATOR, ticketId=ticket["id"]).codes == ["FORBIDDEN"]


def test_a_reply_by_a_script_keeps_no_name_and_is_read_with_it(front: Front) -> None:
    ticket = front.tap("2")
    code = talk(front, ticket)["steps"][0]["code"]
    front.call("ReplyToTicket", AGENT, input={"ticketId": ticket["id"], "script": code})
    front.settle()
    (kept,) = [each for each in front.memory.all(ENTRIES) if each.kind == "REPLIED"]
    assert "王小燕" not in str(kept)
    mine, theirs = front.timeline(ticket)[-1], front.timeline(ticket, AGENT)[-1]
    assert mine["text"].startswith("王小燕，您好！")
    assert (mine["note"], theirs["note"]) == (None, f"script:{code}")
    quality = front.timeline(ticket, "quality:Q01")[-1]
    assert quality["text"].startswith("您好！"), "who may not read names reads none here"


def test_what_was_said_is_counted_once_under_its_key(front: Front) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "script": "QUALITY_LOCATE", "text": "是全部漏了，还是只有一瓶？"}
    for _ in range(2):
        front.call("ReplyToTicket", AGENT, input=wanted, idempotencyKey="reply-000001")
    front.call("ReplyToTicket", AGENT, input=wanted)
    front.settle()
    assert used(front) == {("QUALITY_LOCATE", 0): 2}
    assert used(front, "2026-04") == {}
    assert front.timeline(ticket)[-1]["text"] == wanted["text"]


def test_the_uses_of_a_text_are_told_apart_from_those_of_the_text_before(front: Front) -> None:
    ticket = front.tap("2")
    reply = {"ticketId": ticket["id"], "script": "QUALITY_LOCATE"}
    front.call("ReplyToTicket", AGENT, input=reply)
    front.call(
        "PublishScripts", OPERATOR, input=change(front, scripts=[script("是{reason}对吗？拍一张瓶口给我看看。")])
    )
    front.advance(minutes=12)
    front.call("ReplyToTicket", AGENT, input=reply)
    front.settle()
    assert used(front) == {("QUALITY_LOCATE", 0): 1, ("QUALITY_LOCATE", 1): 1}
    assert front.timeline(ticket)[-1]["text"].endswith("拍一张瓶口给我看看。")


def elsewhere(front: Front, ticket: dict[str, Any], who: str, code: str = "QUALITY_LOCATE", **more: Any) -> Any:
    return front.run("RecordScriptUse", who, input={"ticketId": ticket["id"], "script": code}, **more)


def test_what_a_leader_says_in_the_group_is_counted_once_under_its_key(front: Front) -> None:
    """The leader reads the script, says it where we do not hear it, and tells us so; an agent on the phone likewise."""
    ticket = front.tap("2")
    front.settle()
    code = talk(front, ticket, "leader:L001")["steps"][1]["code"]
    before = front.see(ticket), front.told(ticket)
    for _ in range(2):
        assert elsewhere(front, ticket, "leader:L001", code, idempotencyKey="said-000001").errors == []
    front.settle()
    assert used(front) == {(code, 0): 1}
    elsewhere(front, ticket, "leader:L001", code)
    elsewhere(front, ticket, AGENT, code)
    front.call("ReplyToTicket", AGENT, input={"ticketId": ticket["id"], "script": code})
    front.settle()
    assert used(front) == {(code, 0): 4}, "leaders, agents and replies alike"
    said = [
        (line["actor"], line["actorId"], line["note"]) for line in front.among_staff(ticket) if line["kind"] == "SAID"
    ]
    assert sorted(said) == [("LEADER", "L001", code), ("LEADER", "L001", code), ("STAFF", "A01", code)]
    assert before[0]["state"] == front.see(ticket)["state"]
    assert len(front.told(ticket)) == len(before[1]) + 1, "only the reply tells the member anything"


def test_only_who_may_read_the_scripts_of_a_case_has_them_counted(front: Front) -> None:
    ticket = front.tap("2")
    assert front.refused("RecordScriptUse", ME, input={"ticketId": ticket["id"], "script": "X"}) == "FORBIDDEN"
    for who, code, refusal in (("leader:L009", "QUALITY_LOCATE", "NOT_FOUND"), ("leader:L001", "X", "UNKNOWN_SCRIPT")):
        wanted = {"ticketId": ticket["id"], "script": code}
        assert front.refused("RecordScriptUse", who, input=wanted) == refusal
    front.settle()
    assert used(front) == {}


def test_only_staff_speak_by_scripts_and_only_by_those_that_there_are(front: Front) -> None:
    ticket = front.tap("2")
    reply = {"ticketId": ticket["id"], "script": "QUALITY_LOCATE"}
    assert front.refused("ReplyToTicket", ME, input=reply) == "FORBIDDEN"
    assert front.refused("ReplyToTicket", AGENT, input=reply | {"script": "NO_SUCH"}) == "UNKNOWN_SCRIPT"
    assert front.refused("ReplyToTicket", AGENT, input={"ticketId": ticket["id"]}) == "BAD_INPUT"


# ---------------------------------------------------------------- which talk


def test_a_wish_without_a_fault_and_food_safety_have_talks_of_their_own(front: Front) -> None:
    assert talk(front, front.tap("1", "RANCID"))["situation"] == "FOOD_SAFETY"
    assert talk(front, front.tap("2", "DISLIKE"))["situation"] == "NO_REASON"


def test_a_payout_that_failed_is_spoken_of_first(front: Front) -> None:
    front.mall = lambda _request: "FAILED"
    ticket = front.tap("1")
    front.advance(minutes=5)
    said = talk(front, ticket)
    assert said["situation"] == "PAYOUT_FAILED"
    assert "全额退款" in texts(said)["EMPATHY"]


def test_what_failed_is_not_called_money_where_it_is_none(front: Front) -> None:
    """Goods that could not be sent did not fail to arrive on an account; nor is the member told what they cost us."""
    front.mall = lambda _request: "FAILED"
    ticket = front.tap("2")
    front.pick(ticket, "REISSUE")
    front.advance(minutes=5)
    said = talk(front, ticket)
    assert said["situation"] == "PAYOUT_FAILED"
    assert "补发同款商品" in texts(said)["EMPATHY"]
    assert not any("到账" in text or "元" in text for text in texts(said).values())


def test_what_was_reopened_is_spoken_of_as_such(front: Front) -> None:
    ticket = front.tap("1")
    front.settle()
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "没收到"})
    assert talk(front, ticket)["situation"] == "STILL_NOT"


def test_who_waited_longer_than_we_promised_is_told_so(front: Front) -> None:
    ticket = front.tap("1")
    front.settle()
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "没收到"})
    front.advance(days=3)
    said = talk(front, ticket)
    assert said["situation"] == "DELAY"
    assert "您3月2日10:00就告诉我们" in texts(said)["EMPATHY"]


def test_an_agent_may_ask_for_another_talk(front: Front) -> None:
    said = talk(front, front.tap("2"), situation="PRAISE")
    assert said["situation"] == "PRAISE"
    assert [each["step"] for each in said["steps"]] == STEPS


# ---------------------------------------------------------------- keeping the library


def test_a_change_takes_effect_at_its_time_and_bears_who_and_why(front: Front) -> None:
    ticket = front.tap("2")
    mine = script("您说的是{reason}，拍一张给我看看就行。")
    answer = front.call("PublishScripts", OPERATOR, input=change(front, scripts=[mine]))
    assert answer["library"]["number"] == 1
    assert "拍一张给我看看就行" not in texts(talk(front, ticket))["LOCATE"]
    front.advance(minutes=12)
    assert texts(talk(front, ticket))["LOCATE"].endswith("拍一张给我看看就行。")
    (version,) = [each["node"] for each in front.call("ScriptLibraryVersions", OPERATOR)["edges"]]
    assert (version["publishedBy"], version["why"]) == ("O01", "换季更新")


def test_what_a_change_does_not_name_stays(front: Front) -> None:
    before = front.call("ScriptLibrary", OPERATOR)
    wanted = change(front, scripts=[script("您说的是{reason}，对吗？")], retired=["PRAISE_NEW_EMPATHY"])
    after = front.call("PublishScripts", OPERATOR, input=wanted)["library"]
    kept = {each["code"]: (each["text"], each["since"]) for each in after["scripts"]}
    expected = {each["code"]: (each["text"], 0) for each in before["scripts"]}
    expected["QUALITY_LOCATE"] = ("您说的是{reason}，对吗？", 1)
    del expected["PRAISE_NEW_EMPATHY"]
    assert kept == expected
    assert after["banned"] == before["banned"]


@pytest.mark.parametrize(
    ("text", "offset", "found"),
    [
        ("亲，不好意思哦，{goods}坏了", 0, "亲，"),
        ("{goods}坏了，请您理解呢", 10, "请您理解"),
        ("这事我要请示 领导才行", 4, "请示 领导"),
        ("您这是恶意申请", 3, "恶意"),
    ],
)
def test_a_banned_phrase_is_refused_with_its_place(front: Front, text: str, offset: int, found: str) -> None:
    refused = flaws(front, scripts=[script(text)])
    code, field, message = next(each for each in refused if f"“{found}”" in each[2])
    assert (code, field) == ("BANNED_PHRASE", "scripts.QUALITY_LOCATE.text")
    assert f"第 {offset} 个字符后" in message


def test_every_flaw_is_told_at_once(front: Front) -> None:
    refused = flaws(
        front,
        scripts=[
            script("我们会尽快看{goods}，{price}也查，{"),
            script("{greeting}！{remedy}好了吗？", code="PRAISE_CLOSE", situation="PRAISE", step="CLOSE"),
            script("您好", code="bad code", segment="NEW"),
            script("   ", code="QUALITY_R", segment="REGULAR"),
            script("很" * 301, code="QUALITY_H", segment="HIGH_VALUE"),
            script("您好", code="QUALITY_AGAIN", step="CLOSE"),
        ],
        retired=["DELAY_CLOSE", "NO_SUCH"],
    )
    assert {(code, field) for code, field, _ in refused} == {
        ("VAGUE_WORD", "scripts.QUALITY_LOCATE.text"),
        ("UNKNOWN_VARIABLE", "scripts.QUALITY_LOCATE.text"),
        ("VARIABLE_UNFIT", "scripts.PRAISE_CLOSE.text"),
        ("BAD_CODE", "scripts.bad code.code"),
        ("BLANK_TEXT", "scripts.QUALITY_R.text"),
        ("TEXT_TOO_LONG", "scripts.QUALITY_H.text"),
        ("SCRIPT_PLACE_TAKEN", "scripts.QUALITY_AGAIN"),
        ("SCRIPT_STEP_MISSING", "scripts"),
        ("NO_SCRIPT_CHANGED", "retired[1]"),
    }
    assert len([each for each in refused if each[0] == "UNKNOWN_VARIABLE"]) == 2, "{price} and a single brace"


def test_an_empty_change_is_none(front: Front) -> None:
    assert [each[0] for each in flaws(front)] == ["NO_SCRIPT_CHANGED"]


def test_the_banned_phrases_are_an_operators_to_edit(front: Front) -> None:
    banned = front.call("ScriptLibrary", OPERATOR)["banned"]
    hits = flaws(front, banned=[*banned, "白等"])
    assert {each[0] for each in hits} == {"BANNED_PHRASE"}
    assert {each[1] for each in hits} == {"scripts.DELAY_EMPATHY.text"}, "scripts that are there are held to it too"
    assert [each[:2] for each in flaws(front, banned=["~ ", "", "领导", "领导"])] == [
        ("BLANK_TEXT", "banned[1]"),
        ("STATED_TWICE", "banned[3]"),
    ]
    allowed = [each for each in banned if each != "公司规定"]
    wanted = change(front, banned=allowed, scripts=[script("按公司规定，您可以选{options}。")])
    assert front.call("PublishScripts", OPERATOR, input=wanted)["library"]["banned"] == allowed


def test_a_change_needs_time_to_reach_everybody(front: Front) -> None:
    wanted = change(front, minutes=1, scripts=[script("您好")])
    assert front.refused("PublishScripts", OPERATOR, input=wanted) == "EFFECTIVE_TOO_SOON"
    assert front.refused("PublishScripts", AGENT, input=wanted) == "FORBIDDEN"


def test_a_month_is_written_as_one(front: Front) -> None:
    assert front.run("ScriptUses", OPERATOR, month="2026-3").codes == ["BAD_INPUT"]
