"""P6: 微信客服 both ways: what customers write is fetched and heard once; what may be said there is counted."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from care.contact.adapters.config import read_config
from care.contact.channels import ChannelKind
from care.contact.member_contact import KfWindow
from care.contact.model import Message, MessageState, Notice, message_id
from care.contact.store import CONTACTS, MESSAGES, WORDS
from care.contact.talks.cursor import CURSORS
from care.kernel.agenda import Lane
from care.logistics.chase import ShipmentChaseRequested
from care.members.model import Purpose, WechatKind
from care.members.store import MEMBERS
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from fakes.callbacks import Callbacks, sealed_xml
from fakes.channel_rigs import channels_of
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product
from fakes.providers.serving import Delivered, Trouble, serving
from fakes.providers.wecom import CORP, Wecom

CUSTOMER, UNIONID = "wm-1", "union-M001"
LATER = (START + timedelta(minutes=1)).isoformat()


class Talk:
    """A product with the real adapter, and 企业微信 on loopback with one customer."""

    def __init__(self, provider: Wecom, door: Callbacks) -> None:
        self.provider = provider
        self.door = door
        self.product = door.product
        self._pushed = 0

    def push(self, token: str, account: str = "kf-1") -> int:
        """The callback that announces it."""
        self._pushed += 1
        kind = "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
        at = int(self.product.clock.now().timestamp())
        named = f"<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{account}]]></OpenKfId>"
        body = f"<xml><ToUserName>ww-1</ToUserName><CreateTime>{at}</CreateTime>{kind}{named}</xml>"
        return self.door.push(body, "service", nonce=f"n{self._pushed}")

    def work(self, *, twice: bool = False) -> None:
        """Until nothing is left in the queue; `twice`: each message in it is delivered again."""
        self.product.settle()
        while self.product.app.queued:
            self.door.work(twice=twice)

    def hears(self, text: str, **more: bool) -> None:
        assert self.push(self.provider.writes(CUSTOMER, text)) == 200
        self.work(**more)

    def tell(self, key: str = "k", **more: Any) -> Message:
        notice = {"template": "ticket_reply", "params": {"goods": "牛肉"}, "purpose": Purpose.SERVICE, **more}
        app = self.product.app
        app.uow.run(lambda batch: app.contact.notify(batch, Notice(key=key, member_id="M001", **notice)))
        self.work()
        return self.message(key)

    def message(self, key: str) -> Message:
        return next(each for each in self.product.memory.all(MESSAGES) if each.id == message_id(key))

    @property
    def window(self) -> KfWindow | None:
        return next((each.kf for each in self.product.memory.all(CONTACTS)), None)

    @property
    def words(self) -> list[str]:
        return [each.text for each in self.product.memory.all(WORDS)]

    @property
    def delivered(self) -> list[Delivered]:
        return self.provider.delivered


@pytest.fixture
def talk() -> Iterator[Talk]:
    product = Product()
    product.event("MemberChanged", member_id="M001", occurred_at=LATER, unionid=UNIONID, name="王芳")
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    provider = Wecom(product.clock)
    provider.kf.unionids[CUSTOMER] = UNIONID
    with serving(provider):
        section = {"corp_id": CORP, "kf_secret": "kf-secret", "open_kfid": "kf-1", "base": provider.url}
        product.app.ways.update(channels_of(product.app, read_config(msgspec.json.encode({"wecom": section}))))
        yield Talk(provider, Callbacks(product))


def stalled(talk: Talk) -> None:
    body = {"order_id": "O1", "shipment_id": "S-O1", "status": "IN_TRANSIT", "carrier": "SF"}
    talk.product.event("ShipmentMoved", **body, moved_at=START.isoformat())
    talk.product.advance(hours=48)


# ---------------------------------------------------------------- in


@pytest.mark.parametrize("twice", [False, True])
def test_reply_1_in_a_talk_chases_the_parcel_however_often_it_comes(talk: Talk, *, twice: bool) -> None:
    stalled(talk)
    token = talk.provider.writes(CUSTOMER, "1")
    for _ in range(1 + twice):
        talk.push(token)
    talk.work(twice=twice)
    assert [type(each) for each in talk.product.app.told] == [ShipmentChaseRequested]
    assert talk.product.app.buried == []


def test_a_customer_is_bound_by_their_unionid_and_known_from_then_on(talk: Talk) -> None:
    talk.hears("在吗")
    (member,) = talk.product.memory.all(MEMBERS)
    assert talk.product.app.members.personal(member).external_id == CUSTOMER
    talk.provider.kf.unionids.clear()
    talk.hears("还在吗")
    assert sorted(talk.words) == ["在吗", "还在吗"]
    assert talk.product.app.buried == []


def test_who_is_two_members_is_never_guessed(talk: Talk) -> None:
    talk.product.event("MemberChanged", member_id="M002", occurred_at=LATER, unionid=UNIONID)
    talk.hears("在吗")
    (held,) = talk.product.app.buried
    assert held["reason"] == "UnknownSender: 0 members are called so", "none of the two can mean it"
    assert all(each.external_id is None for each in talk.product.memory.all(MEMBERS))


def test_an_account_that_changed_hands_is_its_new_owner_s(talk: Talk) -> None:
    talk.hears("在吗")
    when = (START + timedelta(minutes=2)).isoformat()
    talk.product.event("MemberChanged", member_id="M001", occurred_at=when, unionid="another")
    talk.product.event("MemberChanged", member_id="M002", occurred_at=when, unionid=UNIONID)
    talk.hears("我是新主人")
    bearers = talk.product.app.members.bound_to(WechatKind.EXTERNAL, CUSTOMER)
    assert bearers == ["M002"], "nothing that is said to M001 goes there any more"
    talk.provider.kf.unionids.clear()
    talk.hears("还是我")
    said = {each.member_id for each in talk.product.memory.all(WORDS) if each.text != "在吗"}
    assert said == {"M002"}


def test_who_is_nobody_is_held_whole_and_told_nothing(talk: Talk) -> None:
    talk.provider.kf.unionids.clear()
    talk.hears("在吗")
    assert [each["reason"] for each in talk.product.app.buried] == ["UnknownSender: 0 members are called so"]
    assert talk.delivered == []


def test_other_words_reach_a_person_once(talk: Talk) -> None:
    talk.hears("虾不新鲜怎么办", twice=True)
    (case,) = (each for each in talk.product.memory.all(TICKETS) if each.kind is TicketKind.TASK)
    assert case.member_id == "M001"


def test_who_is_nobody_is_passed_on_to_people_where_some_wait(talk: Talk) -> None:
    effective = (talk.product.clock.now() + timedelta(minutes=3)).isoformat()
    said = {"values": [{"key": "contact.kf_pass_on", "value": 1}], "effectiveAt": effective, "why": "有人值守"}
    talk.product.call("PublishSettings", "operator:O01", input=said)
    talk.product.advance(minutes=5)
    talk.provider.kf.unionids.clear()
    talk.hears("在吗", twice=True)
    talk.hears("有人吗")
    assert talk.provider.kf.pool == [CUSTOMER]
    assert (talk.product.app.buried, talk.product.dead()) == ([], [])
    stored = json.dumps([{**item} for item in talk.product.memory.items.values()])
    assert CUSTOMER not in stored, "cipher text only"


@pytest.mark.parametrize(("code", "calls"), [(-1, 2), (60020, 1), (95013, 1)])
def test_passing_on_is_tried_again_where_that_is_of_use(talk: Talk, code: int, calls: int) -> None:
    values = [{"key": "contact.kf_pass_on", "value": 1}]
    effective = (talk.product.clock.now() + timedelta(minutes=3)).isoformat()
    said = {"values": values, "effectiveAt": effective, "why": "有人值守"}
    talk.product.call("PublishSettings", "operator:O01", input=said)
    talk.product.advance(minutes=5)
    talk.provider.kf.unionids.clear()
    talk.push(talk.provider.writes(CUSTOMER, "在吗"))
    talk.product.settle()
    talk.door.work()
    talk.provider.kf.forced.append(code)
    talk.work()
    talk.product.advance(minutes=5)
    assert len([each for each in talk.provider.kf.asked if "service_state" in each]) == calls


def test_many_pages_are_fetched_one_after_the_other_behind_a_cursor(talk: Talk) -> None:
    talk.provider.kf.short = 2
    tokens = [talk.provider.writes(CUSTOMER, f"第{number}句") for number in range(5)]
    talk.push(tokens[-1])
    talk.work()
    assert sorted(talk.words) == [f"第{number}句" for number in range(5)]
    (cursor,) = talk.product.memory.all(CURSORS)
    assert cursor.cursor == "after-5"
    talk.hears("第5句")
    assert talk.provider.kf.asked[-2]["cursor"] == "after-5"
    assert len(talk.words) == 6


def test_after_ten_minutes_the_cursor_alone_must_do(talk: Talk) -> None:
    token = talk.provider.writes(CUSTOMER, "在吗")
    talk.push(token)
    talk.product.clock.move(timedelta(minutes=11))
    talk.door.work()
    talk.work()
    assert [("token" in each) for each in talk.provider.kf.asked if "limit" in each] == [False]
    assert talk.words == ["在吗"]


def test_a_token_that_is_not_taken_is_left_out(talk: Talk) -> None:
    talk.provider.writes(CUSTOMER, "在吗")
    talk.push("forged")
    talk.work()
    assert [each.get("token") for each in talk.provider.kf.asked if "limit" in each] == ["forged", None]
    assert talk.words == ["在吗"]


def test_a_provider_that_is_busy_is_asked_again_and_nothing_is_lost(talk: Talk) -> None:
    talk.provider.kf.forced.extend([-1, 45009])
    talk.hears("在吗")
    assert talk.words == []
    talk.product.advance(minutes=5)
    talk.work()
    assert talk.words == ["在吗"]


def test_where_somebody_has_to_look_an_alarm_sounds_until_it_is_mended(talk: Talk) -> None:
    talk.provider.kf.forced.extend([48002] * 16)
    talk.hears("在吗")
    talk.product.advance(hours=5)
    (dead,) = talk.product.dead()
    assert (dead.kind, dead.lane) == ("kf.fetch", Lane.DEAD)
    talk.provider.kf.forced.clear()
    talk.hears("有人吗")
    assert sorted(talk.words) == ["在吗", "有人吗"], "the next announcement brings what lay there"


def test_customers_who_are_not_named_for_now_are_asked_for_again(talk: Talk) -> None:
    token = talk.provider.writes(CUSTOMER, "在吗")
    talk.push(token)
    names = talk.provider.kf._names
    talk.provider.kf._names = lambda content: (-1, {}) if not talk.words else names(content)  # type: ignore[method-assign]
    talk.work()
    assert talk.words == []
    talk.provider.kf._names = names  # type: ignore[method-assign]
    talk.product.advance(minutes=10)
    talk.work()
    assert talk.words == ["在吗"]


def test_an_account_that_is_not_ours_is_not_fetched(talk: Talk) -> None:
    talk.provider.writes(CUSTOMER, "在吗")
    talk.push("t", account="kf-other")
    talk.work()
    assert talk.provider.kf.asked == []
    assert talk.product.dead() == []


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file", "location", "link", "business_card"])
def test_what_cannot_be_read_is_told_to_a_person_and_its_arrival_to_the_member(talk: Talk, kind: str) -> None:
    for _ in range(3):
        talk.push(talk.provider.shows(CUSTOMER, kind))
    talk.work()
    assert len(talk.words) == 3
    assert all("微信客服" in each for each in talk.words)
    (got,) = talk.delivered
    assert "收到了" in got.text


def test_what_a_colleague_wrote_in_the_talk_is_not_the_member_s(talk: Talk) -> None:
    talk.push(talk.provider.kf.hold(CUSTOMER, origin=5, msgtype="text", text={"content": "1"}))
    talk.work()
    assert (talk.words, talk.product.app.buried, talk.window) == ([], [], None)


# ---------------------------------------------------------------- the callback


def announcement(talk: Talk, token: str, *, before: str = "", after: str = "") -> str:
    at = int(talk.product.clock.now().timestamp())
    kind = "<MsgType>event</MsgType><Event>kf_msg_or_event</Event>"
    named = f"<Token>{token}</Token><OpenKfId>kf-1</OpenKfId>"
    return f"{before}<xml><CreateTime>{at}</CreateTime>{kind}{named}{after}</xml>"


def post(talk: Talk, body: str, *, skew: timedelta = timedelta(), **changes: str) -> int:
    """A push as it should be, but for what is given."""
    query, sealed = sealed_xml(body, talk.product.clock.now() + skew, receive_id=changes.pop("receive_id", "ww-1"))
    return int(talk.door.call("POST", "service", query | changes, sealed)["statusCode"])


@pytest.mark.parametrize(
    ("skew", "changes"),
    [
        (timedelta(minutes=6), {}),
        (timedelta(minutes=-6), {}),
        (timedelta(), {"msg_signature": "0" * 40}),
        (timedelta(), {"msg_signature": ""}),
        (timedelta(), {"nonce": "another"}),
        (timedelta(), {"timestamp": "1"}),
        (timedelta(), {"receive_id": "ww-other"}),
    ],
)
def test_what_is_not_signed_for_us_now_announces_nothing(talk: Talk, skew: timedelta, changes: dict[str, str]) -> None:
    talk.provider.writes(CUSTOMER, "在吗")
    assert post(talk, announcement(talk, "t"), skew=skew, **changes) == 403
    talk.work()
    assert talk.provider.kf.asked == []


HOSTILE = (
    {"before": '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">]>', "token": "&a;"},
    {"before": '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hosts">]>', "token": "&a;"},
    {"before": '<?php system("x") ?>'},
    {"after": "<a>" * 20 + "</a>" * 20},
    {"after": "<a/>" * 2000},
    {"after": "<b>"},
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_xml_is_held_whole_though_it_is_signed(talk: Talk, hostile: dict[str, str]) -> None:
    assert post(talk, announcement(talk, **{"token": "t"} | hostile)) == 200
    talk.work()
    assert talk.provider.kf.asked == []
    assert len(talk.product.app.buried) == 1


def test_an_announcement_that_is_sent_again_is_thanked_and_fetched_once(talk: Talk) -> None:
    token = talk.provider.writes(CUSTOMER, "在吗")
    for _ in range(3):
        assert post(talk, announcement(talk, token)) == 200
    talk.work(twice=True)
    assert len([each for each in talk.provider.kf.asked if "limit" in each]) == 1


# ---------------------------------------------------------------- a welcome


def test_whoever_enters_is_welcomed_once(talk: Talk) -> None:
    token = talk.provider.kf.enters(CUSTOMER)
    for _ in range(2):
        talk.push(token)
    talk.work(twice=True)
    (got,) = talk.delivered
    assert "售后客服" in got.text
    assert talk.window is None, "a welcome is no word of theirs"


def test_a_welcome_that_comes_too_late_is_left_unsaid(talk: Talk) -> None:
    token = talk.provider.kf.enters(CUSTOMER)
    talk.product.clock.move(timedelta(seconds=21))
    talk.push(token)
    talk.work()
    assert talk.provider.sent == []


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.SLOW, Trouble.TOO_OFTEN])
def test_a_welcome_that_broke_is_not_repeated_and_holds_up_nothing(talk: Talk, trouble: Trouble) -> None:
    talk.provider.fails(trouble)
    talk.push(talk.provider.kf.enters(CUSTOMER))
    talk.push(talk.provider.writes(CUSTOMER, "在吗"))
    talk.work()
    talk.product.advance(minutes=10)
    assert len(talk.provider.sent) == 1
    assert talk.words == ["在吗"]


# ---------------------------------------------------------------- out


def test_in_an_open_talk_the_member_is_answered_there(talk: Talk) -> None:
    talk.hears("在吗")
    told = talk.tell()
    assert (told.channel, told.state) == (ChannelKind.WECOM_KF, MessageState.SENT)
    assert talk.delivered[-1].to == CUSTOMER


def test_who_never_wrote_there_reads_it_elsewhere(talk: Talk) -> None:
    talk.product.event("MemberChanged", member_id="M001", occurred_at=LATER, external_id=CUSTOMER)
    assert talk.tell().channel is ChannelKind.INBOX
    assert talk.provider.sent == []


def test_five_and_no_more_until_the_member_s_next_word(talk: Talk) -> None:
    talk.hears("在吗")
    channels = [talk.tell(f"k{number}").channel for number in range(6)]
    assert channels == [ChannelKind.WECOM_KF] * 5 + [ChannelKind.INBOX]
    assert len(talk.provider.sent) == 5, "the sixth is not even tried"
    talk.product.advance(minutes=1)
    talk.hears("还在吗")
    assert talk.tell("k7").channel is ChannelKind.WECOM_KF


def test_the_window_shuts_after_48_hours(talk: Talk) -> None:
    talk.hears("在吗")
    talk.product.advance(hours=47)
    assert talk.tell("k1").channel is ChannelKind.WECOM_KF
    talk.product.advance(hours=1)
    assert talk.tell("k2").channel is ChannelKind.INBOX


def test_both_limits_are_settings(talk: Talk) -> None:
    values = [{"key": "contact.kf_messages", "value": 1}, {"key": "contact.kf_hours", "value": 2}]
    effective = (talk.product.clock.now() + timedelta(minutes=3)).isoformat()
    said = {"values": values, "effectiveAt": effective, "why": "微信客服的说法变了"}
    talk.product.call("PublishSettings", "operator:O01", input=said)
    talk.product.advance(minutes=5)
    talk.hears("在吗")
    assert [talk.tell(f"k{each}").channel for each in range(2)] == [ChannelKind.WECOM_KF, ChannelKind.INBOX]


@pytest.mark.parametrize(
    ("code", "left"), [(95001, None), (95002, None), (95013, None), (84061, 0), (60020, 0), (987654, 0)]
)
def test_a_refusal_goes_by_the_next_way_and_says_what_is_left(talk: Talk, code: int, left: int | None) -> None:
    talk.hears("在吗")
    talk.provider.refuses(code)
    told = talk.tell()
    assert (told.channel, told.state) == (ChannelKind.INBOX, MessageState.SENT)
    assert (talk.window.sent if talk.window else None) == left


def test_a_busy_provider_is_tried_again_and_the_place_counts_once(talk: Talk) -> None:
    talk.hears("在吗")
    talk.provider.refuses(-1)
    talk.tell()
    talk.product.advance(minutes=1)
    assert talk.message("k").channel is ChannelKind.WECOM_KF
    assert talk.message("k").state is MessageState.SENT
    assert talk.window
    assert talk.window.sent == 1


def test_a_lost_answer_is_unknown_and_not_repeated_and_its_place_is_used(talk: Talk) -> None:
    talk.hears("在吗")
    talk.provider.fails(Trouble.CUT)
    assert talk.tell().state is MessageState.UNKNOWN
    talk.product.advance(hours=1)
    assert len(talk.provider.sent) == 1
    assert talk.window
    assert talk.window.sent == 1


def test_what_belongs_to_a_red_alert_is_said_again(talk: Talk) -> None:
    talk.hears("在吗")
    talk.provider.fails(Trouble.SLOW)
    talk.tell(belongs_to_alert="T1")
    talk.product.advance(minutes=10)
    assert len(talk.provider.sent) >= 2
    assert talk.message("k").state is MessageState.SENT


@pytest.mark.parametrize(("kind", "open_"), [(4, False), (6, False), (10, False), (2, True)])
def test_what_was_taken_and_did_not_arrive_goes_by_the_next_way(talk: Talk, kind: int, *, open_: bool) -> None:
    talk.hears("在吗")
    told = talk.tell()
    talk.push(talk.provider.kf.fails(told.receipt or "", kind))
    talk.work(twice=True)
    after = talk.message("k")
    assert (after.channel, after.gone_by) == (ChannelKind.INBOX, (ChannelKind.WECOM_KF,))
    assert (talk.window is not None) is open_


def test_who_wants_other_channels_is_not_written_to_there(talk: Talk) -> None:
    talk.hears("在吗")
    for channel, goes in (("SMS", ChannelKind.INBOX), ("WECOM_KF", ChannelKind.WECOM_KF)):
        talk.product.call("SetContactPreferences", "member:M001", input={"channels": [channel]})
        assert talk.tell(channel).channel is goes
