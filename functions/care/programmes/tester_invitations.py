"""Finds the members whom a campaign for testers is meant for (L2): who bears its tags, and who comes to bear them.

    opened ──▶ campaign.page (bearers, page by page) ──▶ campaign.invite (each member, judged as it is then)
    member.tagged ─────────────────────────────────────▲

All who are eligible are invited, in whatever order facts come in; the quota binds at acceptance.
"""

from datetime import datetime

from care.dynamo.paging import next_page, place_of
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.members.model import TagName
from care.members.service import Members
from care.members.store import member_at
from care.programmes.inviting import Inviter
from care.programmes.model import Campaign, CampaignKind, invitation_id, tag_trigger
from care.programmes.rules import fits
from care.programmes.store import campaign_at, invitation_at, page_of_listeners

__all__ = ["TesterInvitations"]

PAGE = 90
"""Members, or campaigns, that one firing takes on: an agenda item each, in one transaction of at most 100 writes."""


class TesterInvitations:
    """Deciders: `on_tagged` (`member.tagged`), `page` (`campaign.page`), `invite` (`campaign.invite`)."""

    def __init__(self, storage: Storage, clock: Clock, members: Members, inviter: Inviter) -> None:
        self._storage = storage
        self._clock = clock
        self._members = members
        self._inviter = inviter

    def on_tagged(self, item: AgendaItem, batch: Batch) -> None:
        """A member got a tag: the next PAGE campaigns that wait for it look at the member.

        Payload: `tag`, `member_id`, and `after`, where the page before ended.
        """
        trigger, member_id = tag_trigger(TagName(str(item.payload["tag"]))), str(item.payload["member_id"])
        waiting, rest = page_of_listeners(self._storage, trigger, PAGE, place_of(item))
        batch.plan(*(self._visit(each.campaign_id, each.opens_at, member_id) for each in waiting))
        if rest:
            batch.plan(next_page(item, rest, item.due))

    def page(self, item: AgendaItem, batch: Batch) -> None:
        """Look at the next PAGE bearers of a tag. Payload: `tag`, and `after`, where the page before ended."""
        campaign = self._storage.get(*campaign_at(item.subject))
        if campaign is None or not campaign.open_at(self._clock.now()):
            return
        tag = TagName(str(item.payload["tag"]))
        found, rest = self._members.bearers(tag, PAGE, place_of(item))
        batch.plan(*(self._visit(campaign.id, campaign.opens_at, bearer.member_id) for bearer in found))
        if rest:
            batch.plan(next_page(item, rest, item.due))

    def invite(self, item: AgendaItem, batch: Batch) -> None:
        """Invite a member who is meant by the campaign, as both are now, and was not invited before."""
        campaign_id, member_id = str(item.payload["campaign_id"]), str(item.payload["member_id"])
        found = self._storage.fetch([campaign_at(campaign_id), member_at(member_id), invitation_at(item.subject)])
        campaign, member = found.get(*campaign_at(campaign_id)), found.get(*member_at(member_id))
        if campaign is None or member is None or found.get(*invitation_at(item.subject)) is not None:
            return
        if campaign.open_at(self._clock.now()) and fits(campaign.audience, member.tag_names):
            self._inviter.invite(batch, campaign, member, goods=_goods(campaign))

    def _visit(self, campaign_id: str, opens_at: datetime, member_id: str) -> AgendaItem:
        return AgendaItem(
            lane=Lane.INVITATIONS,
            kind="campaign.invite",
            due=self._inviter.gently(max(self._clock.now(), opens_at)),
            subject=invitation_id(CampaignKind.TESTER, campaign_id, member_id),
            payload={"campaign_id": campaign_id, "member_id": member_id},
        )


def _goods(campaign: Campaign) -> str:
    return campaign.product or campaign.title
