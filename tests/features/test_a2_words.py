"""A2: staff are told of alerts in 企业微信, and take them on there by a word."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from care.contact.adapters.config import read_config
from care.staff.alert_shelves import ALERTS, Alert
from care.staff.alerts import AlertRequest, raise_alert
from care.staff.model import Function
from fakes.callbacks import Callbacks
from fakes.channel_rigs import channels_of
from fakes.product import Product
from fakes.providers.serving import Trouble, serving
from fakes.providers.wecom import CORP, Wecom


class Corp:
    """老李 (B01, LaoLi) is on call before 小王 (B02, wang); both are told by the real adapter."""

    def __init__(self, provider: Wecom, door: Callbacks) -> None:
        self.provider = provider
        self.door = door
        self.product = door.product
        self._said = 0

    def register(self, staff_id: str, name: str, user: str | None, **more: Any) -> None:
        entry = {"staffId": staff_id, "name": name, "roles": ["MANAGER"], "corpUser": user, **more}
        self.product.call("RegisterStaffMember", "manager:B00", input=entry)

    def raise_(self, key: str = "one", title: str = "谷饲牛腩") -> None:
        request = AlertRequest(
            key=key, function=Function.REGIONAL_OPS, why="first_complaint", params={"title": title}, about="T1"
        )
        self.product.app.uow.run(lambda batch: raise_alert(batch, request, self.product.clock.now()))
        self.product.settle()

    def says(self, text: str, user: str = "laoli", *, late: float = 0, **more: Any) -> None:
        """`late`: seconds between writing and arriving."""
        self._said += 1
        at = int(self.product.clock.now().timestamp() - late)
        fields = {"FromUserName": user, "CreateTime": at, "MsgId": self._said, "MsgType": "text", "Content": text}
        assert self.door.push(json.dumps(fields | more), "service", nonce=f"n{self._said}") == 200
        self.door.work()

    @property
    def alerts(self) -> list[Alert]:
        return sorted(self.product.memory.all(ALERTS), key=lambda each: each.raised_at)

    @property
    def takers(self) -> list[str | None]:
        return [each.acknowledged_by for each in self.alerts]

    def read(self, user: str = "LaoLi") -> list[str]:
        """What they were shown, and was not read yet."""
        texts = [each.text for each in self.provider.delivered if each.to == user]
        self.provider.delivered.clear()
        return texts


@pytest.fixture
def corp() -> Iterator[Corp]:
    product = Product()
    provider = Wecom(product.clock)
    provider.members = {"LaoLi", "wang"}
    with serving(provider):
        section = {"corp_id": CORP, "agent_id": 1000002, "secret": "app-secret", "base": provider.url}
        product.app.ways.update(channels_of(product.app, read_config(msgspec.json.encode({"wecom": section}))))
        made = Corp(provider, Callbacks(product))
        made.register("B01", "老李", "LaoLi")
        made.register("B02", "小王", "wang")
        product.advance(minutes=2)
        yield made


def test_whoever_is_told_reads_it_in_the_corp_and_a_word_takes_it_on(corp: Corp) -> None:
    corp.raise_()
    (told,) = corp.read()
    assert "谷饲牛腩" in told
    corp.says("收到")
    assert corp.takers == ["B01"]
    (answer,) = corp.read()
    assert answer.startswith("记下了")
    corp.product.advance(hours=1)
    assert corp.read("wang") == [], "it climbs no further"


@pytest.mark.parametrize("text", ["1", "ACK", "收到!", "已处理", "好的。", "ok", "我来处理", "１"])
def test_many_words_say_so(corp: Corp, text: str) -> None:
    corp.raise_()
    corp.says(text)
    assert corp.takers == ["B01"]


@pytest.mark.parametrize("text", ["没收到", "收到了吗", "什么情况", "等一下", "处理不了", "", "9" * 500])
def test_other_words_take_nothing_on_and_are_told_what_can_be_said(corp: Corp, text: str) -> None:
    corp.raise_()
    corp.read()
    if text:
        corp.says(text)
    else:
        corp.says("", MsgType="image", MediaId="m")
    assert corp.takers == [None]
    (answer,) = corp.read()
    assert "收到" in answer
    corp.product.advance(minutes=10)
    assert len(corp.read("wang")) == 1, "it climbs on"


def test_of_several_the_number_says_which(corp: Corp) -> None:
    for key, title in (("one", "牛腩"), ("two", "西瓜"), ("three", "鸡蛋")):
        corp.raise_(key, title)
        corp.product.clock.move(timedelta(seconds=1))
    corp.read()
    corp.says("收到")
    (listed,) = corp.read()
    assert [line.partition(" ")[0] for line in listed.splitlines()[1:4]] == ["1.", "2.", "3."]
    corp.says("2")
    assert corp.takers == [None, "B01", None]
    assert "西瓜" in corp.read()[0]
    corp.says("全部收到")
    assert corp.takers == ["B01"] * 3


def test_a_number_does_not_mean_what_was_listed_before_another_alert_came(corp: Corp) -> None:
    corp.raise_("one", "牛腩")
    corp.raise_("two", "西瓜")
    corp.says("收到")
    corp.raise_("three", "鸡蛋")
    corp.says("1")
    assert corp.takers == [None] * 3, "a new list is shown instead"


def test_a_word_that_was_written_before_the_alert_does_not_mean_it(corp: Corp) -> None:
    corp.raise_()
    corp.says("收到", late=60)
    assert corp.takers == [None]


def test_taken_on_too_late_says_by_whom(corp: Corp) -> None:
    corp.raise_("one", "牛腩")
    corp.raise_("two", "西瓜")
    corp.says("收到")
    first = corp.alerts[0].id
    corp.product.app.alerts.acknowledge(first, "B02", anyones=True)
    corp.read()
    corp.says("1")
    assert any("小王已经接手" in each for each in corp.read())


def test_with_nothing_waiting_it_says_so(corp: Corp) -> None:
    corp.says("收到")
    assert corp.read() == ["现在没有等您确认的告警。"]


def test_a_word_that_is_delivered_twice_is_answered_once(corp: Corp) -> None:
    corp.raise_()
    corp.read()
    body = {"FromUserName": "laoli", "CreateTime": int(corp.product.clock.now().timestamp()), "MsgId": 7}
    for nonce in ("a", "b"):
        corp.door.push(json.dumps(body | {"MsgType": "text", "Content": "收到"}), "service", nonce=nonce)
    corp.door.work(twice=True)
    assert len(corp.read()) == 1


@pytest.mark.parametrize("user", ["stranger", "wang2"])
def test_whoever_is_nobody_of_ours_takes_nothing_on(corp: Corp, user: str) -> None:
    corp.raise_()
    corp.says("收到", user)
    assert corp.takers == [None]
    assert [each["reason"] for each in corp.product.app.buried] == ["UnknownSender: 0 of the staff are called so"]


def test_two_of_one_user_id_are_nobody(corp: Corp) -> None:
    corp.register("B03", "小张", "LAOLI")
    corp.product.advance(minutes=2)
    corp.raise_()
    corp.says("收到")
    assert corp.takers == [None]


def test_who_has_left_is_neither_told_nor_heard(corp: Corp) -> None:
    corp.raise_()
    corp.read()
    corp.register("B01", "老李", None, roles=[])
    corp.product.advance(minutes=2)
    corp.says("收到")
    assert corp.takers == [None]
    assert corp.read() == []


def test_an_entry_that_does_not_say_it_keeps_the_user_id(corp: Corp) -> None:
    corp.register("B01", "李师傅", None)
    assert corp.product.app.directory.get_many(["B01"])["B01"].corp_user == "LaoLi"
    corp.register("B01", "李师傅", "")
    assert corp.product.app.directory.get_many(["B01"])["B01"].corp_user == ""


@pytest.mark.parametrize("user", [" laoli", "a|b", "x" * 65])
def test_a_user_id_that_cannot_be_one_is_refused(corp: Corp, user: str) -> None:
    entry = {"staffId": "B01", "name": "老李", "roles": ["MANAGER"], "corpUser": user}
    assert corp.product.refused("RegisterStaffMember", "manager:B00", input=entry) == "BAD_INPUT"


# ---------------------------------------------------------------- how it is told


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.SLOW, Trouble.BROKEN, Trouble.TOO_OFTEN])
def test_an_alert_is_told_until_it_is_told_and_shown_once(corp: Corp, trouble: Trouble) -> None:
    corp.provider.fails(trouble)
    corp.raise_()
    corp.product.advance(minutes=5)
    assert len(corp.provider.sent) == 2
    assert len(corp.read()) == 1, "the provider shows the same text once"


def test_an_answer_that_is_lost_is_not_said_again(corp: Corp) -> None:
    corp.raise_()
    corp.read()
    corp.provider.fails(Trouble.CUT)
    corp.says("收到")
    corp.product.advance(hours=1)
    assert len(corp.read()) == 1


def test_an_answer_that_is_refused_for_now_is_said_later(corp: Corp) -> None:
    corp.raise_()
    corp.read()
    corp.provider.refuses(-1)
    corp.says("收到")
    corp.product.advance(minutes=1)
    assert len(corp.read()) == 1


@pytest.mark.parametrize("code", [60011, 60111, 81013])
def test_who_cannot_be_told_there_reads_it_in_the_workbench(corp: Corp, code: int) -> None:
    corp.provider.refuses(code)
    corp.raise_()
    assert corp.product.dead() == []
    assert corp.read() == []
    assert len(corp.product.call("MyAlerts", "manager:B01", desk=False)["edges"]) == 1


def test_an_alert_that_was_taken_on_meanwhile_is_not_told(corp: Corp) -> None:
    corp.provider.refuses(-1)
    corp.raise_()
    corp.product.app.alerts.acknowledge(corp.alerts[0].id, "B01", anyones=True)
    corp.product.advance(minutes=5)
    assert corp.read() == []


def test_without_a_channel_everything_is_as_before(corp: Corp) -> None:
    corp.product.app.ways.clear()
    corp.raise_()
    corp.says("收到")
    assert corp.takers == [None], "they were not told there"
    corp.says("1")
    assert corp.takers == ["B01"], "of a list that they were shown, or would have been"
    assert corp.product.dead() == []
