"""Messages to members (P6): the member's inbox, and for staff what became of every message."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.permissions import CARERS, MEMBER, OWN, PART, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, global_id, local_id, page_of
from api.stored import Source, Stored
from api.viewer import Role
from care.contact import model
from care.contact.channels import ChannelKind
from care.contact.store import in_inbox
from care.contact.templates import built_in
from care.members.model import Purpose

__all__ = ["ContactChannel", "ContactQuery", "Message", "MessagePurpose"]

MINDERS = staff(Role.AGENT, Role.OPERATOR, Role.MANAGER)
"""Who looks into what members were told."""

MessageState = described(
    model.MessageState,
    "What became of a message.",
    PLANNED="It waits for its time.",
    CLAIMED="It is being sent.",
    SENT="The channel took it.",
    FAILED="The channel refused it.",
    UNKNOWN="The channel was called, or about to be, and its answer is not known; it is not called again.",
    SUPPRESSED="It was not sent: a rule speaks against it, which `reason` names.",
    EXPIRED="It was not sent: its time of use was over.",
)
MessageReason = described(
    model.Reason,
    "Why a message is where it is.",
    name="MessageReason",
    OPTED_OUT="The member wants no messages of this purpose.",
    TOO_LATE="Its time of use was over when it was due.",
    QUIET_UNTIL_TOO_LATE="Its time of use ends before the quiet hours do.",
    QUIET_HOURS="It waits for the end of the quiet hours, ours or the member's own.",
    QUIET_PASSED="Quiet hours did not hold it up; the trail's `detail` names the exception.",
    HELD_OUT="The member belongs to those whom the campaign leaves alone, to measure its effect.",
    OPEN_ALERT="The member has an open red alert: a service message waits for its end, any other is not sent.",
    COOLDOWN="Another campaign wrote to the member too short a time ago.",
    FREQUENT="The member was written to as often as may be in the window; it waits for a place.",
    GIVES_WAY="A message of higher priority waits for the same place.",
    PLACE_TOO_LATE="Its time of use ends before it may be sent.",
    CHANNEL_REFUSED="The channel does not deliver it; `detail` bears the channel's code.",
    SEND_BROKE="The call to the channel broke off; `detail` names the failure.",
    WITHDRAWN="What it tells no longer holds; it was taken back before it went out.",
    NO_OUTCOME="It was about to be sent, and nothing was heard of it.",
    BOUNCED="The provider took it, and it did not arrive; `detail` bears the provider's code.",
)
ContactChannel = described(
    ChannelKind,
    "A way to a member, or to those who speak for us.",
    name="ContactChannel",
    WEAPP_SUBSCRIBE="A notice of the mini-program, one for each grant.",
    WECOM_APP="企业微信, to our own people.",
    WECOM_TEMPLATE="企业微信, once an employee confirms.",
    WECOM_KF="微信客服, in a talk that the member began.",
    WECOM_ROBOT="企业微信, into a group.",
    SMS="A text message.",
    CALL_TASK="A call by one of us.",
    INBOX="The mini-program's own inbox: always there.",
)
MessagePriority = described(
    model.Priority,
    "What goes before what, the first before all.",
    name="MessagePriority",
    ALARM="Belongs to a red alert; repeated where its outcome is not known.",
    ANSWER="Answers the member's own act.",
    SERVICE="About the member's own cases.",
    CARE="A kind word unasked.",
    SURVEY="The question how an order was.",
    MARKETING="Invitations and offers.",
)
MessagePurpose = described(
    Purpose,
    "What a message is for.",
    name="MessagePurpose",
    SERVICE="The member's own cases; nobody opts out of it.",
    SURVEY="The question how an order was.",
    CARE="A kind word unasked.",
    MARKETING="Invitations and offers.",
)


@seen_by(MINDERS)
@strawberry.type(description="One line of a message's trail: what was decided or heard of it, and why.")
class MessageDecision:
    model: strawberry.Private[model.Decision]

    @strawberry.field
    def at(self) -> datetime:
        """When."""
        return self.model.at

    @strawberry.field
    def state(self) -> MessageState:  # type: ignore[valid-type]
        """What became of it then."""
        return self.model.state

    @strawberry.field
    def reason(self) -> MessageReason | None:  # type: ignore[valid-type]
        """Why."""
        return self.model.reason

    @strawberry.field
    def until(self) -> datetime | None:
        """Until when it waits; it is judged again then."""
        return self.model.until

    @strawberry.field
    def channel(self) -> ContactChannel | None:  # type: ignore[valid-type]
        """Which channel it was given to, or spoke of it."""
        return self.model.channel

    @strawberry.field
    def detail(self) -> str | None:
        """The channel's own code, the kind of failure, or the exception by which it passed quiet hours."""
        return self.model.detail


@seen_by(PART)
@strawberry.type(description="One way to answer a message's question.")
class QuestionOption:
    key: str = strawberry.field(description="The number to reply.")
    title: str = strawberry.field(description="What it says.")


@seen_by(PART)
@strawberry.type(description="What a message asks; a reply by number and `answerMessage` are the same.")
class MessageQuestion:
    options: list[QuestionOption] = strawberry.field(description="The ways to answer, as they are numbered.")
    until: datetime = strawberry.field(description="After that a reply goes to a person.")
    answered: str | None = strawberry.field(description="The key of the answer; null while there is none.")


@seen_by(OWN | MINDERS)
@strawberry.type(description="A message to a member. Members see those that reached them, or may have.")
class Message(Stored[model.Message]):
    @staticmethod
    def source(app: App) -> Source[model.Message]:
        return "messages", app.contact.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id if in_inbox(self.model) else None)

    @strawberry.field
    def purpose(self) -> MessagePurpose:  # type: ignore[valid-type]
        """What it is for."""
        return self.model.purpose

    @strawberry.field(metadata=may(OWN | CARERS))
    async def text(self, info: Info) -> str | None:
        """What it says, the member's name included; null before it is sent and once its time of keeping is over."""
        contact = info.context.app.contact
        return await info.context.loaders.load("message texts", contact.texts, self.model.id)

    @strawberry.field
    def sent_at(self) -> datetime | None:
        """When it was sent; for a message whose outcome is unknown, when that was begun."""
        return self.model.sent_at or self.model.claimed_at

    @strawberry.field
    def about_id(self) -> strawberry.ID | None:
        """What it is about, to be read by `node`."""
        kind = built_in().get(self.model.template).about
        return strawberry.ID(global_id(kind, self.model.about)) if self.model.about else None

    @strawberry.field
    async def question(self, info: Info) -> MessageQuestion | None:
        """What it asks by numbered options; null where it asks nothing."""
        asked = self.model.question
        if asked is None:
            return None
        talks = info.context.app.conversations
        talk = await info.context.loaders.load("talks", talks.get_many, self.model.member_id)
        row = talk.of_message(self.model.id) if talk else None
        return MessageQuestion(
            options=[QuestionOption(key=each.key, title=each.title) for each in asked.options],
            until=asked.until,
            answered=row.option if row else None,
        )

    @strawberry.field
    def state(self) -> MessageState:  # type: ignore[valid-type]
        """What became of it."""
        return self.model.state

    @strawberry.field(metadata=may(MINDERS))
    def reason(self) -> MessageReason | None:  # type: ignore[valid-type]
        """Why it is where it is; for staff."""
        return self.model.reason

    @strawberry.field(metadata=may(MINDERS))
    def detail(self) -> str | None:
        """The channel's own code or the kind of failure; for staff."""
        return self.model.detail

    @strawberry.field(metadata=may(MINDERS))
    def template(self) -> str | None:
        """The key of its template; for staff."""
        return self.model.template

    @strawberry.field(metadata=may(MINDERS))
    def due(self) -> datetime | None:
        """When it was to be sent; for staff."""
        return self.model.due

    @strawberry.field(metadata=may(MINDERS))
    def deferred_until(self) -> datetime | None:
        """Until when it was last held up; for staff."""
        return self.model.deferred_until

    @strawberry.field(metadata=may(MINDERS))
    def priority(self) -> MessagePriority | None:  # type: ignore[valid-type]
        """What it goes before; for staff."""
        return self.model.priority

    @strawberry.field(metadata=may(MINDERS))
    def channel(self) -> ContactChannel | None:  # type: ignore[valid-type]
        """Which channel it was last given to; for staff."""
        return self.model.channel

    @strawberry.field(metadata=may(MINDERS))
    def delivered_at(self) -> datetime | None:
        """When the provider said that it arrived; for staff."""
        return self.model.delivered_at

    @strawberry.field(metadata=may(MINDERS))
    def trail(self) -> list[MessageDecision] | None:
        """Every decision about it, the oldest first: the first, and the last of the others; for staff."""
        return [MessageDecision(model=each) for each in self.model.trail]


@strawberry.type
class ContactQuery:
    @strawberry.field(metadata=may(MEMBER))
    def my_messages(self, info: Info, first: First = 20, after: After = None) -> Connection[Message]:
        """The caller's own inbox, the newest first."""
        me, contact = info.context.viewer.id, info.context.app.contact
        return page_of(info, "myMessages", me, first, after, fetch=contact.inbox, kind=Message)

    @strawberry.field(metadata=may(MINDERS))
    def member_messages(
        self, info: Info, member_id: strawberry.ID, first: First = 20, after: After = None
    ) -> Connection[Message]:
        """All messages about a member, sent or not, the newest first."""
        member, contact = local_id("Member", member_id, field="member_id"), info.context.app.contact
        return page_of(info, "memberMessages", member, first, after, fetch=contact.of_member, kind=Message)
