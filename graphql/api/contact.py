"""Messages to members (P6): the member's inbox, and for staff what became of every message."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.permissions import CARERS, MEMBER, OWN, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, global_id, local_id, page_of
from api.stored import Source, Stored
from api.viewer import Role
from care.contact import model
from care.contact.store import IN_INBOX
from care.contact.templates import built_in
from care.members.model import Purpose

__all__ = ["ContactQuery", "Message"]

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
    SUPPRESSED="It was not sent: the member wants no such messages.",
    EXPIRED="It was not sent: its time of use was over.",
)
MessageReason = described(
    model.Reason,
    "Why a message is where it is.",
    name="MessageReason",
    OPTED_OUT="The member wants no messages of this purpose.",
    TOO_LATE="Its time of use was over when it was due.",
    QUIET_UNTIL_TOO_LATE="Its time of use ends before the quiet hours do.",
    QUIET_HOURS="It waits for the end of the quiet hours.",
    CHANNEL_REFUSED="The channel does not deliver it; `detail` bears the channel's code.",
    SEND_BROKE="The call to the channel broke off; `detail` names the failure.",
    NO_OUTCOME="It was about to be sent, and nothing was heard of it.",
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


@seen_by(OWN | MINDERS)
@strawberry.type(description="A message to a member. Members see those that reached them, or may have.")
class Message(Stored[model.Message]):
    @staticmethod
    def source(app: App) -> Source[model.Message]:
        return "messages", app.contact.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id if self.model.state in IN_INBOX else None)

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
        """Until when quiet hours held it up; for staff."""
        return self.model.deferred_until


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
