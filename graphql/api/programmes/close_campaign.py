"""L2, L4: staff close a campaign before its end."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.posts import PLANNERS
from api.programmes.types import Campaign
from api.relay import local_id
from care.dynamo.requests import Answer
from care.programmes.errors import CampaignOver

__all__ = ["CloseCampaign"]


@error_codes(CampaignOver)
class CloseCampaignErrorCode(Enum):
    """Why a campaign was not closed."""


@strawberry.input(description="Which campaign to close.")
class CloseCampaignInput:
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")


@strawberry.type(description="What became of the campaign.")
class CloseCampaignPayload(Payload[CloseCampaignErrorCode]):
    campaign: Campaign | None = strawberry.field(description="The campaign as it is now.")


@strawberry.type
class CloseCampaign:
    @strawberry.mutation(metadata=may(PLANNERS))
    async def close_campaign(
        self,
        info: Info,
        input: CloseCampaignInput,
        idempotency_key: IdempotencyKey,
    ) -> CloseCampaignPayload:
        """Invite nobody any more and give no place any more; who takes part stays."""

        def use_case() -> Answer:
            campaign_id = local_id("Campaign", input.campaign_id, field="campaign_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.campaigns.close(request, info.context.viewer.id, campaign_id)

        done = attempt(info, CloseCampaignErrorCode, use_case)
        campaign = await done.load(info, Campaign)
        return CloseCampaignPayload(campaign=campaign, replayed=done.replayed, user_errors=done.errors)
