"""P5: the day before, a leader's group is told what comes; its leader reads it any time (T1)."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.viewer import Role, Viewer
from care.contact.channels import ChannelKind, ChannelRefused, Outgoing, Receipt, Then
from care.contact.store import MESSAGES
from care.kernel.clock import SHANGHAI
from fakes.house import START
from fakes.product import Product

LEADER, OPERATOR = "leader:L001", "operator:O01"
TODAY = START.astimezone(SHANGHAI).date()
TOMORROW = TODAY + timedelta(days=1)
BERRIES = {"sku": "SKU-BERRY", "name": "丹东草莓 500 克", "pieces": 42, "members": 35}
OIL = {"sku": "SKU-OIL", "name": "压榨花生油 5L", "pieces": 12, "members": 12}
DIGEST_HOUR, SETTLE = 18, timedelta(minutes=10)


@dataclass
class Robot:
    """The robot of L001's group, with what it posted and when."""

    product: Product
    posts: list[tuple[datetime, str]] = field(default_factory=list)
    refuses: list[Exception] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> Receipt:
        if outgoing.address != "L001":
            raise ChannelRefused("NO_SUCH_ROBOT", Then.FALLBACK)
        if self.refuses:
            raise self.refuses.pop(0)
        self.posts.append((self.product.clock.now().astimezone(SHANGHAI), outgoing.text))
        return Receipt(f"robot:{outgoing.message_id}")

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.posts]


@pytest.fixture
def product() -> Product:
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    about = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "member_id": "M-L001"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    return product


@pytest.fixture
def robot(product: Product) -> Robot:
    robot = Robot(product)
    product.app.ways[ChannelKind.WECOM_ROBOT] = robot
    return robot


def plan(product: Product, *goods: dict[str, Any], at: datetime | None = None, **about: Any) -> None:
    body = {"community": "阳光花园", "leader_id": "L001", "day": TOMORROW.isoformat(), "goods": list(goods)}
    product.event("ArrivalPlanned", **body | about, occurred_at=(at or product.clock.now()).isoformat())
    product.settle()


def read(product: Product, who: str = LEADER, **about: Any) -> list[Any]:
    return [each["node"] for each in product.call("Arrivals", who, **about)["edges"]]


def told_leader(product: Product) -> list[str]:
    sent = [each for each in product.memory.all(MESSAGES) if each.template.startswith("arrival_leader")]
    return list(product.app.contact.texts([each.id for each in sent]).values())


def test_the_group_is_told_the_day_before_at_its_hour(product: Product, robot: Robot) -> None:
    plan(product, BERRIES, OIL)
    product.advance_to(DIGEST_HOUR - 1)
    assert robot.posts == []
    product.advance_to(DIGEST_HOUR)
    product.advance(minutes=5)
    ((at, text),) = robot.posts
    assert (at.date(), at.hour) == (TODAY, DIGEST_HOUR)
    head, *rows, foot = text.split("\n")
    assert head == f"【到货预告】{TOMORROW.month}月{TOMORROW.day}日（周二）"
    assert rows == ["· 丹东草莓 500 克 42件（35位）", "· 压榨花生油 5L 12件（12位）"]
    assert foot.startswith("共2种54件。")
    (arrival,) = read(product)
    assert [each["state"] for each in arrival["posts"]] == ["SENT"]
    assert told_leader(product) == [], "the group was told"
    product.advance(days=3)
    assert len(robot.posts) == 1


def test_a_late_plan_is_told_soon_and_never_at_night(product: Product, robot: Robot) -> None:
    product.advance_to(20)
    plan(product, BERRIES)
    product.advance(minutes=5)
    assert robot.posts == []
    product.advance(minutes=10)
    assert len(robot.posts) == 1
    product.advance_to(23)
    plan(product, BERRIES, OIL)
    product.advance(hours=8)
    assert len(robot.posts) == 1, "it is seven in the morning"
    product.advance(hours=1, minutes=5)
    assert len(robot.posts) == 2
    assert robot.texts[1].startswith(f"【到货更新】{TOMORROW.month}月{TOMORROW.day}日"), "still right a day later"


def test_what_changes_before_the_hour_is_told_as_it_is_then(product: Product, robot: Robot) -> None:
    for pieces in (40, 41, 42):
        plan(product, BERRIES | {"pieces": pieces})
        product.advance(minutes=30)
    product.advance_to(DIGEST_HOUR + 1)
    assert len(robot.posts) == 1
    assert "42件" in robot.texts[0]


def test_a_change_is_told_a_bounded_number_of_times(product: Product, robot: Robot) -> None:
    product.advance_to(DIGEST_HOUR)
    for pieces in range(1, 8):
        plan(product, BERRIES | {"pieces": pieces})
        product.advance(minutes=15)
    assert len(robot.posts) == 3
    assert read(product)[0]["goods"][0]["pieces"] == 7, "the leader reads the newest"


def test_what_is_stated_again_or_changed_back_is_not_told_again(product: Product, robot: Robot) -> None:
    plan(product, BERRIES)
    product.advance_to(DIGEST_HOUR + 1)
    plan(product, BERRIES)
    product.advance(minutes=30)
    plan(product, OIL)
    plan(product, BERRIES)
    product.advance(minutes=30)
    assert len(robot.posts) == 1


def test_an_older_statement_changes_nothing(product: Product, robot: Robot) -> None:
    earlier = product.clock.now() - timedelta(hours=1)
    plan(product, BERRIES)
    plan(product, OIL, at=earlier)
    plan(product, OIL, at=earlier)
    product.advance_to(DIGEST_HOUR + 1)
    assert len(robot.posts) == 1
    assert "草莓" in robot.texts[0]


def test_nothing_comes_after_all(product: Product, robot: Robot) -> None:
    plan(product, BERRIES)
    product.advance_to(DIGEST_HOUR + 1)
    plan(product)
    product.advance(minutes=15)
    assert "当天没有到货" in robot.texts[-1]
    plan(product, day=(TOMORROW + timedelta(days=3)).isoformat())
    product.advance(days=4)
    assert len(robot.posts) == 2, "of what was never told, and is not to come, nothing is said"


def test_nothing_is_told_when_the_day_is_over(product: Product, robot: Robot) -> None:
    plan(product, BERRIES, day=(TODAY - timedelta(days=1)).isoformat())
    plan(product, BERRIES, day=TODAY.isoformat())
    product.advance(minutes=15)
    assert len(robot.posts) == 1, "today is not over"
    product.advance_to(23)
    plan(product, OIL, day=TODAY.isoformat())
    product.advance(days=1)
    assert len(robot.posts) == 1


def test_a_long_plan_is_parted_between_rows(product: Product, robot: Robot) -> None:
    goods = [BERRIES | {"sku": f"S{number}", "name": f"商品{number:03}" + "长" * 40} for number in range(60)]
    plan(product, *goods)
    product.advance_to(DIGEST_HOUR + 1)
    assert len(robot.posts) > 3
    assert all(len(text.encode()) <= 2048 for text in robot.texts)
    everything = "\n".join(robot.texts)
    assert all(everything.count(f"· 商品{number:03}") == 1 for number in range(60))
    assert {f"（{number}/{len(robot.posts)}）" in everything for number in range(1, len(robot.posts) + 1)} == {True}
    assert sorted(read(product)[0]["texts"]) == sorted(robot.texts)


def test_without_a_robot_the_leader_is_told_as_a_member(product: Product) -> None:
    plan(product, BERRIES, OIL)
    product.advance_to(DIGEST_HOUR + 1)
    (text,) = told_leader(product)
    assert "丹东草莓 500 克、压榨花生油 5L，共54件" in text
    (arrival,) = read(product)
    assert [(each["state"], each["code"]) for each in arrival["posts"]] == [("FAILED", "NO_ROBOTS")]
    plan(product)
    product.advance(minutes=15)
    assert "没有到货了" in told_leader(product)[-1]


def test_a_refused_post_is_tried_again_and_one_that_broke_is_not(product: Product, robot: Robot) -> None:
    robot.refuses = [ChannelRefused("45009", Then.RETRY, timedelta(minutes=2))]
    plan(product, BERRIES)
    product.advance_to(DIGEST_HOUR)
    product.advance(minutes=10)
    assert len(robot.posts) == 1
    robot.refuses = [TimeoutError("no answer")]
    plan(product, OIL)
    product.advance(hours=1)
    assert len(robot.posts) == 1, "it may stand there already"
    assert [each["state"] for each in read(product)[0]["posts"]] == ["UNKNOWN"]
    assert "如果群里没有看到" in told_leader(product)[0]


def test_another_leader_s_failure_tells_them_once_for_all_parts(product: Product, robot: Robot) -> None:
    about = {"leader_id": "L002", "community": "湖畔", "member_id": "M-L002"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    goods = [BERRIES | {"sku": f"S{number}", "name": f"商品{number:03}" + "长" * 40} for number in range(60)]
    plan(product, *goods, community="湖畔", leader_id="L002")
    product.advance_to(DIGEST_HOUR + 1)
    assert robot.posts == []
    assert len(told_leader(product)) == 1


def test_who_reads_it(product: Product, robot: Robot) -> None:  # noqa: ARG001 - the channel is configured
    plan(product, BERRIES)
    assert [each["day"] for each in read(product, OPERATOR, community="阳光花园")] == [TOMORROW.isoformat()]
    assert read(product, OPERATOR) == []
    assert product.run("Arrivals", LEADER, community="湖畔").codes == ["FORBIDDEN"]
    assert product.run("Arrivals", "member:M001", community="阳光花园").codes == ["FORBIDDEN"]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"goods": [BERRIES, BERRIES]}, "$.detail"),
        ({"goods": [BERRIES | {"pieces": 0}]}, "$.detail.goods[0].pieces"),
        ({"goods": [BERRIES | {"name": "a\nb"}]}, "$.detail.goods[0].name"),
        ({"day": "morgen"}, "$.detail.day"),
        ({"community": "a#b"}, "$.detail.community"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_buried_whole(product: Product, wrong: dict[str, Any], place: str) -> None:
    body = {"community": "阳光花园", "leader_id": "L001", "day": TOMORROW.isoformat(), "goods": [BERRIES]}
    detail = body | {"occurred_at": product.clock.now().isoformat()} | wrong
    product.app.mall_router.take(json.dumps({"source": "mall", "detail-type": "ArrivalPlanned", "detail": detail}))
    assert read(product) == []
    assert [each["path"] for each in product.app.buried] == [place]
