"""L2, L4: staff open a campaign."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.posts import PLANNERS
from api.programmes.types import Campaign
from care.dynamo.requests import Answer
from care.members.model import TagName
from care.programmes import model
from care.programmes.errors import UnknownSku
from care.programmes.rules import Draft
from care.tickets.errors import WordsBanned

__all__ = ["OpenCampaign"]


@error_codes(UnknownSku, WordsBanned)
class OpenCampaignErrorCode(Enum):
    """Why a campaign was not opened."""


@strawberry.input(description="A campaign as it is asked for.")
class OpenCampaignInput:
    kind: model.CampaignKind = strawberry.field(description="What it invites to.")
    title: str = strawberry.field(description="As members read it, 1 to 30 characters.")
    any_of: list[TagName] = strawberry.field(
        description="TESTER: members with any of these tags, at most 5. UGC: none, the fact chooses.",
        default_factory=list,
    )
    none_of: list[TagName] = strawberry.field(
        description="Never members with one of these tags, at most 5.", default_factory=list
    )
    sku: str | None = strawberry.field(description="The product that it is about.", default=None)
    quota: int | None = strawberry.field(description="How many places; as many as wanted where absent.", default=None)
    opens_at: datetime | None = strawberry.field(description="At once where absent or past.", default=None)
    closes_at: datetime | None = strawberry.field(
        description="An hour or more after it opens; by hand where absent.", default=None
    )

    def draft(self) -> Draft:
        return Draft(
            kind=self.kind,
            title=self.title,
            audience=model.Audience(any_of=tuple(self.any_of), none_of=tuple(self.none_of)),
            sku=self.sku,
            quota=self.quota,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
        )


@strawberry.type(description="What became of the campaign.")
class OpenCampaignPayload(Payload[OpenCampaignErrorCode]):
    campaign: Campaign | None = strawberry.field(description="The campaign.")


@strawberry.type
class OpenCampaign:
    @strawberry.mutation(metadata=may(PLANNERS))
    async def open_campaign(
        self,
        info: Info,
        input: OpenCampaignInput,
        idempotency_key: IdempotencyKey,
    ) -> OpenCampaignPayload:
        """Open a campaign: all who are meant are invited; the quota binds when they accept."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.campaigns.open(request, info.context.viewer.id, input.draft())

        done = attempt(info, OpenCampaignErrorCode, use_case)
        campaign = await done.load(info, Campaign)
        return OpenCampaignPayload(campaign=campaign, replayed=done.replayed, user_errors=done.errors)
