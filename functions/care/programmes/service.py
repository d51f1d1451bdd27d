"""The use cases of this domain, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from care.catalog.service import Catalog
from care.contact.service import Contact
from care.dynamo.requests import Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.members.service import Members
from care.programmes.campaigns import Campaigns
from care.programmes.cases import TicketCases
from care.programmes.invitations import Invitations
from care.programmes.inviting import Inviter
from care.programmes.posts import Posts
from care.programmes.tester_invitations import TesterInvitations
from care.programmes.ugc_invitations import UgcInvitations

__all__ = ["Programmes", "programmes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """One campaign engine (L2, L4). Reactions: `testers`, `ugc`, `invitations.expire`, `campaigns.close_at_end`."""

    campaigns: Campaigns
    invitations: Invitations
    posts: Posts
    testers: TesterInvitations
    ugc: UgcInvitations


def programmes(
    *,
    storage: Storage,
    requests: Requests,
    clock: Clock,
    settings: Callable[[], Settings],
    contact: Contact,
    catalog: Catalog,
    members: Members,
) -> Programmes:
    """The engine on these collaborators."""
    inviter = Inviter(clock, settings, contact)
    campaigns = Campaigns(storage, requests, clock, catalog)
    invitations = Invitations(storage, requests, clock, campaigns)
    return Programmes(
        campaigns=campaigns,
        invitations=invitations,
        posts=Posts(storage, requests, clock, settings, contact, invitations),
        testers=TesterInvitations(storage, clock, members, inviter),
        ugc=UgcInvitations(storage, clock, settings, TicketCases(storage), inviter),
    )
