"""A small story of a leader's day: what comes is told the day before, what is short before anybody asks (P5, T1)."""

from typing import Any

from story_maker import goods as g
from story_maker.script import Script, at

__all__ = ["BENCH"]

LEADER = "leader:L001"


def leaders_day() -> Script:
    """团长的一天: the digest, goods that come late, one who wants the money, and a case that cannot wait."""
    script = Script()
    g.house(script, agents=("A01",))
    for number, buyer in enumerate(g.BUYERS[:3], 1):
        script.placed(at(1, 9, number), f"O0{number}", buyer, g.STRAWBERRY)
    script.placed(at(1, 9, 10), "O04", g.BUYERS[3], g.OIL)
    script.delivered("O04", at(1, 9, 30), at(1, 11, 30))
    planned = [{"sku": g.STRAWBERRY.sku, "name": g.STRAWBERRY.name, "pieces": 3, "members": 3}]
    about = {"community": "阳光花园", "leader_id": "L001", "day": "2026-03-03", "goods": planned}
    script.event(at(1, 10), "ArrivalPlanned", about | {"occurred_at": at(1, 10).isoformat()})
    short = {"sku": g.STRAWBERRY.sku, "state": "DELAYED", "expected_on": "2026-03-05"}
    script.say("草莓产地下雨,要晚两天")
    script.event(at(1, 14), "SupplyChanged", short | {"occurred_at": at(1, 14).isoformat()})
    waiting = {"communitySkus.edges.0.node.orders": 3, "communitySkus.edges.0.node.supply.state": "DELAYED"}
    _asks(script, 14, 15, "CommunitySkus", waiting, "团长看到社区里有几单在等")
    _reply(script, 15, g.BUYERS[0].id, "2", "回复2: 不等了,退款")
    _reply(script, 16, g.BUYERS[1].id, "1", "回复1: 愿意等")
    nothing = about | {"goods": [], "occurred_at": at(1, 16, 30).isoformat()}
    script.event(at(1, 16, 30), "ArrivalPlanned", nothing)
    oil = {"input": {"lineId": "@OrderLine:O04/1", "reason": "DAMAGED"}}
    saved = {"case": "applyForAftercare.ticket.id"}
    script.call(at(1, 17), f"member:{g.BUYERS[3].id}", "ApplyForAftercare", variables=oil, save=saved)
    hurry = {"input": {"ticketId": "$case", "text": "家里等着炒菜,老邻居了"}}
    first = {"escalateTicket.ticket.lastEntry.kind": "ESCALATED"}
    more: dict[str, Any] = {"variables": hurry, "expect": first, "community": "阳光花园"}
    script.call(at(1, 17, 5), LEADER, "EscalateTicket", **more, note="团长一键催办")
    open_cases: dict[str, object] = {
        "communityTickets.edges.1.node.id": "$case",
        "communityTickets.edges.1.node.priority": "HIGH",
    }
    _asks(script, 17, 10, "CommunityTickets", open_cases, "催办的提到前面,排在已经超时的后面")
    back = {"sku": g.STRAWBERRY.sku, "state": "BACK", "occurred_at": at(2, 10).isoformat()}
    script.event(at(2, 10), "SupplyChanged", back)
    script.wait(at(2, 12))
    return script


def _asks(script: Script, hour: int, minute: int, operation: str, expect: dict[str, object], note: str) -> None:
    more: dict[str, Any] = {"key": False, "community": "阳光花园", "expect": expect, "note": note}
    script.call(at(1, hour, minute), LEADER, operation, **more)


def _reply(script: Script, hour: int, member: str, option: str, note: str) -> None:
    """By tap, on the newest message."""
    newest = {"asked": "myMessages.edges.0.node.id"}
    script.call(at(1, hour), f"member:{member}", "MyMessages", key=False, variables={"first": 1}, save=newest)
    given = {"input": {"messageId": "$asked", "option": option}}
    script.call(at(1, hour, 1), f"member:{member}", "AnswerMessage", variables=given, note=note)


BENCH = {"case-leaders-day": leaders_day}
