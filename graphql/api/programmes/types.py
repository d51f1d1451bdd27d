"""Campaigns for those who run them, invitations for those whom they are about."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.members.tags import TagName
from api.permissions import OWN, Belongs, may, seen_by
from api.programmes.posts import PLANNERS, Post
from api.stored import Source, Stored
from api.tickets.types import Ticket
from care.programmes import model

__all__ = ["Campaign", "Invitation"]

CampaignKind = described(
    model.CampaignKind,
    "What a campaign invites to.",
    TESTER="产品体验官: members with certain tags try a product (L2).",
    UGC="Members who went from upset to satisfied share a word, once ever (L4).",
)
CampaignState = described(
    model.CampaignState,
    "Whether a campaign gives places.",
    OPEN="It does, from `opensAt` on and while there are any.",
    CLOSED="It does no more; who takes part stays.",
)
InvitationState = described(
    model.InvitationState,
    "Where an invitation stands.",
    INVITED="The member has been asked.",
    ACCEPTED="The member takes part, and holds a place of the campaign.",
    DECLINED="The member would rather not; final.",
    LEFT="The member gave the place back, and may come again.",
    EXPIRED="It was not answered in time.",
)


@seen_by(PLANNERS)
@strawberry.type(description="A campaign that invites members: product testers (L2), or authors of posts (L4).")
class Campaign(Stored[model.Campaign]):
    @staticmethod
    def source(app: App) -> Source[model.Campaign]:
        return "campaigns", app.campaigns.get_many

    @strawberry.field
    def kind(self) -> CampaignKind:  # type: ignore[valid-type]
        """What it invites to."""
        return self.model.kind

    @strawberry.field
    def title(self) -> str:
        """As members read it."""
        return self.model.title

    @strawberry.field
    def state(self) -> CampaignState:  # type: ignore[valid-type]
        """Whether it gives places; it does so from `opensAt` on."""
        return self.model.state

    @strawberry.field
    def any_of(self) -> list[TagName]:
        """Members with any of these tags are invited."""
        return list(self.model.audience.any_of)

    @strawberry.field
    def none_of(self) -> list[TagName]:
        """Members with any of these tags are not invited."""
        return list(self.model.audience.none_of)

    @strawberry.field
    def sku(self) -> str | None:
        """The product that it is about."""
        return self.model.sku

    @strawberry.field
    def product(self) -> str | None:
        """The product's name when the campaign was opened."""
        return self.model.product

    @strawberry.field
    def quota(self) -> int | None:
        """How many places there are; null: as many as wanted."""
        return self.model.quota

    @strawberry.field
    def taken(self) -> int:
        """How many places are in use."""
        return self.model.taken

    @strawberry.field
    def opens_at(self) -> datetime:
        """From then on members are invited."""
        return self.model.opens_at

    @strawberry.field
    def closes_at(self) -> datetime | None:
        """Then it closes by itself."""
        return self.model.closes_at

    @strawberry.field
    def opened_by(self) -> str:
        """The staff id of who opened it; empty for the standing campaign."""
        return self.model.opened_by

    @strawberry.field
    def closed_at(self) -> datetime | None:
        """When it was closed."""
        return self.model.closed_at


@seen_by(OWN | PLANNERS)
@strawberry.type(description="A member's invitation to a campaign, from the asking to the end.")
class Invitation(Stored[model.Invitation]):
    @staticmethod
    def source(app: App) -> Source[model.Invitation]:
        return "invitations", app.invitations.get_many

    def belongs(self) -> Belongs:
        return Belongs(member_id=self.model.member_id)

    @strawberry.field
    def kind(self) -> CampaignKind:  # type: ignore[valid-type]
        """What it invites to."""
        return self.model.kind

    @strawberry.field
    def state(self) -> InvitationState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def goods(self) -> str:
        """What it is about."""
        return self.model.goods

    @strawberry.field
    def invited_at(self) -> datetime:
        """When the member was invited."""
        return self.model.invited_at

    @strawberry.field
    def respond_by(self) -> datetime:
        """Before this it can be answered."""
        return self.model.respond_by

    @strawberry.field
    def answered_at(self) -> datetime | None:
        """When the member last answered, or left."""
        return self.model.answered_at

    @strawberry.field
    async def ticket(self, info: Info) -> Ticket | None:
        """The case that ended well; for UGC."""
        return await Ticket.load(info.context, self.model.ticket_id) if self.model.ticket_id else None

    @strawberry.field
    async def title(self, info: Info) -> str | None:
        """What the campaign is called."""
        campaign = await Campaign.load(info.context, self.model.campaign_id)
        return campaign.model.title if campaign else None

    @strawberry.field(metadata=may(PLANNERS))
    async def campaign(self, info: Info) -> Campaign | None:
        """The campaign; for staff."""
        return await Campaign.load(info.context, self.model.campaign_id)

    @strawberry.field
    async def post(self, info: Info) -> Post | None:
        """What the member wrote; for UGC."""
        if self.model.kind is not model.CampaignKind.UGC:
            return None
        return await Post.load(info.context, model.post_id(self.model.id))
