"""Invites one member: what both kinds of campaign do alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from care.contact.figures import limits, quiet_hours
from care.contact.rules import held_out
from care.contact.service import Contact
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.model import Member, Purpose
from care.programmes.figures import time_to_respond
from care.programmes.model import Campaign
from care.programmes.notices import of_invitation
from care.programmes.rules import invite
from care.programmes.store import write_invitation

__all__ = ["Inviter"]


class Inviter:
    """Plans `invitation.expire` (see `Invitations`)."""

    def __init__(self, clock: Clock, settings: Callable[[], Settings], contact: Contact) -> None:
        self._clock = clock
        self._settings = settings
        self._contact = contact

    def gently(self, due: datetime) -> datetime:
        """`due`, or the end of the quiet hours that it falls into (P6): what is judged then is still true when sent."""
        return quiet_hours(self._settings()).next_allowed(due)

    def invite(
        self, batch: Batch, campaign: Campaign, member: Member, *, goods: str, ticket_id: str | None = None
    ) -> None:
        """The invitation, its message and its end; nothing for a member who wants no marketing (P6). Whom the campaign
        leaves alone has no invitation: only the message that was suppressed, so that its effect can be measured.

        Whoever invites the same member a moment later decides again.
        """
        if Purpose.MARKETING in member.opted_out:
            return
        time = time_to_respond(self._settings())
        made = invite(campaign, member.id, self._clock.now(), time, goods=goods, ticket_id=ticket_id)
        share = limits(self._settings()).hold_out_permille
        self._contact.notify(batch, replace(of_invitation(campaign, made), hold_out_permille=share))
        if held_out(member.id, campaign.id, share):
            return
        batch.add(write_invitation(made))
        batch.plan(AgendaItem(lane=Lane.INVITATIONS, kind="invitation.expire", due=made.respond_by, subject=made.id))
