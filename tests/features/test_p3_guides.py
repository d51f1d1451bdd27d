"""P3: recipes and advice for what was bought, at shipping, at receipt or on day 2; never for goods under a claim."""

from typing import Any

import pytest

from api.relay import global_id
from care.contact.store import MESSAGES
from fakes.cook import PRAWNS, WRITER, guide, publish, signs
from fakes.house import START
from fakes.mall import line
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"


def told(product: Product, *templates: str) -> list[str]:
    wanted = templates or ("guide_shipped", "guide_signed", "guide_day_2")
    ids = [each.id for each in product.memory.all(MESSAGES) if each.template in wanted and each.sent_at]
    return list(product.app.contact.texts(ids).values())


def pushes(product: Product) -> list[dict[str, Any]]:
    return [edge["node"] for edge in product.call("MyGuides", MEMBER)["edges"]]


def counts(product: Product) -> dict[str, int]:
    (edge,) = product.call("Guides", WRITER)["edges"]
    return dict(edge["node"]["newest"]["counts"])


def refusal(product: Product, **more: Any) -> tuple[str, str]:
    before = dict(product.memory.items)
    (error,) = product.run("PublishGuide", WRITER, input=guide(**more)).data["publishGuide"]["userErrors"]
    assert product.memory.items == before, "a refused publication changes nothing"
    return error["code"], error["field"]


@pytest.fixture
def product() -> Product:
    return Product()


# ---------------------------------------------------------------- when


def test_at_receipt_the_message_names_the_goods_and_the_guide(product: Product) -> None:
    publish(product, video="https://video.example.cn/prawn.mp4")
    signs(product)
    (text,) = told(product)
    assert "阿根廷红虾到家了" in text
    assert "《蒜蓉粉丝蒸虾》" in text
    (push,) = pushes(product)
    assert push["guides"] == [
        {
            "goods": ["阿根廷红虾"],
            "content": {
                "title": "蒜蓉粉丝蒸虾",
                "text": guide()["text"],
                "pictures": [],
                "video": "https://video.example.cn/prawn.mp4",
            },
        }
    ]
    assert product.dead() == []


def test_at_shipping_whoever_tells_of_it_first(product: Product) -> None:
    publish(product, step="SHIPPED", kind="STORAGE", title="红虾到货怎么存")
    lines = [line(line_id="1", **PRAWNS)]
    product.event("OrderPlaced", **order_event("O1", placed_at=START, lines=lines))
    product.advance(minutes=3)
    assert told(product) == []
    moved = {"order_id": "O1", "shipment_id": "S1", "status": "IN_TRANSIT", "moved_at": START.isoformat()}
    product.event("ShipmentMoved", **moved)
    product.advance(minutes=3)
    (text,) = told(product, "guide_shipped")
    assert "已经在路上" in text
    product.event("OrderShipped", **order_event("O1", shipped_at=START, lines=lines))
    product.advance(minutes=3)
    assert len(told(product)) == 1


def test_on_day_2(product: Product) -> None:
    publish(product, step="DAY_2")
    signs(product)
    product.advance(hours=47)
    assert told(product) == []
    product.advance(hours=2)
    (text,) = told(product, "guide_day_2")
    assert "到家有两天了" in text


def test_not_in_quiet_hours_but_when_they_end(product: Product) -> None:
    publish(product)
    product.advance(hours=13)
    signs(product)
    assert told(product) == []
    product.advance(hours=8)
    assert told(product) == []
    product.advance(hours=2)
    assert len(told(product)) == 1


def test_what_is_signed_later_has_its_own(product: Product) -> None:
    publish(product)
    lines = [line(line_id="1", **PRAWNS), line(line_id="2")]
    product.event("OrderSigned", **order_event("O1", signed_at=START, lines=lines), line_ids=["2"])
    product.advance(minutes=3)
    assert told(product) == []
    product.advance(hours=2)
    now = product.clock.now()
    product.event("OrderSigned", **order_event("O1", signed_at=now, lines=lines), line_ids=["1"])
    product.advance(minutes=3)
    assert len(told(product)) == 1


# ---------------------------------------------------------------- which


def test_a_products_own_guide_comes_before_that_of_its_kind(product: Product) -> None:
    publish(product)
    product.call("PublishGuide", WRITER, input=guide(scope="CATEGORY", name="frozen", title="冷冻海鲜怎么做"))
    storing = guide(scope="CATEGORY", name="FROZEN", kind="STORAGE", title="冷冻食品怎么存")
    product.call("PublishGuide", WRITER, input=storing)
    signs(product)
    (text,) = told(product)
    assert "《蒜蓉粉丝蒸虾》《冷冻食品怎么存》" in text


@pytest.mark.parametrize("step", ["SIGNED", "DAY_2"])
def test_never_for_goods_under_a_claim(product: Product, step: str) -> None:
    publish(product, step=step)
    signs(product, settle=step == "DAY_2")
    wanted = {"lineId": global_id("OrderLine", "O1/1"), "reason": "DAMAGED"}
    product.call("ApplyForAftercare", MEMBER, input=wanted)
    product.advance(days=3)
    assert told(product) == []


def test_a_cancelled_order_has_none(product: Product) -> None:
    publish(product, step="DAY_2")
    signs(product)
    lines = [line(line_id="1", **PRAWNS), line(line_id="2")]
    product.event("OrderCancelled", **order_event("O1", cancelled_at=product.clock.now(), lines=lines))
    product.advance(days=3)
    assert told(product) == []


def test_who_buys_every_week_is_not_told_every_week(product: Product) -> None:
    publish(product)
    signs(product)
    product.advance(days=7)
    signs(product, "O2")
    assert len(told(product)) == 1
    product.advance(days=55)
    signs(product, "O3")
    assert len(told(product)) == 2


def test_who_wants_no_care_messages_gets_none(product: Product) -> None:
    publish(product)
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    product.call("SetContactPreferences", MEMBER, input={"optedOut": ["CARE"]})
    signs(product)
    assert told(product) == []


def test_the_same_fact_twice_tells_once(product: Product) -> None:
    publish(product)
    signs(product)
    signs(product)
    product.advance(days=1)
    assert len(told(product)) == 1


# ---------------------------------------------------------------- was it of use


def test_it_is_said_once_and_counted(product: Product) -> None:
    publish(product)
    signs(product)
    assert counts(product) == {"sent": 1, "opened": 0, "useful": 0, "notUseful": 0}
    (push,) = pushes(product)
    product.call("OpenGuides", MEMBER, input={"pushId": push["id"]})
    product.call("OpenGuides", MEMBER, input={"pushId": push["id"]})
    assert counts(product)["opened"] == 1
    product.call("RateGuides", MEMBER, input={"pushId": push["id"], "useful": True})
    assert counts(product) == {"sent": 1, "opened": 1, "useful": 1, "notUseful": 0}
    again = product.run("RateGuides", MEMBER, input={"pushId": push["id"], "useful": False})
    assert [each["code"] for each in again.data["rateGuides"]["userErrors"]] == ["GUIDE_ALREADY_RATED"]
    assert counts(product)["notUseful"] == 0


def test_a_reply_by_number_says_the_same(product: Product) -> None:
    publish(product)
    signs(product)
    product.app.uow.run(lambda batch: product.app.conversations.hear(batch, "M001", "2", "sms-1"))
    product.advance(minutes=3)
    assert counts(product) == {"sent": 1, "opened": 1, "useful": 0, "notUseful": 1}
    (push,) = pushes(product)
    assert push["useful"] is False


def test_another_member_sees_and_says_nothing(product: Product) -> None:
    publish(product)
    signs(product)
    (push,) = pushes(product)
    assert product.call("MyGuides", "member:M002")["edges"] == []
    reply = product.run("RateGuides", "member:M002", input={"pushId": push["id"], "useful": True})
    assert [each["code"] for each in reply.data["rateGuides"]["userErrors"]] == ["NOT_FOUND"]


# ---------------------------------------------------------------- publishing


def test_every_edition_is_kept_and_a_push_shows_its_own(product: Product) -> None:
    first = publish(product)
    signs(product)
    product.call("PublishGuide", WRITER, input=guide(title="清蒸红虾", seen=1))
    edges = product.call("GuideEditions", WRITER, guideId=first["id"])["edges"]
    assert [(each["node"]["number"], each["node"]["content"]["title"]) for each in edges] == [
        (2, "清蒸红虾"),
        (1, "蒜蓉粉丝蒸虾"),
    ]
    assert [each["node"]["counts"]["sent"] for each in edges] == [0, 1]
    assert pushes(product)[0]["guides"][0]["content"]["title"] == "蒜蓉粉丝蒸虾"


def test_what_is_taken_out_is_not_told(product: Product) -> None:
    published = publish(product)
    wanted = {"guideId": published["id"], "seen": 1, "why": "配方有误"}
    out = product.call("RetireGuide", WRITER, input=wanted)["guide"]
    assert out["newest"] == {"number": 2, "content": None}
    signs(product)
    assert told(product) == []
    again = product.run("RetireGuide", WRITER, input=wanted | {"seen": 2})
    assert [each["code"] for each in again.data["retireGuide"]["userErrors"]] == ["GUIDE_GONE"]


def test_two_who_publish_at_once(product: Product) -> None:
    publish(product)
    assert refusal(product, title="白灼红虾") == ("GUIDE_CHANGED", "seen")


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"name": "SKU-NONE"}, "GUIDE_GOODS_UNKNOWN", "name"),
        ({"scope": "CATEGORY", "name": "SEAFOOD"}, "GUIDE_GOODS_UNKNOWN", "name"),
        ({"title": ""}, "BAD_INPUT", "title"),
        ({"title": "虾" * 21}, "BAD_INPUT", "title"),
        ({"text": "  "}, "BAD_INPUT", "text"),
        ({"text": "虾" * 1001}, "BAD_INPUT", "text"),
        ({"text": "亲，不好意思哦，虾要趁鲜吃"}, "WORDS_BANNED", "text"),
        ({"pictures": ["http://img.example.cn/1.jpg"]}, "GUIDE_LINK_UNFIT", "pictures[0]"),
        ({"pictures": ["https://img.example.cn/1.jpg"] * 10}, "BAD_INPUT", "pictures"),
        ({"video": "javascript:alert(1)"}, "GUIDE_LINK_UNFIT", "video"),
        ({"why": ""}, "BAD_INPUT", "why"),
    ],
)
def test_an_unfit_guide_is_refused_with_its_place(
    product: Product, wrong: dict[str, Any], code: str, field: str
) -> None:
    product.event("ProductChanged", **PRAWNS, occurred_at=START.isoformat())
    assert refusal(product, **wrong) == (code, field)


@pytest.mark.parametrize("who", [MEMBER, "leader:L001", "agent:A01"])
def test_only_product_people_and_operators_publish(product: Product, who: str) -> None:
    reply = product.run("PublishGuide", who, input=guide())
    assert [each["extensions"]["code"] for each in reply.errors] == ["FORBIDDEN"]
