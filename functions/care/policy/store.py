"""Where policy and settings lie: two series of editions and the drafts of policies, in one table."""

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key
from care.policy.model import PolicyVersion, SettingsVersion, StoredDraft

__all__ = ["DRAFTS", "DRAFTS_PK", "POLICIES", "SETTINGS", "draft_at"]

DRAFTS_PK = "DRAFTS"

POLICIES = Shelf(
    shape=PolicyVersion,
    kind="policy",
    table="policy",
    key=lambda version: edition_key("POLICY", version.number),
)
SETTINGS = Shelf(
    shape=SettingsVersion,
    kind="settings",
    table="policy",
    key=lambda version: edition_key("SETTINGS", version.number),
)
DRAFTS = Shelf(
    shape=StoredDraft,
    kind="policy-draft",
    table="policy",
    key=lambda draft: _draft_key(draft.id),
)


def _draft_key(draft_id: str) -> Key:
    """Their ids sort by time: few are written, so they lie together and are listed as they were begun."""
    return Key(DRAFTS_PK, f"DRAFT#{draft_id}")


def draft_at(draft_id: str) -> tuple[Shelf[StoredDraft], Key]:
    return DRAFTS, _draft_key(draft_id)
