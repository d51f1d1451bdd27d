"""P6: caps, cooldown, red alerts, own quiet hours, channels, grants: who is written to, when, and why not."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.contact.model import MessageState, Notice
from care.contact.store import MESSAGES
from care.kernel.clock import SHANGHAI
from care.members.model import Purpose
from care.programmes.store import INVITATIONS
from fakes import mall
from fakes.front import AGENT, ME, Front
from fakes.mall_details import order_event

MEMBER = global_id("Member", "M001")
CARE = {"template": "silent_member_care", "params": {"goods": "鲜牛奶", "score": "2"}, "purpose": Purpose.CARE}
OFFER = {"template": "tester_invitation", "params": {"programme": "春季体验"}, "purpose": Purpose.MARKETING}


@pytest.fixture
def front() -> Front:
    return Front()


def notify(front: Front, key: str, **facts: Any) -> None:
    """As a use case does."""
    notice = Notice(**{"key": key, "member_id": "M001"} | facts)
    front.app.uow.run(lambda batch: front.app.contact.notify(batch, notice))
    front.settle()


def seen(front: Front, template: str) -> list[dict[str, Any]]:
    """What staff see of the messages of a template, the oldest first."""
    edges = front.call("MemberMessages", AGENT, memberId=MEMBER, first=100)["edges"]
    return [edge["node"] for edge in reversed(edges) if edge["node"]["template"] == template]


def fates(front: Front, template: str) -> list[tuple[str, str | None]]:
    return [(each["state"], each["reason"]) for each in seen(front, template)]


def prefer(front: Front, **wish: Any) -> dict[str, Any]:
    return dict(front.call("SetContactPreferences", ME, input=wish))


def refused(front: Front, operation: str, wanted: dict[str, Any]) -> list[str]:
    (payload,) = front.run(operation, ME, input=wanted).data.values()
    return [each["code"] for each in payload["userErrors"]]


def to_hour(front: Front, hour: int) -> None:
    now = front.clock.now().astimezone(SHANGHAI)
    then = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    front.advance(seconds=((then if then > now else then + timedelta(days=1)) - now).total_seconds())


def test_the_fourth_message_in_a_day_waits_for_a_place_and_its_trail_says_so(front: Front) -> None:
    for number in range(4):
        notify(front, f"care{number}", **CARE)
    *sent, late = sorted(seen(front, "silent_member_care"), key=lambda each: each["state"] != "SENT")
    assert {each["state"] for each in sent} == {"SENT"}
    assert (late["state"], late["reason"]) == ("PLANNED", "FREQUENT")
    front.advance(days=1, minutes=1)
    (late,) = [each for each in seen(front, "silent_member_care") if each["id"] == late["id"]]
    assert [(each["state"], each["reason"], each["channel"]) for each in late["trail"]] == [
        ("PLANNED", "FREQUENT", None),
        ("CLAIMED", None, "INBOX"),
        ("SENT", None, "INBOX"),
    ]
    assert late["trail"][0]["until"] == late["deferredUntil"]


def test_two_campaigns_do_not_write_on_one_day(front: Front) -> None:
    notify(front, "one", **OFFER, campaign="C1")
    notify(front, "two", **OFFER, campaign="C2")
    assert sorted(fates(front, "tester_invitation")) == [("PLANNED", "COOLDOWN"), ("SENT", None)]
    front.advance(days=1, minutes=1)
    assert fates(front, "tester_invitation") == [("SENT", None), ("SENT", None)]


def test_a_share_of_the_members_is_left_alone_if_operators_say_so(front: Front) -> None:
    values = [{"key": "contact.hold_out", "value": 500}]
    effective = (front.clock.now() + timedelta(minutes=5)).isoformat()
    front.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": effective, "why": "测量效果"})
    front.advance(minutes=10)
    for number in range(200):
        facts = OFFER | {"member_id": f"X{number}", "campaign": "C1"}
        notify(front, f"offer{number}", **facts)
    states = [
        front.call("MemberMessages", AGENT, memberId=global_id("Member", f"X{number}"))["edges"][0]["node"]["state"]
        for number in range(200)
    ]
    assert 60 < states.count("SUPPRESSED") < 140
    assert states.count("SUPPRESSED") + states.count("SENT") == 200


def test_whom_a_campaign_leaves_alone_has_no_invitation_either(front: Front) -> None:
    values = [{"key": "contact.hold_out", "value": 500}]
    effective = (front.clock.now() + timedelta(minutes=5)).isoformat()
    front.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": effective, "why": "测量效果"})
    for number in range(12):
        who = mall.member(id=f"N{number}", name="新客", openid=f"open-{number}")
        front.event("OrderSigned", **order_event(f"N-{number}", signed_at=front.clock.now(), member=who))
    front.advance(minutes=10)
    front.call(
        "OpenCampaign", "product:P01", input={"kind": "TESTER", "title": "体验", "anyOf": ["NEWCOMER"], "quota": 9}
    )
    front.advance(minutes=10)
    told = {each.member_id: each.state for each in front.memory.all(MESSAGES) if each.template == "tester_invitation"}
    invited = {each.member_id for each in front.memory.all(INVITATIONS)}
    assert invited == {member for member, state in told.items() if state is MessageState.SENT}
    assert {MessageState.SENT, MessageState.SUPPRESSED} == set(told.values())


def test_beside_an_open_red_alert_nothing_is_sent_until_a_person_has_looked(front: Front) -> None:
    alert = front.tap("1", "SPOILED")
    front.settle()
    notify(front, "care", **CARE)
    notify(front, "other", template="ticket_reply", params={"goods": "食用油"}, purpose=Purpose.SERVICE)
    assert fates(front, "silent_member_care") == [("SUPPRESSED", "OPEN_ALERT")]
    assert fates(front, "ticket_reply") == [("PLANNED", "OPEN_ALERT")]
    assert len(front.told(alert)) > 0, "what belongs to it is sent"
    front.call("ReplyToTicket", AGENT, input={"ticketId": alert["id"], "text": "我们已经在查这一批"})
    front.advance(minutes=20)
    assert fates(front, "ticket_reply") == [("SENT", None)] * 2


def test_a_word_about_a_red_alert_passes_the_night(front: Front) -> None:
    to_hour(front, 23)
    alert = front.tap("1", "SPOILED")
    front.settle()
    front.advance(hours=1)
    front.call("ReplyToTicket", AGENT, input={"ticketId": alert["id"], "text": "已经联系品控"})
    front.settle()
    told = seen(front, "ticket_reply")[-1]
    assert (told["state"], told["priority"]) == ("SENT", "ALARM")
    assert (told["trail"][0]["reason"], told["trail"][0]["detail"]) == ("QUIET_PASSED", "RED_ALERT")


def test_a_red_alert_that_is_opened_again_silences_again(front: Front) -> None:
    alert = front.tap("1", "SPOILED")
    front.settle()
    front.call("ReplyToTicket", AGENT, input={"ticketId": alert["id"], "text": "已经查清,这一批停售了"})
    front.settle()
    notify(front, "before", **CARE)
    front.call("ReopenTicket", ME, input={"ticketId": alert["id"], "text": "又发现一盒"})
    front.settle()
    notify(front, "after", **CARE)
    assert sorted(fates(front, "silent_member_care"), key=str) == [("SENT", None), ("SUPPRESSED", "OPEN_ALERT")]
    assert fates(front, "ticket_reopened") == [("SENT", None)]


def test_a_member_makes_the_night_longer_and_never_shorter(front: Front) -> None:
    done = prefer(front, quiet={"start": 20, "end": 9})
    assert done["member"]["contactWishes"] == {"quietFrom": 20, "quietUntil": 9, "channels": []}
    to_hour(front, 20)
    notify(front, "evening", **CARE)
    assert fates(front, "silent_member_care") == [("PLANNED", "QUIET_HOURS")]
    front.advance(hours=12, minutes=59)
    assert fates(front, "silent_member_care") == [("PLANNED", "QUIET_HOURS")]
    front.advance(minutes=2)
    assert fates(front, "silent_member_care") == [("SENT", None)]
    prefer(front, quiet={"start": 12, "end": 13})
    to_hour(front, 23)
    notify(front, "night", **CARE)
    assert fates(front, "silent_member_care")[-1] == ("PLANNED", "QUIET_HOURS"), "ours hold all the same"
    assert prefer(front, quiet={"start": 0, "end": 0})["member"]["contactWishes"]["quietFrom"] is None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"quiet": {"start": 8, "end": 21}}, "QUIET_TOO_LONG"),
        ({"channels": ["WECOM_ROBOT"]}, "CHANNEL_NOT_OFFERED"),
        ({"optedOut": ["SERVICE"]}, "SERVICE_IS_NEEDED"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused_with_the_reason(front: Front, wish: dict[str, Any], code: str) -> None:
    assert refused(front, "SetContactPreferences", wish) == [code]
    wishes = front.call("MyContactWishes", ME)
    assert (wishes["optedOut"], wishes["contactWishes"]["channels"]) == ([], [])


def test_an_hour_that_no_day_has_is_refused(front: Front) -> None:
    assert refused(front, "SetContactPreferences", {"quiet": {"start": 24, "end": 3}}) == ["BAD_INPUT"]


def test_what_is_left_out_of_a_wish_stays(front: Front) -> None:
    prefer(front, optedOut=["MARKETING"], channels=["SMS", "WEAPP_SUBSCRIBE"])
    prefer(front, quiet={"start": 21, "end": 8})
    wishes = front.call("MyContactWishes", ME)
    assert wishes["optedOut"] == ["MARKETING"]
    assert wishes["contactWishes"] == {"quietFrom": 21, "quietUntil": 8, "channels": ["SMS", "WEAPP_SUBSCRIBE"]}


def test_a_grant_for_a_template_that_we_do_not_have_is_refused(front: Front) -> None:
    assert refused(front, "RecordSubscription", {"accepted": ["no_such"]}) == ["TEMPLATE_UNKNOWN"]


def test_the_mini_program_asks_for_what_it_has_and_what_is_not_granted_yet(front: Front) -> None:
    assert front.call("SubscriptionsToAsk", ME, moment="APPLIED")["templates"] == []
    front.app.subscribable = ("ticket_settled", "ticket_reply", "ticket_menu", "ticket_paid")
    front.app.__dict__.pop("contact_wishes", None)
    assert front.call("SubscriptionsToAsk", ME, moment="APPLIED")["templates"] == [
        "ticket_settled", "ticket_reply", "ticket_menu",
    ]  # fmt: skip
    front.call("RecordSubscription", ME, input={"accepted": ["ticket_settled"], "refused": ["ticket_menu"]})
    assert front.call("SubscriptionsToAsk", ME, moment="APPLIED")["templates"] == [
        "ticket_reply", "ticket_menu", "ticket_paid",
    ]  # fmt: skip


@pytest.mark.parametrize("as_", ["leader:L001", "agent:A01"])
def test_nobody_sets_wishes_for_a_member(front: Front, as_: str) -> None:
    assert front.run("SetContactPreferences", as_, input={"optedOut": []}).codes == ["FORBIDDEN"]
    assert front.run("RecordSubscription", as_, input={"accepted": [], "refused": []}).codes == ["FORBIDDEN"]
