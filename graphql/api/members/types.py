"""The member. Name and phone are shown only to the member, the community's leader, agents and managers."""

import strawberry

from api.app import App
from api.contact import Message, MessagePurpose
from api.context import Info
from api.login.session_ending import SessionEnding
from api.logistics.types import ShippingStep
from api.members.contact_wishes import ContactWishes
from api.members.simple_mode import SimpleModeChange
from api.members.tags import CommunityTag, MemberTag, TagHistoryEntry
from api.orders import Order, orders_of_member
from api.outreach.types import Survey
from api.permissions import CARERS, LEADER_OF, MEMBER, OWN, STAFF, Belongs, may, seen_by, staff
from api.relay import After, Connection, First, page_of
from api.scalars import Money, money
from api.stored import Source, Stored
from api.tickets.types import Ticket, tickets_of_member
from api.viewer import Role
from care.members import model
from care.members.leader_tags import seen_by_leaders
from care.members.rules import masked

__all__ = ["Member", "MembersQuery"]


@seen_by(OWN | LEADER_OF | STAFF)
@strawberry.type(description="A member of the mall.")
class Member(Stored[model.Member]):
    @staticmethod
    def source(app: App) -> Source[model.Member]:
        return "members", app.members.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.id, community=self.model.community or None)

    @strawberry.field
    def member_id(self) -> str:
        """The mall's id (not a global id)."""
        return self.model.id

    @strawberry.field
    def community(self) -> str:
        """The community that they shop in; empty while the mall has not told."""
        return self.model.community

    @strawberry.field(metadata=may(OWN | LEADER_OF | CARERS))
    def name(self, info: Info) -> str | None:
        """What they are called; personal data."""
        return info.context.app.members.personal(self.model).name

    @strawberry.field(metadata=may(OWN | LEADER_OF | CARERS))
    def phone(self, info: Info) -> str | None:
        """Their phone number with its middle hidden; personal data."""
        phone = info.context.app.members.personal(self.model).phone
        return masked(phone) if phone else None

    @strawberry.field
    def simple_mode(self) -> bool:
        """Whether they want simple words, few options in large steps, and a call before a text (A1)."""
        return self.model.simple_mode

    @strawberry.field(metadata=may(STAFF))
    def simple_mode_history(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[SimpleModeChange] | None:
        """Who turned simple mode on and off, and why, the newest first."""
        fetch, mine = info.context.app.simple_modes.history, self.model.id
        return page_of(info, "Member.simpleModeHistory", mine, first, after, fetch=fetch, kind=SimpleModeChange)

    @strawberry.field(metadata=may(staff(Role.MANAGER, Role.OPERATOR)))
    def session_endings(self, info: Info, first: First = 20, after: After = None) -> Connection[SessionEnding] | None:
        """When staff ended all their sessions, and why, the newest first."""
        fetch, mine = info.context.app.end_sessions.history, self.model.id
        return page_of(info, "Member.sessionEndings", mine, first, after, fetch=fetch, kind=SessionEnding)

    @strawberry.field(metadata=may(OWN | STAFF))
    def opted_out(self) -> list[MessagePurpose] | None:  # type: ignore[valid-type]
        """What they want no messages for."""
        return list(self.model.opted_out)

    @strawberry.field(metadata=may(OWN | STAFF))
    async def contact_wishes(self, info: Info) -> ContactWishes | None:
        """How they want to be written to, besides what they want no messages for."""
        wishes = info.context.app.contact_wishes
        known = await info.context.loaders.load("contact wishes", wishes.get_many, self.model.id)
        return ContactWishes(model=known) if known else None

    @strawberry.field(metadata=may(MEMBER | STAFF))
    async def shipping_steps(self, info: Info) -> list[ShippingStep] | None:  # type: ignore[valid-type]
        """The steps of parcels that they want to be told of (P5)."""
        wishes = info.context.app.shipping_wishes
        known = await info.context.loaders.load("shipping wishes", wishes.get_many, self.model.id)
        return list(known.steps) if known else None

    @strawberry.field(metadata=may(STAFF))
    def order_count(self) -> int | None:
        """Orders that are not cancelled."""
        return self.model.stats.orders

    @strawberry.field(metadata=may(STAFF))
    def spent(self) -> Money | None:
        """What they paid for what is not cancelled."""
        return money(self.model.stats.spent_fen)

    @strawberry.field(metadata=may(STAFF))
    def tags(self) -> list[MemberTag] | None:
        """The tags that they bear."""
        return [MemberTag(model=tag) for tag in self.model.tags]

    @strawberry.field(metadata=may(LEADER_OF | STAFF))
    def community_tags(self, info: Info) -> list[CommunityTag] | None:
        """The tags that their leader may see, too (T4)."""
        seen = seen_by_leaders(info.context.app.desk.settings())
        return [CommunityTag(tag=tag.name, since=tag.since) for tag in self.model.tags if tag.name in seen]

    @strawberry.field(metadata=may(STAFF))
    def tag_history(self, info: Info, first: First = 20, after: After = None) -> Connection[TagHistoryEntry] | None:
        """What happened to their tags, the newest first."""
        members, mine = info.context.app.members, self.model.id
        return page_of(info, "Member.tagHistory", mine, first, after, fetch=members.tag_history, kind=TagHistoryEntry)

    @strawberry.field
    def tickets(self, info: Info, first: First = 20, after: After = None) -> Connection[Ticket]:
        """Their claims, the newest first."""
        return tickets_of_member(info, "Member.tickets", self.model.id, first, after)

    @strawberry.field
    def orders(self, info: Info, first: First = 20, after: After = None) -> Connection[Order]:
        """Their orders, the newest first."""
        return orders_of_member(info, "Member.orders", self.model.id, first, after)

    @strawberry.field(metadata=may(CARERS))
    def surveys(self, info: Info, first: First = 20, after: After = None) -> Connection[Survey] | None:
        """What they answered, or were never sent and why, the newest first; for those who care for them (P2)."""
        past = info.context.app.surveys.past_of_member
        return page_of(info, "Member.surveys", self.model.id, first, after, fetch=past, kind=Survey)

    @strawberry.field(metadata=may(CARERS))
    def messages(self, info: Info, first: First = 20, after: After = None) -> Connection[Message] | None:
        """All messages about them, sent or not, the newest first; for those who care for them (P2)."""
        fetch = info.context.app.contact.of_member
        return page_of(info, "Member.messages", self.model.id, first, after, fetch=fetch, kind=Message)


@strawberry.type
class MembersQuery:
    @strawberry.field(metadata=may(MEMBER))
    async def me(self, info: Info) -> Member | None:
        """The calling member; null before the mall has told of them."""
        return await Member.load(info.context, info.context.viewer.id)

    @strawberry.field(metadata=may(CARERS))
    def members_by_phone(self, info: Info, phone: str) -> list[Member]:
        """Who has this phone number: more than one where a family shares it."""
        return [Member(model=found) for found in info.context.app.members.by_phone(phone)]
