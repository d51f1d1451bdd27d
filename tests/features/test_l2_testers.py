"""L2, basic: 产品体验官: staff invite members by tag, members accept, decline or leave, the quota binds."""

from datetime import timedelta
from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.programmes.store import INVITATIONS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

STAFF = "product:P01"
NEWCOMERS = {"kind": "TESTER", "title": "春季鲜肉体验", "anyOf": ["NEWCOMER"]}


def product_with(*members: str) -> Product:
    """Each of these members has signed a first order, and so is a newcomer."""
    product = Product(START)
    for member in members:
        sign(product, member)
    product.advance(minutes=3)
    return product


def sign(product: Product, member: str, order: str = "") -> None:
    who = mall.member(id=member, name=f"李{member}", openid=f"open-{member}")
    product.event("OrderSigned", **order_event(order or f"O-{member}", signed_at=product.clock.now(), member=who))


def opened(product: Product, **changes: object) -> dict[str, Any]:
    """A campaign, ten minutes later."""
    answer = product.call("OpenCampaign", STAFF, input=NEWCOMERS | changes)
    product.advance(minutes=10)
    return dict(answer["campaign"])


def invitations(product: Product, member: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in product.call("MyInvitations", f"member:{member}")["edges"]]


def invitation(product: Product, member: str) -> dict[str, str]:
    (found,) = invitations(product, member)
    return {"invitationId": found["id"]}


def taken(product: Product) -> int:
    (edge,) = product.call("Campaigns", STAFF)["edges"]
    return int(edge["node"]["taken"])


def test_members_with_the_tag_are_invited_and_told() -> None:
    product = product_with("M1", "M2")
    product.event(
        "ProductChanged", version=1, occurred_at=START.isoformat(), sku="BEEF", category="FRESH", name="鲜牛肉"
    )
    campaign = opened(product, sku="BEEF", quota=5)
    assert (campaign["product"], campaign["quota"], campaign["taken"], campaign["openedBy"]) == ("鲜牛肉", 5, 0, "P01")
    for member in ("M1", "M2"):
        (found,) = invitations(product, member)
        assert (found["kind"], found["state"], found["title"], found["goods"]) == (
            "TESTER",
            "INVITED",
            "春季鲜肉体验",
            "鲜牛肉",
        )
        texts = [edge["node"]["text"] for edge in product.call("MyMessages", f"member:{member}")["edges"]]
        assert sum("春季鲜肉体验" in text for text in texts) == 1
    assert product.dead() == []


def test_who_gets_the_tag_later_is_invited_then() -> None:
    product = product_with("M1")
    opened(product)
    sign(product, "M2")
    product.advance(minutes=20)
    assert len(invitations(product, "M2")) == 1


def test_a_product_fan_is_made_by_good_scores_and_invited() -> None:
    product = Product(START)
    opened(product, anyOf=["PRODUCT_FAN"])
    for number in range(3):
        sign(product, "M1", f"O{number}")
    product.advance(days=1)
    for edge in product.call("MyOpenSurveys", "member:M1")["edges"]:
        assert invitations(product, "M1") == [], "three full scores make a fan, not two"
        product.call("AnswerSurvey", "member:M1", input={"surveyId": edge["node"]["id"], "score": 5})
        product.advance(minutes=5)
    assert [each["title"] for each in invitations(product, "M1")] == ["春季鲜肉体验"]


def test_whoever_bears_an_excluded_tag_is_not_invited() -> None:
    product = product_with("M1")
    opened(product, noneOf=["NEWCOMER"], anyOf=["NEWCOMER", "HIGH_VALUE"])
    assert invitations(product, "M1") == []


def test_an_event_that_comes_thrice_invites_once() -> None:
    product = product_with("M1", "M1", "M1")
    opened(product)
    sign(product, "M1")
    product.advance(days=1)
    assert len(invitations(product, "M1")) == 1
    assert [each.template for each in product.memory.all(MESSAGES)].count("tester_invitation") == 1


def test_the_quota_binds_at_acceptance_and_leaving_frees_the_place() -> None:
    product = product_with("M1", "M2")
    opened(product, quota=1)
    answer = product.call("AcceptInvitation", "member:M1", input=invitation(product, "M1"))
    assert (answer["invitation"]["state"], answer["replayed"], taken(product)) == ("ACCEPTED", False, 1)
    wanted = invitation(product, "M2")
    assert product.refused("AcceptInvitation", "member:M2", input=wanted) == "QUOTA_FULL"
    left = product.call("LeaveProgramme", "member:M1", input=invitation(product, "M1"))
    assert (left["invitation"]["state"], taken(product)) == ("LEFT", 0)
    product.call("AcceptInvitation", "member:M2", input=wanted)
    assert product.refused("AcceptInvitation", "member:M1", input=invitation(product, "M1")) == "QUOTA_FULL"
    product.call("LeaveProgramme", "member:M2", input=wanted)
    again = product.call("AcceptInvitation", "member:M1", input=invitation(product, "M1"))
    assert (again["invitation"]["state"], taken(product)) == ("ACCEPTED", 1)


def test_the_same_key_accepts_once() -> None:
    product = product_with("M1")
    opened(product)
    wanted = {"input": invitation(product, "M1"), "idempotencyKey": "accept-once"}
    assert product.call("AcceptInvitation", "member:M1", **wanted)["replayed"] is False
    assert product.call("AcceptInvitation", "member:M1", **wanted)["replayed"] is True
    assert taken(product) == 1


def test_who_declines_has_answered() -> None:
    product = product_with("M1")
    opened(product)
    wanted = invitation(product, "M1")
    assert product.call("DeclineInvitation", "member:M1", input=wanted)["invitation"]["state"] == "DECLINED"
    assert product.refused("AcceptInvitation", "member:M1", input=wanted) == "INVITATION_ANSWERED"
    assert product.refused("LeaveProgramme", "member:M1", input=wanted) == "NOT_TAKING_PART"
    assert taken(product) == 0


def test_an_invitation_expires_after_seven_days() -> None:
    product = product_with("M1")
    opened(product)
    product.advance(days=7)
    (found,) = invitations(product, "M1")
    assert (found["state"], found["answeredAt"]) == ("EXPIRED", None)
    assert product.refused("AcceptInvitation", "member:M1", input=invitation(product, "M1")) == "INVITATION_EXPIRED"


def test_a_closed_campaign_gives_no_place_and_invites_nobody() -> None:
    product = product_with("M1")
    campaign = opened(product)
    product.call("CloseCampaign", STAFF, input={"campaignId": campaign["id"]})
    sign(product, "M2")
    product.advance(minutes=30)
    assert invitations(product, "M2") == []
    assert product.refused("AcceptInvitation", "member:M1", input=invitation(product, "M1")) == "CAMPAIGN_OVER"
    assert product.refused("CloseCampaign", STAFF, input={"campaignId": campaign["id"]}) == "CAMPAIGN_OVER"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sku": "NO-SUCH"}, "UNKNOWN_SKU"),
        ({"title": " "}, "BAD_INPUT"),
        ({"anyOf": []}, "BAD_INPUT"),
        ({"quota": 0}, "BAD_INPUT"),
        ({"closesAt": (START + timedelta(minutes=30)).isoformat()}, "BAD_INPUT"),
    ],
)
def test_a_campaign_that_cannot_be_meant_is_refused(changes: dict[str, object], code: str) -> None:
    assert Product(START).refused("OpenCampaign", STAFF, input=NEWCOMERS | changes) == code


@pytest.mark.parametrize("who", ["member:M1", "leader:L1", "agent:A1", "quality:Q1"])
def test_only_product_operators_and_managers_run_campaigns(who: str) -> None:
    product = product_with("M1")
    campaign = opened(product)
    assert product.refused("OpenCampaign", who, input=NEWCOMERS) == "FORBIDDEN"
    assert product.refused("CloseCampaign", who, input={"campaignId": campaign["id"]}) == "FORBIDDEN"
    assert product.run("Campaigns", who).codes == ["FORBIDDEN"]
    query = "query ($id: ID!) { node(id: $id) { id } }"
    assert product.ask(query, who, id=campaign["id"]).data == {"node": None}
    assert product.ask(query, "manager:B1", id=campaign["id"]).data == {"node": {"id": campaign["id"]}}


@pytest.mark.parametrize("operation", ["AcceptInvitation", "DeclineInvitation", "LeaveProgramme"])
def test_another_members_invitation_is_not_there(operation: str) -> None:
    product = product_with("M1", "M2")
    opened(product)
    wanted = invitation(product, "M1")
    before = product.memory.all(INVITATIONS)
    assert product.refused(operation, "member:M2", input=wanted) == "NOT_FOUND"
    assert product.memory.all(INVITATIONS) == before
    query = "query ($id: ID!) { node(id: $id) { id } }"
    assert product.ask(query, "member:M2", id=wanted["invitationId"]).data == {"node": None}
    assert all(each["id"] != wanted["invitationId"] for each in invitations(product, "M2"))
