"""L4, basic: who went from upset to satisfied is asked once to share a word; it is moderated, published, credited."""

from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.dynamo.requests import Request
from care.programmes.store import POSTS
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, NEIGHBOUR, STRANGER, STAFF = "member:M001", "member:M002", "member:M003", "operator:O01"
TEXT = "坏的当天就赔了,新到的苹果又脆又甜"


def paid(product: Product, order: str = "O1") -> None:
    """The member signed, was upset, applied and was paid on the spot."""
    now = product.clock.now()
    product.event("OrderSigned", **order_event(order, signed_at=now, member=mall.member(name="李小明")))
    product.settle()
    application = Application(member_id="M001", order_id=order, line_id="1", reason="NOT_FRESH")
    request = Request(caller=MEMBER, operation="applyForAftercare", key=f"apply-{order}", content={"order": order})
    apply_for_aftercare(product.app.desk, application, request)
    product.settle()


def with_neighbours() -> Product:
    product = Product(START)
    for member, community in (("M002", "阳光花园"), ("M003", "别的小区")):
        who = mall.member(id=member, name="张三", openid=f"open-{member}", community=community)
        product.event("OrderPlaced", **order_event(f"O-{member}", placed_at=START, member=who))
    return product


def satisfied(product: Product, order: str = "O1") -> None:
    """... and said that all is fine, three days later."""
    paid(product, order)
    product.advance(days=3)
    tap(product, fine=True)


def tap(product: Product, *, fine: bool) -> None:
    (edge,) = product.call("MyOpenClosureChecks", MEMBER)["edges"]
    product.call("AnswerClosureCheck", MEMBER, input={"checkId": edge["node"]["id"], "fine": fine})
    product.settle()


def invitations(product: Product, member: str = MEMBER) -> list[dict[str, Any]]:
    return [edge["node"] for edge in product.call("MyInvitations", member)["edges"]]


def asked() -> Product:
    product = with_neighbours()
    satisfied(product)
    product.advance(days=1)
    return product


def submitted(text: str = TEXT) -> tuple[Product, str]:
    product = asked()
    (found,) = invitations(product)
    answer = product.call("SubmitPost", MEMBER, input={"invitationId": found["id"], "text": text})
    return product, answer["post"]["id"]


def shown(product: Product, as_: str, **variables: object) -> list[dict[str, Any]]:
    return [edge["node"] for edge in product.call("CommunityPosts", as_, **variables)["edges"]]


def test_a_day_after_the_member_said_all_is_fine_comes_the_invitation() -> None:
    product = Product(START)
    satisfied(product)
    product.advance(hours=23)
    assert invitations(product) == []
    product.advance(hours=1)
    (found,) = invitations(product)
    assert (found["kind"], found["state"], found["title"], found["post"]) == ("UGC", "INVITED", "好物分享", None)
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    assert sum("只邀请您这一次" in text for text in texts) == 1
    assert product.dead() == []


def test_it_comes_once_ever() -> None:
    product = asked()
    product.advance(days=20)
    satisfied(product, "O2")
    product.advance(days=20)
    assert len(invitations(product)) == 1
    assert [each.template for each in product.memory.all(MESSAGES)].count("ugc_invitation") == 1


@pytest.mark.parametrize("fine", [False, None])
def test_who_is_still_upset_or_silent_is_not_asked(fine: bool | None) -> None:  # noqa: FBT001
    product = Product(START)
    paid(product)
    product.advance(days=3)
    if fine is not None:
        tap(product, fine=fine)
    product.advance(days=10)
    assert invitations(product) == []


def test_who_was_never_upset_is_not_asked() -> None:
    product = Product(START)
    product.event("OrderSigned", **order_event("O1", signed_at=START))
    product.advance(days=1)
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    product.call("AnswerSurvey", MEMBER, input={"surveyId": edge["node"]["id"], "score": 5})
    product.advance(days=3)
    assert invitations(product) == []


def test_nobody_is_asked_while_a_new_case_is_open() -> None:
    product = Product(START)
    satisfied(product)
    product.mall = lambda _request: None  # the second payout is never answered
    paid(product, "O2")
    product.advance(days=2)
    assert invitations(product) == []


def test_a_post_is_moderated_before_the_neighbours_read_it() -> None:
    product, post = submitted()
    assert shown(product, NEIGHBOUR) == []
    (waiting,) = [edge["node"] for edge in product.call("ModerationQueue", STAFF)["edges"]]
    assert (waiting["id"], waiting["text"], waiting["community"], waiting["credit"]) == (post, TEXT, "阳光花园", "李**")
    answer = product.call("ModeratePost", STAFF, input={"postId": post, "verdict": "PUBLISH"})
    assert (answer["post"]["state"], answer["post"]["moderatedBy"]) == ("PUBLISHED", "O01")
    product.settle()
    (read,) = shown(product, NEIGHBOUR)
    assert (read["text"], read["credit"], read["goods"]) == (TEXT, "李**", "山东烟台苹果 5斤")
    assert shown(product, MEMBER) == [read]
    assert product.call("ModerationQueue", STAFF)["edges"] == []
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    assert sum("分享已经发布" in text for text in texts) == 1


def test_a_published_post_is_read_in_its_own_community_only() -> None:
    product, post = submitted()
    product.call("ModeratePost", STAFF, input={"postId": post, "verdict": "PUBLISH"})
    assert shown(product, STRANGER) == []
    assert product.run("CommunityPosts", STRANGER, community="阳光花园").codes == ["FORBIDDEN"]
    assert shown(product, "leader:L9") == []
    assert len(shown(product, STAFF, community="阳光花园")) == 1
    assert product.run("CommunityPosts", STAFF).codes == ["BAD_INPUT"]


def test_why_a_post_is_declined_accuses_nobody() -> None:
    product, post = submitted()
    scolds = {"postId": post, "verdict": "DECLINE", "reason": "照片造假,不予发布"}
    assert product.refused("ModeratePost", STAFF, input=scolds) == "WORDS_BANNED"
    product.call("ModeratePost", STAFF, input={"postId": post, "verdict": "PUBLISH"})


def test_a_declined_post_tells_why_and_can_be_rewritten() -> None:
    product, post = submitted("加我微信买苹果")
    decision = {"postId": post, "verdict": "DECLINE", "reason": "请不要写联系方式"}
    assert product.call("ModeratePost", STAFF, input=decision)["post"]["state"] == "DECLINED"
    product.settle()
    (found,) = invitations(product)
    assert found["post"]["reason"] == "请不要写联系方式"
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    assert sum("请不要写联系方式" in text for text in texts) == 1
    again = product.call("SubmitPost", MEMBER, input={"invitationId": found["id"], "text": TEXT})
    assert (again["post"]["id"], again["post"]["state"]) == (post, "SUBMITTED")


def test_a_post_is_handed_in_once_and_decided_once() -> None:
    product, post = submitted()
    (found,) = invitations(product)
    second = {"invitationId": found["id"], "text": TEXT}
    assert product.refused("SubmitPost", MEMBER, input=second) == "POST_SUBMITTED"
    product.call("ModeratePost", STAFF, input={"postId": post, "verdict": "PUBLISH"})
    late = {"postId": post, "verdict": "DECLINE", "reason": "太晚了"}
    assert product.refused("ModeratePost", STAFF, input=late) == "POST_MODERATED"


@pytest.mark.parametrize("text", ["太短了", "长" * 501])
def test_a_post_has_five_to_five_hundred_characters(text: str) -> None:
    product = asked()
    (found,) = invitations(product)
    assert product.refused("SubmitPost", MEMBER, input={"invitationId": found["id"], "text": text}) == "BAD_INPUT"


def test_a_decision_to_decline_needs_a_reason() -> None:
    product, post = submitted()
    assert product.refused("ModeratePost", STAFF, input={"postId": post, "verdict": "DECLINE"}) == "BAD_INPUT"


def test_another_members_invitation_and_post_are_not_there() -> None:
    product, post = submitted()
    (found,) = invitations(product)
    wanted = {"invitationId": found["id"], "text": TEXT}
    assert product.refused("SubmitPost", NEIGHBOUR, input=wanted) == "NOT_FOUND"
    query = "query ($id: ID!) { node(id: $id) { id } }"
    for thing in (post, found["id"]):
        assert product.ask(query, NEIGHBOUR, id=thing).data == {"node": None}
        assert product.ask(query, MEMBER, id=thing).data == {"node": {"id": thing}}
    assert invitations(product, NEIGHBOUR) == []


@pytest.mark.parametrize("who", [MEMBER, "leader:L1", "agent:A1", "quality:Q1"])
def test_only_product_operators_and_managers_moderate(who: str) -> None:
    product, post = submitted()
    assert product.refused("ModeratePost", who, input={"postId": post, "verdict": "PUBLISH"}) == "FORBIDDEN"
    assert product.run("ModerationQueue", who).codes == ["FORBIDDEN"]
    assert [each.state for each in product.memory.all(POSTS)] == ["SUBMITTED"]
