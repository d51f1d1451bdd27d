"""A small story of thanks at a festival (L7)."""

from story_maker import goods as g
from story_maker.script import Script, at

__all__ = ["festival"]

AUTHOR, SECOND = "operator:P01", "manager:B01"


def festival() -> Script:
    """节日感谢: counted, approved by a second person, sent by day; who opted out is left alone."""
    script = Script()
    g.house(script, agents=("A01",))
    for number, buyer in enumerate(g.BUYERS[:3], 1):
        script.placed(at(1, 8), f"O0{number}", buyer, g.OIL)
        script.step(at(1, 9), "OrderSigned", f"O0{number}", "signed_at", signed_by="member")
    quiet = {"input": {"optedOut": ["MARKETING"]}}
    script.call(at(1, 10), f"member:{g.BUYERS[1].id}", "SetContactPreferences", variables=quiet)
    greeting = {
        "title": "元宵感谢",
        "festival": "元宵节",
        "words": "愿您家人团圆，日子和和美美。",
        "anyOf": ["NEWCOMER"],
        "startsAt": at(1, 22).isoformat(),
        "endsAt": at(3, 20).isoformat(),
    }
    saved = {"greeting": "saveGreeting.greeting.id"}
    script.call(at(1, 11), AUTHOR, "SaveGreeting", variables={"input": greeting}, save=saved, note="先看人群,还不发")
    _sees(script, 11, 10, {"preview.complete": True, "preview.meant": 3, "preview.optedOut": 1})
    which = {"greetingId": "$greeting"}
    script.call(at(1, 11, 20), AUTHOR, "MoveGreeting", variables={"input": which | {"step": "SUBMIT"}})
    own = {"variables": {"input": which}, "expect_error": "OWN_GREETING"}
    script.call(at(1, 11, 30), AUTHOR, "DecideGreeting", **own, note="自己写的,自己不能批")
    script.call(at(1, 12), SECOND, "DecideGreeting", variables={"input": which}, note="另一位同事批准")
    _sees(script, 22, 40, {"state": "DONE", "told": 3})
    _waits(script, 23, {"told": 3})
    morning = {"greetings.edges.0.node.outcomes.0.state": "SENT", "greetings.edges.0.node.outcomes.0.count": 2}
    script.call(at(2, 12), AUTHOR, "Greetings", key=False, expect=morning, note="夜里不打扰,早上送到")
    _by_hand(script)
    return script


def _sees(script: Script, hour: int, minute: int, expect: dict[str, object]) -> None:
    wanted = {f"greetings.edges.0.node.{path}": value for path, value in expect.items()}
    script.call(at(1, hour, minute), AUTHOR, "Greetings", key=False, expect=wanted)


def _waits(script: Script, hour: int, expect: dict[str, object]) -> None:
    wanted = {f"greetings.edges.0.node.{path}": value for path, value in expect.items()}
    script.call(at(1, hour), AUTHOR, "Greetings", key=False, expect=wanted)


def _by_hand(script: Script) -> None:
    """手写感谢卡: for who bought lately; who opted out gets none."""
    greeting = {
        "kind": "CARD",
        "title": "手写卡",
        "festival": "元宵节",
        "words": "谢谢您一直陪着我们。",
        "lastOrder": {"mostDays": 5},
        "startsAt": at(2, 13).isoformat(),
        "endsAt": at(4, 20).isoformat(),
    }
    saved = {"card": "saveGreeting.greeting.id"}
    script.call(at(2, 12, 10), AUTHOR, "SaveGreeting", variables={"input": greeting}, save=saved)
    which = {"greetingId": "$card"}
    script.call(at(2, 12, 20), AUTHOR, "MoveGreeting", variables={"input": which | {"step": "SUBMIT"}})
    script.call(at(2, 12, 30), SECOND, "DecideGreeting", variables={"input": which})
    first = {"written": "cardsToWrite.edges.0.node.id"}
    about = {"key": False, "save": first, "note": "给常客手写感谢卡"}
    script.call(at(2, 14), "agent:A01", "CardsToWrite", **about)
    done = {"input": {"cardId": "$written", "written": True, "note": "随下一单带给会员"}}
    script.call(at(2, 15), "agent:A01", "FinishGreetingCard", variables=done)
