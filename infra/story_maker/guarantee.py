"""The guarantee in stories: paid in a second, the supplier's bill, a mall that is silent, a hold, an appeal."""

from datetime import timedelta
from typing import Any

from story_maker import goods as g
from story_maker.people import Case, apply, decide, one_order, pick_second, refers, sees
from story_maker.script import Good, Script, at

__all__ = ["GUARANTEE"]

PEAR = Good("SKU-111", "库尔勒香梨 5斤", "FRESH", 4200, supplier="SUP-7")
GRAPE = Good("SKU-112", "阳光玫瑰 2斤", "FRESH", 4800, supplier="SUP-7")
PLUM = Good("SKU-113", "西梅 3斤", "FRESH", 3600, supplier="SUP-7")
_APOLOGY_COUPON = 1000
"""What FULL_REFUND_COUPON of the baseline adds for spoilt food; points are ours to bear."""
ORCHARD = {"kind": "SUPPLIER", "partyId": "SUP-7"}


def bad_goods_paid_in_a_second() -> Script:
    """坏单秒赔: leaking goods are paid in the same request; above the limit, with a photo, the member picks."""
    script, case = one_order(g.MILK)
    apply(script, at(2, 10, 30), case, "LEAKING", state="PAYING", note="牛奶漏了: 一点就赔,不用拍照,不用等")
    paid = {"node.state": "RESOLVED", "node.payouts.0.state": "PAID", "node.payouts.0.amount.fen": g.MILK.price}
    sees(script, at(2, 10, 35), case.member, case, paid, note="商城已确认到账")
    script.placed(at(1, 9, 30), "O02", g.BUYERS[0], g.SHRIMP)
    script.delivered("O02", at(1, 15), at(2, 11))
    large = Case("O02", "M001")
    photo = _send_photo(script, at(2, 11, 30), large)
    apply(
        script, at(2, 11, 35), large, "NOT_FRESH", state="CHOOSING", menu=True, evidence=[photo],
        note="红虾解冻发黑: 超出秒赔额度,附上照片,三种方案任选",
    )  # fmt: skip
    shown = {"node.evidence.0.state": "ACCEPTED"}
    looks = {"variables": refers(large), "key": False, "expect": shown, "note": "客服看得到照片"}
    script.call(at(2, 11, 40), "agent:A01", "TicketEvidence", **looks)
    pick_second(script, at(2, 11, 50), large)
    settled = {"node.state": "RESOLVED", "node.chosenBy": "MEMBER"}
    sees(script, at(2, 12), large.member, large, settled)
    return script


def supplier_statement() -> Script:
    """先行赔付: members are paid first; by rule the supplier bears it, one claim is disputed, and March is billed."""
    script = Script()
    g.house(script, agents=("A01",))
    claims = ((PEAR, "NOT_FRESH", "M001"), (GRAPE, "TASTE_OFF", "M002"), (PLUM, "SPOILED", "M003"))
    for number, (good, reason, member_id) in enumerate(claims, 1):
        order_id = f"O0{number}"
        buyer = g.BUYERS[number - 1]
        script.placed(at(1, 9, number), order_id, buyer, good)
        script.delivered(order_id, at(1, 14), at(2, 10, number))
        apply(script, at(2, 10, 30 + number), Case(order_id, member_id), reason, state="PAYING")
    by_rule = {"ticketLiabilities.0.shares.0.party.key": "SUPPLIER:SUP-7", "ticketLiabilities.0.rule": "UNSAFE"}
    _bill(script, at(3, 10), Case("O03", "M003"), by_rule, note="先赔给会员,再按规则记到供应商名下")
    _dispute(script, Case("O02", "M002"))
    charged, credited = PEAR.price + GRAPE.price + PLUM.price + _APOLOGY_COUPON, GRAPE.price // 2
    sums = {"charged": charged, "credited": credited, "writtenOff": 0, "owed": charged - credited}
    bill: dict[str, Any] = {f"liabilityStatement.{name}.fen": fen for name, fen in sums.items()}
    bill |= {"liabilityStatement.lineCount": 4}
    month = {"variables": {"party": "SUPPLIER:SUP-7", "month": "2026-03"}, "key": False}
    script.call(at(31, 10), "manager:B01", "LiabilityStatement", **month, expect=bill, note="三月的供应商对账单")
    return script


def _dispute(script: Script, case: Case) -> None:
    """The orchard says that the van was too warm: half of it is the platform's."""
    _bill(script, at(4, 10), case, {"ticketLiabilities.0.state": "ALLOCATED"})
    liability = f"${case.name}_liability"
    objects = {"liabilityId": liability, "party": ORCHARD, "words": "出库时温度合格,运输途中冷链中断"}
    shown = {"disputeLiability.liability.state": "DISPUTED"}
    script.call(at(4, 10, 5), "operator:P01", "DisputeLiability", variables={"input": objects}, expect=shown)
    halves = [{"party": ORCHARD, "percent": 50}, {"party": {"kind": "PLATFORM"}, "percent": 50}]
    decision = {"liabilityId": liability, "shares": halves, "why": "温度记录显示两段都有超温,各担一半"}
    settled = {"decideLiabilityDispute.liability.state": "ALLOCATED"}
    script.call(
        at(5, 15), "operator:P01", "DecideLiabilityDispute", variables={"input": decision}, expect=settled,
        note="供应商有异议: 看过温度记录,各担一半",
    )  # fmt: skip


def _bill(script: Script, when: Any, case: Case, expect: dict[str, Any], **more: Any) -> None:
    """Who bears what a case has paid; its liability is remembered."""
    saved = {f"{case.name}_liability": "ticketLiabilities.0.id"}
    asked = {"variables": {"ticketId": case.ticket}, "key": False, "save": saved, "expect": expect}
    script.call(when, "operator:P01", "TicketLiabilities", **asked, **more)


def silent_mall() -> Script:
    """退款没有回音: asked again and again, after a day a person; tried again, given up, made good in another way."""
    script, case = one_order(g.MILK)
    script.mall("silent", at=at(2, 10, 20).isoformat(), note="商城没有回音")
    apply(script, at(2, 10, 30), case, "LEAKING", state="PAYING")
    unheard = {"node.state": "IN_REVIEW", "node.payouts.0.state": "PENDING"}
    saved = {"payout": "node.payouts.0.id"}
    sees(script, at(3, 11), "agent:A01", case, unheard, note="一天没有回音: 转给客服,会员知道我们在跟", save=saved)
    _on_payout(
        script,
        at(3, 11, 5),
        "RetryPayout",
        expect_error="PAYOUT_UNANSWERED",
        note="可能已在途中: 客服不能重发,由经理定",
    )
    script.mall("fails", at=at(3, 15).isoformat(), note="商城恢复,但这笔退不了")
    failed = {"node.payouts.0.state": "FAILED"}
    sees(script, at(4, 9), "agent:A01", case, failed)
    _on_payout(script, at(4, 9, 5), "RetryPayout", note="再试一次")
    sees(script, at(4, 9, 20), "agent:A01", case, failed | {"node.payouts.0.attempt": 2})
    return _made_good(script, case)


def _made_good(script: Script, case: Case) -> Script:
    """With the refund given up, nothing of the round is owed any more; then staff choose what the mall can do."""
    wanted = {"payoutId": "$payout", "why": "原支付账户已注销,与商城核实无法入账"}
    given = {"giveUpPayout.payout.state": "CANCELLED"}
    script.call(at(4, 9, 30), "agent:A01", "GiveUpPayout", variables={"input": wanted}, expect=given)
    script.mall("confirms", at=at(4, 9, 40).isoformat())
    decision = {"ticketId": case.ticket, "text": "退款账户已注销,马上为您补发一份新鲜的", "remedy": "REISSUE"}
    decide(script, at(4, 9, 45), "agent:A01", decision, note="退不了款,就补发")
    sees(script, at(4, 10), case.member, case, {"node.state": "RESOLVED", "node.remedy": "REISSUE"})
    return script


def _on_payout(script: Script, when: Any, operation: str, **more: Any) -> None:
    script.call(when, "agent:A01", operation, variables={"input": {"payoutId": "$payout"}}, **more)


def _send_photo(script: Script, when: Any, case: Case) -> str:
    """Before there is a case: the photo is of the line. What refers to it."""
    wanted = {"input": {"lineId": case.line, "contentType": "image/jpeg", "bytes": 200_000}}
    begun = "startEvidenceUpload.evidence"
    saved = {f"{case.name}_photo": f"{begun}.id", f"{case.name}_slip": f"{begun}.upload"}
    script.call(when, case.member, "StartEvidenceUpload", variables=wanted, save=saved)
    script.photo(when + timedelta(minutes=1), 7, f"${case.name}_slip")
    return f"${case.name}_photo"


def appeal() -> Script:
    """申诉: refused in words that accuse nobody; the member appeals, once; another person looks, and grants it."""
    script, case = one_order(g.RICE)
    g.join(script, "B02", "售后主管老陈", "MANAGER")
    apply(script, at(2, 11), case, "DISLIKE", state="CHOOSING")
    script.call(at(2, 11, 10), case.member, "WithdrawTicket", variables={"input": {"ticketId": case.ticket}})
    again = {"ticketId": case.ticket, "text": "煮出来有股味道,想退掉"}
    script.call(at(2, 12), case.member, "ReopenTicket", variables={"input": again})
    refusal = {"reason": "AS_DESCRIBED", "text": "这批大米与页面介绍一致,米香与去年略有不同"}
    _judge(script, at(2, 12, 30), "agent:A01", "RefuseTicket", case, refusal, note="客服婉拒: 说清原因,也说清怎么申诉")
    told = {"node.refusal.reason": "AS_DESCRIBED", "node.refusal.canAppeal": True}
    sees(script, at(2, 12, 40), case.member, case, told)
    words = {"ticketId": case.ticket, "text": "打开就有霉味,邻居家同一批也是,请再看看"}
    script.call(at(2, 13), case.member, "AppealTicket", variables={"input": words}, note="会员申诉,换一个人来看")
    decision = {"ticketId": case.ticket, "text": "已核实这一批次受潮,全额退给您", "remedy": "FULL_REFUND"}
    decide(script, at(2, 13, 30), "agent:A01", decision, expect_error="SAME_PERSON")
    decide(script, at(2, 14), "manager:B02", decision, note="主管看过后同意")
    sees(script, at(2, 14, 10), case.member, case, {"node.state": "RESOLVED", "node.remedy": "FULL_REFUND"})
    script.call(at(2, 14, 20), case.member, "AppealTicket", variables={"input": words}, expect_error="APPEAL_USED")
    return script


def abuse_hold() -> Script:
    """先看一眼: a claim that looks odd waits for a person, and the member is told of a review; then it is made good."""
    script = Script()
    g.house(script, agents=("A01",))
    g.join(script, "A07", "资深客服老周", "AGENT", level=2)
    for number, good in enumerate((g.BEEF, g.SHRIMP, g.OIL, g.STRAWBERRY), 1):
        script.placed(at(1, 9, number), f"O0{number}", g.BUYERS[0], good)
        script.delivered(f"O0{number}", at(1, 14), at(2, 10, number))
        if good is not g.STRAWBERRY:
            menu: dict[str, Any] = {"state": "CHOOSING", "menu": True}
            apply(script, at(2, 10, 10 + number), Case(f"O0{number}", "M001"), "NOT_FRESH", **menu)
    case = Case("O04", "M001")
    apply(script, at(2, 10, 30), case, "DAMAGED", state="IN_REVIEW", note="一天四单都申请: 系统请人先看一眼,不指责会员")
    reasons = {"node.hold.kept": "PAYMENT", "node.hold.remedy": "FULL_REFUND"}
    looks = {"variables": {"id": case.ticket}, "key": False, "expect": reasons}
    script.call(at(2, 10, 35), "agent:A07", "TicketHold", **looks, note="客服看得到每一条理由和分数")
    lifted = {"why": "电话核实: 冷库停电,四单都受了影响"}
    _judge(script, at(2, 10, 45), "agent:A07", "LiftHold", case, lifted, note="是误会: 照原样赔,再表歉意")
    paid = {"node.state": "RESOLVED", "node.payouts.0.state": "PAID", "node.payouts.0.amount.fen": g.STRAWBERRY.price}
    sees(script, at(2, 11), case.member, case, paid)
    return script


def _judge(script: Script, when: Any, who: str, operation: str, case: Case, words: dict[str, Any], **more: Any) -> None:
    """Somebody looks at the case, and acts on what they saw."""
    looks = {"variables": refers(case), "key": False, "save": {"seen": "node.step"}}
    script.call(when - timedelta(seconds=30), who, "TicketTeam", **looks)
    acts = {"ticketId": case.ticket, "seenStep": "$seen", **words}
    script.call(when, who, operation, variables={"input": acts}, **more)


GUARANTEE = {
    "case-bad-goods-paid-in-a-second": bad_goods_paid_in_a_second,
    "case-supplier-statement": supplier_statement,
    "case-silent-mall": silent_mall,
    "case-abuse-hold": abuse_hold,
    "case-appeal": appeal,
}
