"""Twelve orders of one community that show every branch of the main job. Times are in Shanghai; day 1 is a Monday."""

from datetime import timedelta

from story_maker import goods as g
from story_maker.people import Case, answer_check, answer_survey, apply, decide, queue
from story_maker.script import Script, at

__all__ = ["twelve"]


def twelve() -> Script:
    """`make demo` plays this."""
    script = Script()
    g.house(script)
    _instant_and_post(script)
    _choice_and_silence(script)
    _default_falls(script)
    _happy_tester(script)
    _silent_member(script)
    _failed_payout(script)
    _silent_mall(script)
    _withdrawn_and_decided(script)
    _still_not(script)
    _cancelled_by_the_mall(script)
    _food_safety(script)
    _refusals(script)
    _policy_and_settings(script)
    script.wait(at(13, 20))
    return script


def _instant_and_post(script: Script) -> None:
    """坏单秒赔: the tap pays. All fine at the check, so a post is asked for, handed in and published."""
    script.placed(at(1, 9), "O01", g.BUYERS[0], g.STRAWBERRY)
    script.delivered("O01", at(1, 14), at(2, 10))
    case = Case("O01", "M001")
    script.call(
        at(2, 10, 20),
        case.member,
        "Eligibility",
        variables={"lineId": case.line},
        key=False,
        note="M001 的草莓压坏了: 先看看能怎么处理",
        expect={"eligibility.reasons.0.eligible": True, "eligibility.reasons.0.instant": True},
    )
    apply(script, at(2, 10, 21), case, "DAMAGED", state="PAYING", note="一键申请售后: 坏单秒赔")
    answer_check(script, at(5, 12), case, fine=True)
    script.call(at(6, 20), case.member, "MyInvitations", key=False, save={"ugc": "myInvitations.edges.0.node.id"})
    words = "草莓压坏了两颗,当场就退了款,客服还来问好不好吃。这样的团,放心!"
    script.call(
        at(6, 20, 5),
        case.member,
        "SubmitPost",
        variables={"input": {"invitationId": "$ugc", "text": words}},
        save={"post": "submitPost.post.id"},
    )
    verdict = {"input": {"postId": "$post", "verdict": "PUBLISH"}}
    script.call(at(7, 9), "operator:P01", "ModeratePost", variables=verdict)


def _choice_and_silence(script: Script) -> None:
    """Above the instant limit: the member chooses from the menu; nobody answers the check, so silence closes."""
    script.placed(at(1, 9, 5), "O02", g.BUYERS[1], g.OIL, g.RICE)
    script.delivered("O02", at(1, 14), at(2, 11))
    case = Case("O02", "M002")
    apply(
        script,
        at(2, 12),
        case,
        "LEAKING",
        state="CHOOSING",
        menu=True,
        note="花生油漏了: 超出秒赔额度,给出方案让会员选",
    )
    choice = {"input": {"ticketId": case.ticket, "offer": f"${case.name}_second"}}
    script.call(
        at(2, 12, 30), case.member, "ChooseRemedy", variables=choice,
        expect={"chooseRemedy.ticket.remedy": "HALF_REFUND_COUPON"},
    )  # fmt: skip


def _default_falls(script: Script) -> None:
    """Nobody answers the menu: the default falls at its deadline."""
    script.placed(at(1, 9, 10), "O03", g.BUYERS[2], g.SHRIMP)
    script.delivered("O03", at(1, 15), at(2, 16))
    case = Case("O03", "M003")
    apply(script, at(2, 17), case, "SHORT", state="CHOOSING", note="少了一盒虾: 会员没来得及选,到期按默认方案办")
    script.call(
        at(5, 9), case.member, "TicketDetail", variables={"id": case.ticket}, key=False,
        expect={"node.chosenBy": "DEFAULT", "node.state": "RESOLVED"},
    )  # fmt: skip


def _happy_tester(script: Script) -> None:
    """Five stars and a reward; tagged a product fan by hand; invited as a tester, accepts, later leaves."""
    buyer = g.BUYERS[3]
    script.placed(at(1, 9, 15), "O04", buyer, g.BEEF)
    script.delivered("O04", at(1, 15), at(2, 18))
    answer_survey(script, at(3, 20), "M004", 5, "牛排很嫩,孩子很喜欢")
    tag = {"memberId": "@Member:M004", "tag": "PRODUCT_FAN", "reason": "多次给出具体的口味建议"}
    script.call(at(4, 9), "operator:P01", "AddMemberTag", variables={"input": tag}, note="运营打标签: 产品爱好者")
    campaign = {"kind": "TESTER", "title": "春季新品体验官", "anyOf": ["PRODUCT_FAN"], "sku": g.SHRIMP.sku, "quota": 1}
    script.call(at(4, 10), "product:R01", "OpenCampaign", variables={"input": campaign})
    for number, what in ((4, "AcceptInvitation"), (4, "LeaveProgramme")):
        when = at(4, 19) if what == "AcceptInvitation" else at(9, 19)
        member = f"member:M{number:03}"
        saved = {"tester": "myInvitations.edges.0.node.id"}
        script.call(when - timedelta(minutes=1), member, "MyInvitations", key=False, save=saved)
        script.call(when, member, what, variables={"input": {"invitationId": "$tester"}})
    second = {"memberId": "@Member:M005", "tag": "PRODUCT_FAN", "reason": "常给出包装建议"}
    script.call(at(4, 11), "operator:P01", "AddMemberTag", variables={"input": second})
    script.call(at(5, 19), "member:M005", "MyInvitations", key=False, save={"other": "myInvitations.edges.0.node.id"})
    invitation = {"input": {"invitationId": "$other"}}
    full = {"variables": invitation, "expect_error": "QUOTA_FULL", "note": "名额已满"}
    script.call(at(5, 19, 1), "member:M005", "AcceptInvitation", **full)
    script.call(at(5, 19, 2), "member:M005", "DeclineInvitation", variables=invitation)


def _silent_member(script: Script) -> None:
    """Two stars and no complaint: a private message that names the goods, and a care task that an agent resolves."""
    script.placed(at(1, 9, 20), "O05", g.BUYERS[4], g.APPLE, g.TISSUE)
    script.delivered("O05", at(1, 15), at(2, 18, 30), by="leader")
    answer_survey(script, at(3, 19), "M005", 2, "苹果有点面")
    title = "烟台苹果 5斤、抽纸 24包"
    queue(script, at(3, 19, 30), "care", title=title, note="客服看到沉默用户的关怀任务")
    said = "已电话联系,听取了对苹果口感的意见,下次为您换脆甜的品种"
    decision = {"ticketId": "$care", "text": said, "careOutcome": "RECOVERED"}
    decide(script, at(3, 19, 40), "agent:A01", decision)


def _failed_payout(script: Script) -> None:
    """The mall cannot pay the first time: an agent tries again, and it is paid once."""
    script.placed(at(1, 9, 25), "O06", g.BUYERS[5], g.APPLE)
    script.delivered("O06", at(2, 8), at(3, 9))
    case = Case("O06", "M006")
    script.mall("fails_once", at=at(3, 9, 20).isoformat(), note="商城第一次退款会失败")
    apply(script, at(3, 9, 30), case, "NOT_FRESH", state="PAYING")
    detail = {"variables": {"id": case.ticket}, "key": False}
    script.call(
        at(3, 9, 50),
        "agent:A02",
        "TicketDetail",
        **detail,
        save={"o6payout": "node.payouts.0.id", "o6points": "node.payouts.1.id"},
        expect={"node.state": "IN_REVIEW"},
    )
    for payout in ("$o6payout", "$o6points"):
        script.call(at(3, 9, 55), "agent:A02", "RetryPayout", variables={"input": {"payoutId": payout}})
    script.mall("confirms", at=at(3, 10, 10).isoformat())
    script.call(at(3, 10, 30), case.member, "TicketDetail", **detail, expect={"node.state": "RESOLVED"})


def _silent_mall(script: Script) -> None:
    """The mall does not answer: it is asked again and again, after a day a person is told, and then it answers."""
    script.placed(at(1, 9, 30), "O07", g.BUYERS[6], g.MILK)
    script.delivered("O07", at(2, 8), at(3, 10, 30))
    case = Case("O07", "M007")
    script.mall("silent", at=at(3, 10, 40).isoformat(), note="商城没有回音")
    apply(script, at(3, 11), case, "LEAKING", state="PAYING")
    script.mall("confirms", at=at(4, 11, 40).isoformat(), note="商城恢复")
    detail = {"variables": {"id": case.ticket}, "key": False}
    script.call(at(4, 11, 35), "agent:A01", "TicketDetail", **detail, expect={"node.state": "IN_REVIEW"})
    script.call(at(4, 20), case.member, "TicketDetail", **detail, expect={"node.state": "RESOLVED"})


def _withdrawn_and_decided(script: Script) -> None:
    """Withdrawn, opened again, talked about, decided by an agent."""
    script.placed(at(1, 9, 35), "O08", g.BUYERS[7], g.RICE)
    script.delivered("O08", at(3, 8), at(4, 15))
    case = Case("O08", "M008")
    apply(script, at(4, 16), case, "DISLIKE", state="CHOOSING")
    ticket = {"input": {"ticketId": case.ticket}}
    script.call(at(4, 16, 10), case.member, "WithdrawTicket", variables=ticket)
    again = {"input": {"ticketId": case.ticket, "text": "打开看发现米里有碎米,还是想处理一下"}}
    script.call(at(4, 17), case.member, "ReopenTicket", variables=again)
    reply = {"input": {"ticketId": case.ticket, "text": "看到您说有碎米,煮饭确实影响口感,非常理解。马上给您办理"}}
    script.call(at(4, 17, 10), "agent:A01", "ReplyToTicket", variables=reply)
    decision = {"ticketId": case.ticket, "text": "退一半货款,另送券", "remedy": "HALF_REFUND_COUPON"}
    decision["overrideReason"] = "不喜欢的规则里没有这个方案,但碎米确是我们没挑好"
    decide(script, at(4, 17, 20), "agent:A01", decision)


def _still_not(script: Script) -> None:
    """The member says "still not" at the check: reopened with priority, decided again, under the same cap."""
    script.placed(at(1, 9, 40), "O09", g.BUYERS[8], g.STRAWBERRY)
    script.delivered("O09", at(3, 8), at(4, 10))
    case = Case("O09", "M009")
    apply(script, at(4, 10, 30), case, "TASTE_OFF", state="PAYING", offer="HALF_REFUND_COUPON")
    answer_check(script, at(7, 14), case, fine=False)
    decision = {"ticketId": case.ticket, "text": "再为您退剩下的一半", "remedy": "FULL_REFUND"}
    decide(script, at(7, 15), "agent:A02", decision, note="还没好: 优先处理,补足余款")
    answer_check(script, at(10, 20), case, fine=True, name="again")


def _cancelled_by_the_mall(script: Script) -> None:
    """The mall cancels and refunds by itself: there is nothing left to claim."""
    script.placed(at(1, 9, 45), "O10", g.BUYERS[9], g.TISSUE, g.APPLE)
    script.step(at(1, 16), "OrderCancelled", "O10", "cancelled_at", line_ids=["1"])
    refund = {"refund_id": "R-O10-1", "order_id": "O10", "lines": [{"line_id": "1", "amount_fen": g.TISSUE.price}]}
    script.event(at(1, 16, 1), "OrderRefunded", {**refund, "occurred_at": at(1, 16, 1).isoformat()})
    script.delivered("O10", at(3, 8), at(4, 11))
    refused = {"variables": {"input": {"lineId": "@OrderLine:O10/1", "reason": "DAMAGED"}}}
    script.call(at(4, 11, 30), "member:M010", "ApplyForAftercare", **refused, expect_error="LINE_CANCELLED")


def _food_safety(script: Script) -> None:
    """Spoilt milk: urgent, paid at once, days after the window of other reasons has closed."""
    script.placed(at(1, 9, 50), "O11", g.BUYERS[10], g.MILK)
    script.delivered("O11", at(2, 8), at(3, 17))
    case = Case("O11", "M011")
    late = {"variables": {"input": {"lineId": case.line, "reason": "DAMAGED"}}, "expect_error": "WINDOW_CLOSED"}
    window = at(13, 18)
    apply(script, at(6, 9), case, "SPOILED", state="PAYING", note="牛奶变质: 食品安全问题不受时限约束,优先处理")
    script.call(window, "member:M004", "ApplyForAftercare", **(late | {"variables": _line("O04", "DAMAGED")}))


def _refusals(script: Script) -> None:
    """Signed for late at night (the survey waits for the day); what is refused changes nothing."""
    script.placed(at(1, 9, 55), "O12", g.BUYERS[11], g.APPLE, g.OIL)
    mine = {"lineId": "@OrderLine:O12/1", "reason": "DAMAGED"}
    early = {"variables": {"input": mine}, "expect_error": "NOT_SIGNED"}
    script.call(at(2, 9), "member:M012", "ApplyForAftercare", **early)
    script.delivered("O12", at(2, 8), at(4, 2, 30), by="auto")
    when = at(4, 8, 30)
    member = "member:M012"
    oil = {"lineId": "@OrderLine:O12/2", "reason": "LEAKING"}
    altered = {**oil, "offer": "eyJyZW1lZHkiOiJNT1JFIn0.bm90IG91cnM"}
    script.call(when, member, "ApplyForAftercare", variables={"input": altered}, expect_error="OFFER_ALTERED")
    script.call(
        when, member, "Eligibility", variables={"lineId": oil["lineId"]}, key=False,
        save={"old": "eligibility.reasons.1.menu.0.token"},
    )  # fmt: skip
    expired = {"variables": {"input": {**oil, "offer": "$old"}}, "expect_error": "OFFER_EXPIRED"}
    script.call(at(4, 9, 5), member, "ApplyForAftercare", **expired)
    foreign = {"variables": {"input": mine}, "expect_error": "NOT_FOUND", "note": "别人的订单,看不到也动不了"}
    script.call(at(4, 9, 10), "member:M001", "ApplyForAftercare", **foreign)
    bored = {"variables": {"input": {**oil, "reason": "BORED"}}, "expect_error": "UNKNOWN_REASON"}
    script.call(at(4, 9, 15), member, "ApplyForAftercare", **bored)
    once = {"variables": {"input": oil}, "same_key": "tap-0000-O12-2"}
    script.call(at(4, 9, 20), member, "ApplyForAftercare", **once, save={"o12": "applyForAftercare.ticket.id"})
    replay = {"expect": {"applyForAftercare.replayed": True}, "note": "网络重试: 同一个键,同一个结果"}
    script.call(at(4, 9, 20), member, "ApplyForAftercare", **once, **replay)
    script.call(at(4, 9, 25), member, "ApplyForAftercare", variables={"input": oil}, expect_error="ALREADY_APPLIED")
    script.event(at(4, 9, 30), "OrderPlaced", {"version": 9, "order_id": "O99"})


def _policy_and_settings(script: Script) -> None:
    """An operator changes a figure; it takes effect at the stated time."""
    figures = [{"key": "outreach.survey_reward", "value": 600}]
    change = {"values": figures, "effectiveAt": at(8, 0).isoformat(), "why": "开春活动,问卷奖励提高到6元"}
    script.call(at(7, 16), "operator:P01", "PublishSettings", variables={"input": change})
    wrong = {**change, "values": [{"key": "outreach.survey_reward", "value": 10}]}
    script.call(
        at(7, 16, 5), "operator:P01", "PublishSettings", variables={"input": wrong}, expect_error="OUT_OF_BOUNDS"
    )


def _line(order_id: str, reason: str) -> dict[str, object]:
    return {"input": {"lineId": f"@OrderLine:{order_id}/1", "reason": reason}}
