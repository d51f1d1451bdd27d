"""One small story for each case in the documents that can be played today."""

from datetime import timedelta

from story_maker import goods as g
from story_maker.festival import festival
from story_maker.people import answer_check, answer_survey, apply, decide, one_order, pick_second, queue
from story_maker.script import Good, Script, at

__all__ = ["CASES"]

SIRLOIN = Good("SKU-303", "谷饲牛肉 1kg", "FROZEN", 9900, shelf_life_days=90)


def paid_at_once() -> Script:
    """坏单秒赔: 无需用户拍照举证, the tap pays in the same second."""
    script, case = one_order(g.STRAWBERRY)
    apply(script, at(2, 10, 30), case, "DAMAGED", state="PAYING", note="坏单秒赔: 一点就赔,不用拍照")
    script.wait(at(2, 11))
    return script


THAWING = {
    "scope": "SKU",
    "name": SIRLOIN.sku,
    "step": "SIGNED",
    "kind": "STORAGE",
    "title": "牛肉怎么解冻",
    "text": "提前一晚放冷藏层慢慢化开，别用热水；化开后擦干水分再下锅，肉汁都留得住。",
    "why": "上新",
}


def silent_member() -> Script:
    """看到您对我们的牛肉打了3分: three points and not a word, so we speak first."""
    script, _case = one_order(SIRLOIN)
    product = {"sku": SIRLOIN.sku, "name": SIRLOIN.name, "category": SIRLOIN.category}
    script.event(at(1, 8, 30), "ProductChanged", {**product, "occurred_at": at(1, 8, 30).isoformat()})
    script.call(
        at(1, 8, 40), "product:P01", "PublishGuide", variables={"input": THAWING}, note="随货指南: 牛肉怎么解冻"
    )
    pushed = {"guide": "myGuides.edges.0.node.id"}
    script.call(at(2, 10, 30), "member:M001", "MyGuides", key=False, save=pushed, note="签收当时,指南已经在手机上")
    useless = {"pushId": "$guide", "useful": False}
    script.call(at(2, 19), "member:M001", "RateGuides", variables={"input": useless})
    answer_survey(script, at(3, 20), "M001", 3, "一般")
    queue(script, at(3, 20, 10), "care", title=SIRLOIN.name, note="沉默用户: 不等投诉,先关怀")
    said = "电话沟通: 解冻方法不当,已发解冻指南,下次为您升级原切"
    decision = {"ticketId": "$care", "text": said, "careOutcome": "RECOVERED"}
    decide(script, at(3, 20, 30), "agent:A01", decision)
    return script


def members_choice() -> Script:
    """赋予用户选择权: the member picks the remedy that suits them."""
    script, case = one_order(g.OIL)
    apply(script, at(2, 11), case, "LEAKING", state="CHOOSING", menu=True, note="油瓶漏油: 两个方案,您看哪种更合适")
    pick_second(script, at(2, 11, 20), case)
    script.wait(at(2, 12))
    return script


def still_not() -> Script:
    """共情-定位-解决-闭环: some days later we ask; "still not" comes before everything else."""
    script, case = one_order(g.STRAWBERRY)
    apply(script, at(2, 10, 30), case, "TASTE_OFF", state="PAYING", offer="HALF_REFUND_COUPON")
    answer_check(script, at(5, 18), case, fine=False)
    decision = {"ticketId": case.ticket, "text": "非常抱歉,余款全部退给您", "remedy": "FULL_REFUND"}
    decide(script, at(5, 18, 30), "agent:A01", decision)
    script.wait(at(12, 12))
    return script


def upset_to_glad() -> Script:
    """转怒为喜: who was upset and says that all is fine is asked, once and gently, for a post."""
    script, case = one_order(g.STRAWBERRY)
    apply(script, at(2, 10, 30), case, "DAMAGED", state="PAYING")
    answer_check(script, at(5, 18), case, fine=True)
    script.call(at(7, 12), case.member, "MyInvitations", key=False, save={"ugc": "myInvitations.edges.0.node.id"})
    post = {"invitationId": "$ugc", "text": "虽然出了点小意外,但处理真的让我感动,愿意继续支持!"}
    script.call(at(7, 12, 5), case.member, "SubmitPost", variables={"input": post}, save={"post": "submitPost.post.id"})
    verdict = {"postId": "$post", "verdict": "PUBLISH"}
    script.call(at(7, 13), "operator:P01", "ModeratePost", variables={"input": verdict})
    return script


def product_tester() -> Script:
    """产品体验官: a fan of the products is invited to try the new one first."""
    script, case = one_order(g.BEEF)
    tag = {"memberId": "@Member:M001", "tag": "PRODUCT_FAN", "reason": "建设性意见多"}
    script.call(at(2, 12), "operator:P01", "AddMemberTag", variables={"input": tag})
    campaign = {"kind": "TESTER", "title": "新品体验官", "anyOf": ["PRODUCT_FAN"], "sku": g.SHRIMP.sku, "quota": 20}
    script.call(at(2, 13), "product:R01", "OpenCampaign", variables={"input": campaign})
    when = at(3, 12)
    script.call(when, case.member, "MyInvitations", key=False, save={"tester": "myInvitations.edges.0.node.id"})
    accept = {"input": {"invitationId": "$tester"}}
    script.call(when + timedelta(minutes=1), case.member, "AcceptInvitation", variables=accept)
    return script


def stalled_parcel() -> Script:
    """停滞异常: nothing moves for a day and a half; we ask before the member does, and "1" has the carrier chased."""
    script = Script()
    g.house(script, agents=("A01",))
    script.placed(at(1, 9), "O01", g.BUYERS[0], SIRLOIN)
    script.step(at(1, 14), "OrderShipped", "O01", "shipped_at")
    script.moved(at(1, 16), "O01", "IN_TRANSIT", "杭州分拨中心")
    asked = {"save": {"question": "myMessages.edges.0.node.id"}, "key": False, "note": "物流停滞: 没等会员来问,先安抚"}
    script.call(at(3, 9), "member:M001", "MyMessages", **asked)
    reply = {"input": {"messageId": "$question", "option": "1"}}
    expected = {"answerMessage.message.question.answered": "1"}
    script.call(at(3, 9, 5), "member:M001", "AnswerMessage", variables=reply, expect=expected, note="回复1: 催促物流")
    script.moved(at(3, 15), "O01", "OUT_FOR_DELIVERY", "杭州")
    script.step(at(3, 17), "OrderArrived", "O01", "arrived_at")
    script.step(at(3, 18), "OrderSigned", "O01", "signed_at", by="member")
    script.wait(at(4, 12))
    return script


def elder_by_phone() -> Script:
    """为老年用户简化: an elder says what is wrong, is shown two ways, and a colleague calls to explain them."""
    script, case = one_order(g.OIL)
    wish = {"memberId": "@Member:M001", "on": True, "reason": "老人来电: 字小看不清"}
    script.call(at(2, 10, 30), "agent:A01", "SetSimpleMode", variables={"input": wish}, note="长辈模式: 一个电话就开通")
    said = {"text": "这个油,它漏油了呀", "confidence": 92, "language": "zh-CN"}
    about, heard = {"lineId": case.line}, {"save": {"why": "eligibility.suggestedReason"}, "key": False}
    expect = {"eligibility.suggestedReason": "LEAKING", "eligibility.simpleMode": True}
    spoken = about | {"transcript": said}
    script.call(
        at(2, 10, 59), case.member, "Eligibility", variables=spoken, expect=expect, **heard, note="说一句话就行"
    )
    place = "applyForAftercare.ticket"
    script.call(
        at(2, 11),
        case.member,
        "ApplyForAftercare",
        variables={"input": spoken | {"reason": "$why"}},
        save={case.name: f"{place}.id", f"{case.name}_second": f"{place}.menu.1.token"},
        expect={f"{place}.state": "CHOOSING", f"{place}.moreOptions": 3},
        note="只给两个方案,其余找人办",
    )
    title = f"请给会员打电话（3月3日13:00前，{g.OIL.name}）"
    queue(script, at(2, 11, 5), "call", title=title, note="先打电话,再发消息")
    task = {"ticketId": "$call"}
    number = {"startCall.phone": g.BUYERS[0].phone}
    script.call(at(2, 11, 6), "agent:A01", "StartCall", variables={"input": task}, expect=number)
    script.call(at(2, 11, 12), "agent:A01", "EndCall", variables={"input": task | {"outcome": "REACHED"}})
    pick_second(script, at(2, 11, 20), case)
    script.wait(at(2, 14))
    return script


CASES = {
    "case-paid-at-once": paid_at_once,
    "case-silent-member": silent_member,
    "case-members-choice": members_choice,
    "case-still-not": still_not,
    "case-upset-to-glad": upset_to_glad,
    "case-product-tester": product_tester,
    "case-festival": festival,
    "case-stalled-parcel": stalled_parcel,
    "case-elder-by-phone": elder_by_phone,
}
