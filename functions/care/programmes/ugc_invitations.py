"""Asks a member who went from upset to satisfied to share a word (L4): gently, and once ever.

ticket.confirmed (a claim; the member says: all fine) ──┐
survey.answered (a good score after a closed claim) ────┴─ 24 h, not at night ──▶ ugc.invite
"""

from collections.abc import Callable

from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.figures import HIGH_SCORE
from care.members.model import Member
from care.members.store import member_at
from care.programmes.cases import Cases
from care.programmes.figures import gentle_delay
from care.programmes.inviting import Inviter
from care.programmes.model import STANDING_UGC, UPSET_THEN_SATISFIED, Campaign, CampaignKind, invitation_id
from care.programmes.rules import fits
from care.programmes.store import campaign_at, invitation_at, listeners

__all__ = ["UgcInvitations"]


class UgcInvitations:
    """Deciders: `on_ticket_closed`, `on_survey_answered`, and `invite` (`ugc.invite`)."""

    def __init__(
        self, storage: Storage, clock: Clock, settings: Callable[[], Settings], cases: Cases, inviter: Inviter
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._cases = cases
        self._inviter = inviter

    def on_ticket_closed(self, item: AgendaItem, batch: Batch) -> None:
        """Silence is no satisfaction. Subject: the ticket; payload: `member_id`, `kind`, `outcome`, `title`."""
        facts = item.payload
        if (facts["kind"], facts["outcome"]) == ("CLAIM", "CONFIRMED"):
            batch.plan(self._later(item, str(facts["member_id"]), item.subject, str(facts["title"])))

    def on_survey_answered(self, item: AgendaItem, batch: Batch) -> None:
        """A good score after a closed claim of the same order. Payload: `member_id`, `order_id`, `score`."""
        if int(item.payload["score"]) < self._settings().of(HIGH_SCORE):
            return
        ticket = self._cases.closed_claim(str(item.payload["order_id"]))
        if ticket is not None:
            batch.plan(self._later(item, ticket.member_id, ticket.id, ticket.title))

    def invite(self, item: AgendaItem, batch: Batch) -> None:
        """Invite, unless the member was ever invited, or has a case open again."""
        member_id, campaigns = item.subject, self._waiting()
        invited = invitation_at(invitation_id(CampaignKind.UGC, STANDING_UGC.id, member_id))
        found = self._storage.fetch([member_at(member_id), invited, *(campaign_at(each) for each in campaigns)])
        member = found.get(*member_at(member_id))
        if member is None or found.get(*invited) is not None:
            return
        if self._cases.has_open(member_id):
            return
        campaign = self._choose([found.get(*campaign_at(each)) for each in campaigns], member)
        goods, ticket_id = str(item.payload["goods"]), str(item.payload["ticket_id"])
        self._inviter.invite(batch, campaign, member, goods=goods, ticket_id=ticket_id)

    def _later(self, fact: AgendaItem, member_id: str, ticket_id: str, goods: str) -> AgendaItem:
        """Counted from the fact, so that a late firing asks no later."""
        return AgendaItem(
            lane=Lane.INVITATIONS,
            kind="ugc.invite",
            due=self._inviter.gently(fact.due + gentle_delay(self._settings())),
            subject=member_id,
            payload={"ticket_id": ticket_id, "goods": goods},
            part=ticket_id,
        )

    def _waiting(self) -> list[str]:
        return [each.campaign_id for each in listeners(self._storage, UPSET_THEN_SATISFIED)]

    def _choose(self, campaigns: list[Campaign | None], member: Member) -> Campaign:
        """The campaign that opened first and is meant for the member, else the standing one."""
        now = self._clock.now()
        fitting = [
            each
            for each in campaigns
            if each and each.open_at(now) and each.has_place and fits(each.audience, member.tag_names)
        ]
        return min(fitting, key=lambda each: (each.opens_at, each.id), default=STANDING_UGC)
