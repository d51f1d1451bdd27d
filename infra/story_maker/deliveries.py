"""Small stories of how things come: a storm, and a city whose members complained of unannounced deliveries."""

from datetime import datetime

from story_maker import goods as g
from story_maker.people import answer_survey, queue
from story_maker.script import Buyer, Script, at

__all__ = ["DELIVERIES"]


def storm() -> Script:
    """极端天气前主动建议调整: asked on the day before; moved, kept, held, wanted back, and one who says nothing."""
    script = Script()
    g.house(script, agents=("A01",))
    for number, buyer in enumerate(g.BUYERS[:4], 1):
        script.placed(at(1, 9), f"O0{number}", buyer, g.OIL)
        _book(script, at(1, 9, 30), f"O0{number}", buyer, day=2)
    script.placed(at(1, 9), "O05", g.BUYERS[4], g.STRAWBERRY)
    script.moved(at(1, 12), "O05", "IN_TRANSIT", "杭州分拨中心")
    _alert(script, at(1, 14), note="气象台: 明天暴雨橙色预警")
    _reply(script, at(1, 15), g.BUYERS[0], "2", note="回复2: 改到后天上午")
    _reply(script, at(1, 15, 10), g.BUYERS[1], "1", note="回复1: 照常送")
    _reply(script, at(1, 15, 20), g.BUYERS[2], "4", note="回复4: 先放自提点")
    _reply(script, at(1, 15, 30), g.BUYERS[4], "2", note="草莓放不到暴雨过去: 还有退款可选")
    _slot(script, at(1, 16), "O01", g.BUYERS[0], {"day": "2026-03-04", "part": "MORNING"})
    _slot(script, at(1, 16), "O03", g.BUYERS[2], None)
    kept = {"heldParcels.edges.0.node.order.orderId": "O03"}
    about = {"key": False, "community": "阳光花园", "expect": kept, "note": "团长看得到替谁保管到什么时候"}
    script.call(at(1, 16, 5), "leader:L001", "HeldParcels", **about)
    _slot(script, at(2, 8), "O04", g.BUYERS[3], {"day": "2026-03-03", "part": "MORNING"}, note="没有回复: 照原来的约定")
    _alert(script, at(2, 15), lifted=True, note="预警提前解除")
    script.wait(at(3, 12))
    return script


def late_notices() -> Script:
    """差评源于“送货不提前通知”: slots and the notice half an hour before are switched on; nobody complains again."""
    script = Script()
    g.house(script, agents=("A01",))
    _off_everywhere(script)
    for number, buyer in enumerate(g.BUYERS[:3], 1):
        order_id = f"O0{number}"
        script.placed(at(1, 9), order_id, buyer, g.RICE)
        refused = {"input": {"orderId": f"@Order:{order_id}", "slot": {"day": "2026-03-03", "part": "MORNING"}}}
        script.call(
            at(1, 9, 30), f"member:{buyer.id}", "BookDeliverySlot", variables=refused, expect_error="SLOT_NOT_OFFERED"
        )
        script.delivered(order_id, at(1, 14), at(2, 10))
        answer_survey(script, at(3, 20), buyer.id, 2, "送货不提前通知,家里没人,白跑一趟")
    queue(script, at(3, 20, 30), "care", title=g.RICE.name, note="三个差评,说的都是送货不提前通知")
    on = {"input": {"region": "华东", "open": True}}
    opened = {"setRegionSlots.regionSlots.open": True}
    note = "这个城市开放预约配送时段,送达前30分钟通知"
    script.call(at(4, 10), "operator:P01", "SetRegionSlots", variables=on, expect=opened, note=note)
    for number, buyer in enumerate(g.BUYERS[:3], 4):
        order_id = f"O0{number}"
        script.placed(at(5, 9), order_id, buyer, g.OIL)
        _book(script, at(5, 9, 30), order_id, buyer, day=6)
        _told_before(script, at(6, 8, 35), buyer)
        script.delivered(order_id, at(5, 14), at(6, 10))
        answer_survey(script, at(7, 20), buyer.id, 5, "提前半小时通知,正好在家")
    script.wait(at(8, 12))
    return script


def _off_everywhere(script: Script) -> None:
    values = [{"key": "logistics.slots_open", "value": 0}]
    change = {"values": values, "effectiveAt": at(1, 8, 10).isoformat(), "why": "预约时段先不开放"}
    script.call(at(1, 8, 1), "operator:P01", "PublishSettings", variables={"input": change})


def _book(script: Script, when: datetime, order_id: str, buyer: Buyer, *, day: int) -> None:
    wish = {"orderId": f"@Order:{order_id}", "slot": {"day": at(day, 0).date().isoformat(), "part": "MORNING"}}
    script.call(when, f"member:{buyer.id}", "BookDeliverySlot", variables={"input": wish})


def _slot(
    script: Script, when: datetime, order_id: str, buyer: Buyer, slot: dict[str, str] | None, **more: str
) -> None:
    wanted = {"variables": {"id": f"@Order:{order_id}"}, "key": False, "expect": {"node.deliverySlot": slot}}
    script.call(when, f"member:{buyer.id}", "DeliverySlots", **wanted, **more)


def _alert(script: Script, when: datetime, *, note: str, lifted: bool = False) -> None:
    about = {"alert_id": "WX-0303", "kind": "暴雨", "level": "ORANGE", "regions": ["华东"], "lifted": lifted}
    times = {"starts_at": at(2, 6).isoformat(), "ends_at": at(3, 0).isoformat(), "occurred_at": when.isoformat()}
    script.say(note)
    script.event(when, "WeatherAlerted", {**about, **times})


def _reply(script: Script, when: datetime, buyer: Buyer, option: str, *, note: str) -> None:
    """The member taps below their newest message."""
    asked = f"asked_{buyer.id}"
    member = f"member:{buyer.id}"
    script.call(when, member, "MyMessages", key=False, save={asked: "myMessages.edges.0.node.id"})
    tap = {"input": {"messageId": f"${asked}", "option": option}}
    expected = {"answerMessage.message.question.answered": option}
    script.call(when, member, "AnswerMessage", variables=tap, expect=expected, note=note)


def _told_before(script: Script, when: datetime, buyer: Buyer) -> None:
    told = {"memberMessages.edges.0.node.template": "slot_soon"}
    who = {"memberId": f"@Member:{buyer.id}"}
    script.call(when, "agent:A01", "MemberMessages", variables=who, key=False, expect=told)


DELIVERIES = {"case-storm": storm, "case-late-notices": late_notices}
