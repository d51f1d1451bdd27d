"""Opens and closes campaigns (L2, L4), and tells them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from care.catalog.service import Catalog
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.ids import derived_id
from care.kernel.work import Batch
from care.programmes.errors import CampaignOver, UnknownSku
from care.programmes.model import STANDING_UGC, Campaign, CampaignState
from care.programmes.rules import Draft, check
from care.programmes.store import (
    CAMPAIGNS,
    campaign_at,
    campaigns_listed,
    close_campaign,
    write_campaign,
)
from care.scripts.service import Library
from care.tickets.words import check_told

__all__ = ["Campaigns"]

SETTLING = (timedelta(minutes=2), timedelta(minutes=7))
"""When, after its opening, a campaign goes through the bearers of its tags. Members who get a tag later come by the
fact; twice and not at once, because the list of bearers is an index, which lags."""


class Campaigns:
    """Plans `campaign.page` (see `TesterInvitations`) and `campaign.close` (decider `close_at_end`)."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, catalog: Catalog, library: Library) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._catalog = catalog
        self._library = library

    def open(self, request: Request, by: str, draft: Draft) -> Answer:
        """Result: the campaign's id. BadInput, WordsBanned, UnknownSku."""
        return self._requests.once(request, lambda batch: self._open(request, by, draft, batch))

    def close(self, request: Request, by: str, campaign_id: str) -> Answer:
        """Nobody is invited any more, no place is given any more; who takes part stays. NotFound, CampaignOver."""

        def decide(batch: Batch) -> str:
            campaign = self._stored(campaign_id)
            if campaign.state is CampaignState.CLOSED:
                raise CampaignOver
            batch.add(*close_campaign(campaign, by, self._clock.now()))
            return campaign_id

        return self._requests.once(request, decide)

    def close_at_end(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `campaign.close`: the campaign's time is over."""
        campaign = self._stored(item.subject)
        if campaign.state is CampaignState.OPEN:
            batch.add(*close_campaign(campaign, "system", item.due))

    def get_many(self, campaign_ids: Sequence[str]) -> dict[str, Campaign]:
        """Those of `campaign_ids` that exist; the standing UGC campaign always does."""
        standing = {STANDING_UGC.id: STANDING_UGC} if STANDING_UGC.id in campaign_ids else {}
        return fetch_by_id(self._storage, campaign_at, campaign_ids) | standing

    def listed(self, limit: int, after: Place = None) -> tuple[list[Campaign], Place]:
        """All campaigns, the newest first, with an index's delay."""
        page = campaigns_listed(self._storage, limit, after)
        return page.of(CAMPAIGNS), page.after

    def _open(self, request: Request, by: str, draft: Draft, batch: Batch) -> str:
        now = self._clock.now()
        check(draft, now)
        check_told(draft.title, self._library, "title")
        campaign = Campaign(
            id=derived_id("campaign", request.name),
            kind=draft.kind,
            title=draft.title.strip(),
            audience=draft.audience,
            opens_at=max(draft.opens_at or now, now),
            closes_at=draft.closes_at,
            sku=draft.sku,
            product=self._product_name(draft.sku),
            quota=draft.quota,
            opened_by=by,
            opened_at=now,
        )
        batch.add(*write_campaign(campaign))
        batch.plan(*_first_pages(campaign))
        if campaign.closes_at:
            batch.plan(_item("campaign.close", campaign, campaign.closes_at))
        return campaign.id

    def _product_name(self, sku: str | None) -> str | None:
        if sku is None:
            return None
        product = self._catalog.get_many([sku]).get(sku)
        if product is None:
            raise UnknownSku(field="sku", sku=sku)
        return product.name

    def _stored(self, campaign_id: str) -> Campaign:
        campaign = self._storage.get(*campaign_at(campaign_id))
        if campaign is None:
            raise NotFound("no such campaign", field="campaign_id")
        return campaign


def _first_pages(campaign: Campaign) -> list[AgendaItem]:
    return [
        _item("campaign.page", campaign, campaign.opens_at + wait, part=f"{tag}:{turn}", tag=tag, after="")
        for tag in campaign.audience.any_of
        for turn, wait in enumerate(SETTLING)
    ]


def _item(kind: str, campaign: Campaign, due: datetime, *, part: str = "", **payload: str) -> AgendaItem:
    return AgendaItem(lane=Lane.INVITATIONS, kind=kind, due=due, subject=campaign.id, payload={**payload}, part=part)
