"""Where campaigns lie. Table `programmes`:

| pk | sk | item |
| --- | --- | --- |
| `CAMPAIGN#id` | `CAMPAIGN` | a campaign with its count of places; by_b: all of them (`CAMPAIGNS`) |
| `INVITATION#id` | `INVITATION` | an invitation; by_a: the member's (`MEMBER#id`) |
| `POST#id` | `POST` | a post; by_a: a community's published ones (`COMMUNITY#…`), by_b: the queue (`MODERATION`) |
| trigger | `CAMPAIGN#id` | a campaign that waits for this trigger (`TAG#tag`, `FACT#…`) |
"""

from datetime import datetime

from pynamodb.expressions.condition import Condition

from care.dynamo.codec import encode, plain
from care.dynamo.shelf import PRESENT, Shelf, attribute
from care.dynamo.storage import Ask, Page, Place, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.kernel.errors import NotFound
from care.programmes.errors import CampaignOver, QuotaFull
from care.programmes.model import (
    Campaign,
    CampaignState,
    Invitation,
    Listener,
    Post,
    PostState,
    triggers,
)

__all__ = [
    "campaign_at",
    "campaigns_listed",
    "close_campaign",
    "free_place",
    "invitation_at",
    "listeners",
    "members_invitations",
    "moderation_queue",
    "page_of_listeners",
    "post_at",
    "published_posts",
    "take_place",
    "write_campaign",
    "write_invitation",
    "write_post",
]

TABLE = "programmes"


def _published(post: Post) -> tuple[str, str] | None:
    if post.state is not PostState.PUBLISHED or post.moderated_at is None or not post.community:
        return None  # who belongs to no community has no neighbours
    return f"COMMUNITY#{post.community}", f"{stamp(post.moderated_at)}#{post.id}"


def _waiting(post: Post) -> tuple[str, str] | None:
    return ("MODERATION", f"{stamp(post.submitted_at)}#{post.id}") if post.state is PostState.SUBMITTED else None


CAMPAIGNS = Shelf(
    shape=Campaign,
    kind="campaign",
    table=TABLE,
    key=lambda campaign: _campaign_key(campaign.id),
    indexes={"by_b": lambda campaign: ("CAMPAIGNS", f"{stamp(campaign.opened_at)}#{campaign.id}")},
)
INVITATIONS = Shelf(
    shape=Invitation,
    kind="invitation",
    table=TABLE,
    key=lambda invitation: Key(f"INVITATION#{invitation.id}", "INVITATION"),
    indexes={
        "by_a": lambda each: (f"MEMBER#{each.member_id}", f"{stamp(each.invited_at)}#{each.id}"),
    },
)
POSTS = Shelf(
    shape=Post,
    kind="post",
    table=TABLE,
    key=lambda post: Key(f"POST#{post.id}", "POST"),
    indexes={"by_a": _published, "by_b": _waiting},
)
LISTENERS = Shelf(
    shape=Listener,
    kind="listener",
    table=TABLE,
    key=lambda listener: Key(listener.trigger, f"CAMPAIGN#{listener.campaign_id}"),
)


def campaign_at(campaign_id: str) -> tuple[Shelf[Campaign], Key]:
    return CAMPAIGNS, _campaign_key(campaign_id)


def invitation_at(invitation_id: str) -> tuple[Shelf[Invitation], Key]:
    return INVITATIONS, Key(f"INVITATION#{invitation_id}", "INVITATION")


def post_at(post_id: str) -> tuple[Shelf[Post], Key]:
    return POSTS, Key(f"POST#{post_id}", "POST")


def write_campaign(campaign: Campaign) -> list[DynamoWrite]:
    """A new campaign, and that it waits for its triggers."""
    waits = [
        Listener(trigger=trigger, campaign_id=campaign.id, opens_at=campaign.opens_at) for trigger in triggers(campaign)
    ]
    opened = CAMPAIGNS.save(campaign, name="campaign.open")
    return [opened, *(LISTENERS.overwrite(each, name="campaign.listen") for each in waits)]


def close_campaign(campaign: Campaign, by: str, at: datetime) -> list[DynamoWrite]:
    """It waits no more. Its count of places is not touched, so that nobody who takes one holds this up."""
    closing = CAMPAIGNS.update(
        _campaign_key(campaign.id),
        attribute("state").set(CampaignState.CLOSED.value),
        attribute("closed_by").set(by),
        attribute("closed_at").set(plain(encode({"at": at})["at"])),
        attribute("version").add(1),
        name="campaign.close",
        condition=_OPEN,
    )
    keys = [Key(trigger, f"CAMPAIGN#{campaign.id}") for trigger in triggers(campaign)]
    return [closing, *(LISTENERS.delete(key, name="campaign.unlisten") for key in keys)]


def take_place(campaign: Campaign) -> DynamoWrite:
    """One more place in use, as long as there is one: of two on the last place one is told QuotaFull.

    read taken=9 of 10 ──┬── A: taken < 10 ✓ → 10
                         └── B: taken < 10 ✗ → QuotaFull, however stale what B has read
    """
    free: Condition = _OPEN if campaign.quota is None else _OPEN & (attribute("taken") < campaign.quota)
    actions = (attribute("taken").add(1), attribute("version").add(1))
    name = "campaign.take_place"
    return CAMPAIGNS.update(_campaign_key(campaign.id), *actions, name=name, condition=free, lost=_no_place)


def free_place(campaign_id: str) -> DynamoWrite:
    """One place less in use; a closed campaign counts too."""
    actions = (attribute("taken").add(-1), attribute("version").add(1))
    return CAMPAIGNS.update(_campaign_key(campaign_id), *actions, name="campaign.free_place", condition=PRESENT)


def write_invitation(invitation: Invitation) -> DynamoWrite:
    return INVITATIONS.save(invitation, name="invitation.save")


def write_post(post: Post) -> DynamoWrite:
    return POSTS.save(post, name="post.save")


def listeners(storage: Storage, trigger: str) -> list[Listener]:
    """All campaigns that wait for a trigger. Read consistently."""
    found, after = page_of_listeners(storage, trigger)
    while after:
        more, after = page_of_listeners(storage, trigger, after=after)
        found += more
    return found


def page_of_listeners(
    storage: Storage, trigger: str, limit: int = 100, after: Place = None
) -> tuple[list[Listener], Place]:
    """At most `limit` of them, and where to go on."""
    page = storage.query(Ask(table=TABLE, pk=trigger, prefix="CAMPAIGN#", limit=limit, after=after))
    return page.of(LISTENERS), page.after


def members_invitations(storage: Storage, member_id: str, limit: int, after: Place) -> Page:
    return _newest_first(storage, "by_a", f"MEMBER#{member_id}", limit, after)


def published_posts(storage: Storage, community: str, limit: int, after: Place) -> Page:
    return _newest_first(storage, "by_a", f"COMMUNITY#{community}", limit, after)


def campaigns_listed(storage: Storage, limit: int, after: Place) -> Page:
    return _newest_first(storage, "by_b", "CAMPAIGNS", limit, after)


def moderation_queue(storage: Storage, limit: int, after: Place) -> Page:
    """The post that has waited longest first."""
    return storage.query(Ask(table=TABLE, index="by_b", pk="MODERATION", limit=limit, after=after))


_OPEN = attribute("state") == CampaignState.OPEN.value


def _campaign_key(campaign_id: str) -> Key:
    return Key(f"CAMPAIGN#{campaign_id}", "CAMPAIGN")


def _no_place(found: Campaign | None) -> Exception:
    if found is None:
        return NotFound(field="campaign_id")
    return QuotaFull(quota=found.quota or 0) if found.state is CampaignState.OPEN else CampaignOver()


def _newest_first(storage: Storage, index: str, pk: str, limit: int, after: Place) -> Page:
    return storage.query(Ask(table=TABLE, index=index, pk=pk, limit=limit, after=after, newest_first=True))
