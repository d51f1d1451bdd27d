"""A bare house in which campaigns work, with real contact, members and catalog, and tickets laid in by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from care.catalog.model import Product
from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.catalog.store import PRODUCTS
from care.contact.model import Message
from care.dynamo.requests import Answer, Request
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.settings import Settings
from care.kernel.work import decision
from care.members.cipher import Cipher
from care.members.model import Member, Purpose, Tag, Tagged, TagName
from care.members.service import Members
from care.members.store import MEMBERS, TAGGED, member_at, tagged_at
from care.programmes.campaigns import Campaigns
from care.programmes.cases import TicketCases
from care.programmes.invitations import Invitations
from care.programmes.inviting import Inviter
from care.programmes.model import (
    STANDING_UGC,
    Audience,
    Campaign,
    CampaignKind,
    Invitation,
    Post,
    Verdict,
    invitation_id,
    post_id,
)
from care.programmes.posts import Moderation, Posts
from care.programmes.rules import Draft
from care.programmes.store import INVITATIONS, POSTS
from care.programmes.tester_invitations import TesterInvitations
from care.programmes.ugc_invitations import UgcInvitations
from care.scripts.service import Library
from care.tickets.model import LineClaim, Ticket, TicketKind, TicketState
from care.tickets.store import CLAIMS, TICKETS, ticket_at
from care.tickets.timeline import Entry, EntryKind
from fakes.contact_room import ContactRoom
from fakes.house import START

__all__ = ["FAN", "ProgrammesRoom", "draft"]

FAN = TagName.PRODUCT_FAN


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The services of this domain."""

    campaigns: Campaigns
    invitations: Invitations
    posts: Posts
    testers: TesterInvitations
    ugc: UgcInvitations


@dataclass
class ProgrammesRoom(ContactRoom):
    """Member M1 lives in 阳光花园; product BEEF is known to the catalog."""

    engine: Engine = field(init=False)
    asked: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        house = self.house
        self.engine = _engine(self)
        testers, ugc = self.engine.testers, self.engine.ugc
        self.reactions.update(
            {
                "member.tagged": decision(testers.on_tagged),
                "campaign.page": decision(testers.page),
                "campaign.invite": decision(testers.invite),
                "campaign.close": decision(self.engine.campaigns.close_at_end),
                "invitation.expire": decision(self.engine.invitations.expire),
                "ticket.closed": decision(ugc.on_ticket_closed),
                "survey.answered": decision(ugc.on_survey_answered),
                "ugc.invite": decision(ugc.invite),
            }
        )
        beef = Product(sku="BEEF", name="鲜牛肉", category="FRESH", changed_at=START, change_id="c")
        house.storage.transact([PRODUCTS.save(beef, name="product")])
        self.live("M1")

    # ------------------------------------------------------------------ what other domains do

    def live(self, member_id: str, *tags: TagName, opted_out: tuple[Purpose, ...] = ()) -> None:
        """There is such a member, with these tags, whom no fact has told of."""
        borne = tuple(Tag(name=name, reason="", source="staff:S", since=self.now) for name in tags)
        known = self.house.storage.get(*member_at(member_id)) or Member(id=member_id, community="阳光花园")
        rows = [Tagged(member_id=member_id, name=name, since=self.now) for name in tags]
        self.house.storage.transact(
            [
                MEMBERS.save(replace(known, tags=borne, opted_out=opted_out), name="member"),
                *(TAGGED.overwrite(row, name="tag") for row in rows),
            ]
        )

    def tag(self, member_id: str, name: TagName = FAN) -> None:
        """The member gets the tag, and the fact of it is out, but has not fired."""
        self.live(member_id, name)
        self.fact("member.tagged", member_id, tag=name.value, member_id=member_id)

    def untag(self, member_id: str, name: TagName = FAN) -> None:
        self.live(member_id)
        self.house.storage.transact([TAGGED.delete(tagged_at(member_id, name)[1], name="untag")])

    def close_ticket(self, outcome: str = "CONFIRMED", *, ticket_id: str = "T1", member_id: str = "M1") -> None:
        self.lay(ticket_id, TicketState.CLOSED, member_id=member_id)
        payload = {"member_id": member_id, "kind": "CLAIM", "outcome": outcome, "title": "鲜牛肉", "order_id": "O1"}
        self.fact("ticket.closed", ticket_id, **payload)

    def lay(
        self,
        ticket_id: str,
        state: TicketState,
        kind: TicketKind = TicketKind.CLAIM,
        member_id: str = "M1",
    ) -> None:
        """There is such a ticket, about order O1."""
        entry = Entry(id="e", ticket_id=ticket_id, at=self.now, kind=EntryKind.OPENED, actor="system")
        known: Ticket | None = self.house.storage.get(*ticket_at(ticket_id))
        ticket = known or Ticket(
            id=ticket_id, kind=kind, state=state, member_id=member_id, assignee="duty", opened_at=self.now,
            last_entry=entry, title="鲜牛肉", order_id="O1", line_id=ticket_id,
        )  # fmt: skip
        claim = LineClaim(order_id="O1", line_id=ticket_id, ticket_id=ticket_id, member_id=member_id)
        closed = self.now if state is TicketState.CLOSED else None
        write = TICKETS.save(replace(ticket, state=state, closed_at=closed), name="ticket")
        self.house.storage.transact([write, CLAIMS.overwrite(claim, name="claim")])

    def fact(self, kind: str, subject: str, /, **payload: str | int) -> None:
        item = AgendaItem(lane=Lane.NOW, kind=kind, due=self.now, subject=subject, payload=payload)
        self.house.uow.run(lambda batch: batch.plan(item))

    # ------------------------------------------------------------------ what people do; every call has its own key

    def open(self, draft: Draft, *, key: str | None = None) -> str:
        return self.engine.campaigns.open(self.request("openCampaign", draft.title, key), "P1", draft).result

    def close(self, campaign: str, key: str | None = None) -> Answer:
        return self.engine.campaigns.close(self.request("closeCampaign", campaign, key), "P1", campaign)

    def accept(self, campaign: str, member_id: str = "M1", key: str | None = None) -> Answer:
        of = self.invitation_id(campaign, member_id)
        return self.engine.invitations.accept(self.request("acceptInvitation", of, key), member_id, of)

    def decline(self, campaign: str, member_id: str = "M1", key: str | None = None) -> Answer:
        of = self.invitation_id(campaign, member_id)
        return self.engine.invitations.decline(self.request("declineInvitation", of, key), member_id, of)

    def leave(self, campaign: str, member_id: str = "M1", key: str | None = None) -> Answer:
        of = self.invitation_id(campaign, member_id)
        return self.engine.invitations.leave(self.request("leaveProgramme", of, key), member_id, of)

    def submit(self, text: str = "牛肉很新鲜", member_id: str = "M1", key: str | None = None) -> Answer:
        of = self.ugc_id(member_id)
        return self.engine.posts.submit(self.request("submitPost", [of, text], key), member_id, of, text)

    def moderate(self, verdict: Verdict, reason: str | None = None, key: str | None = None) -> Answer:
        moderation = Moderation(post_id=post_id(self.ugc_id()), verdict=verdict, reason=reason, by="P1")
        return self.engine.posts.moderate(self.request("moderatePost", [verdict, reason], key), moderation)

    def request(self, operation: str, content: object, key: str | None) -> Request:
        self.asked += 1
        return Request(caller="someone", operation=operation, key=key or f"key-{self.asked}", content=content)

    # ------------------------------------------------------------------ what there is

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def run(self, **for_: float) -> None:
        """Let time pass, and all that is due happen in its time."""
        self.sweeper.sweep_until(self.now + timedelta(**for_))

    def campaign(self, campaign_id: str) -> Campaign:
        return self.engine.campaigns.get_many([campaign_id])[campaign_id]

    def invitation_id(self, campaign_id: str, member_id: str = "M1") -> str:
        return invitation_id(CampaignKind.TESTER, campaign_id, member_id)

    def ugc_id(self, member_id: str = "M1") -> str:
        return invitation_id(CampaignKind.UGC, STANDING_UGC.id, member_id)

    def invitation(self, invitation_id: str) -> Invitation | None:
        return self.engine.invitations.get_many([invitation_id]).get(invitation_id)

    def invited(self) -> dict[str, Invitation]:
        """The invitations by member."""
        return {each.member_id: each for each in self.house.storage.all(INVITATIONS)}

    def posts(self) -> list[Post]:
        return self.house.storage.all(POSTS)

    def sent(self, template: str) -> list[Message]:
        return [each for each in self.messages() if each.template == template and each.sent_at]

    def between(self, act: Callable[[], object]) -> None:
        """`act` happens once, after the next decision has read and before it commits."""
        storage: Any = self.house.storage
        transact = storage.transact

        def interrupted(writes: list[DynamoWrite]) -> None:
            storage.transact = transact
            act()
            transact(writes)

        storage.transact = interrupted


def draft(**changes: Any) -> Draft:
    facts: dict[str, Any] = {"kind": CampaignKind.TESTER, "title": "春季鲜肉", "audience": Audience(any_of=(FAN,))}
    return Draft(**facts | changes)


def _engine(room: ProgrammesRoom) -> Engine:
    house = room.house

    def settings() -> Settings:
        return room.settings

    catalog = Catalog(house.storage, house.uow, CategoryReport())
    members = Members(house.storage, house.uow, house.clock, Cipher(["k" * 32], "l" * 32))
    inviter = Inviter(house.clock, settings, room.contact)
    library = Library(house.storage, house.requests, house.clock, settings)
    campaigns = Campaigns(house.storage, house.requests, house.clock, catalog, library)
    invitations = Invitations(house.storage, house.requests, house.clock, campaigns)
    return Engine(
        campaigns=campaigns,
        invitations=invitations,
        posts=Posts(house.storage, house.requests, house.clock, settings, room.contact, invitations, library),
        testers=TesterInvitations(house.storage, house.clock, members, inviter),
        ugc=UgcInvitations(house.storage, house.clock, settings, TicketCases(house.storage), inviter),
    )
