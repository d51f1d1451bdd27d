"""Answers to invitations: accept, decline, leave; and their end when nobody answers (L2)."""

from collections.abc import Callable, Sequence

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.programmes import rules
from care.programmes.campaigns import Campaigns
from care.programmes.model import STANDING_UGC, Campaign, Invitation
from care.programmes.store import (
    INVITATIONS,
    free_place,
    invitation_at,
    members_invitations,
    take_place,
    write_invitation,
)

__all__ = ["Invitations"]


class Invitations:
    """Decider: `expire` (`invitation.expire`). Another member's invitation is NotFound."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, campaigns: Campaigns) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._campaigns = campaigns

    def accept(self, request: Request, member_id: str, invitation_id: str) -> Answer:
        """Take a place. InvitationAnswered, InvitationExpired, CampaignOver, QuotaFull."""

        def decide(invitation: Invitation, batch: Batch) -> None:
            self.enter(batch, invitation)

        return self._answer(request, member_id, invitation_id, decide)

    def decline(self, request: Request, member_id: str, invitation_id: str) -> Answer:
        """InvitationAnswered, InvitationExpired."""

        def decide(invitation: Invitation, batch: Batch) -> None:
            batch.add(write_invitation(rules.decline(invitation, self._clock.now())))

        return self._answer(request, member_id, invitation_id, decide)

    def leave(self, request: Request, member_id: str, invitation_id: str) -> Answer:
        """Give the place back; who left may accept again while there is room. NotTakingPart."""

        def decide(invitation: Invitation, batch: Batch) -> None:
            batch.add(write_invitation(rules.leave(invitation, self._clock.now())), free_place(invitation.campaign_id))

        return self._answer(request, member_id, invitation_id, decide)

    def enter(self, batch: Batch, invitation: Invitation) -> None:
        """Add an acceptance to a decision. The standing campaign has no places to count."""
        campaign = self.campaign_of(invitation)
        batch.add(write_invitation(rules.accept(campaign, invitation, self._clock.now())))
        if campaign.id != STANDING_UGC.id:
            batch.add(take_place(campaign))

    def expire(self, item: AgendaItem, batch: Batch) -> None:
        """The time to answer is over; an invitation that was answered stays as it is."""
        invitation = self._storage.get(*invitation_at(item.subject))
        expired = invitation and rules.expire(invitation, self._clock.now())
        if expired:
            batch.add(write_invitation(expired))

    def get_many(self, invitation_ids: Sequence[str]) -> dict[str, Invitation]:
        return fetch_by_id(self._storage, invitation_at, invitation_ids)

    def of_member(self, member_id: str, limit: int, after: Place = None) -> tuple[list[Invitation], Place]:
        """The newest first, with an index's delay."""
        page = members_invitations(self._storage, member_id, limit, after)
        return page.of(INVITATIONS), page.after

    def own(self, member_id: str, invitation_id: str) -> Invitation:
        """The member's invitation, read consistently, else NotFound."""
        invitation = self._storage.get(*invitation_at(invitation_id))
        if invitation is None or invitation.member_id != member_id:
            raise NotFound("no such invitation", field="invitation_id")
        return invitation

    def campaign_of(self, invitation: Invitation) -> Campaign:
        return self._campaigns.get_many([invitation.campaign_id])[invitation.campaign_id]

    def _answer(
        self, request: Request, member_id: str, invitation_id: str, decide: Callable[[Invitation, Batch], None]
    ) -> Answer:
        def answer(batch: Batch) -> str:
            decide(self.own(member_id, invitation_id), batch)
            return invitation_id

        return self._requests.once(request, answer)
