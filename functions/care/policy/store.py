"""Where policy and settings lie: two series of editions in one table."""

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf
from care.policy.model import PolicyVersion, SettingsVersion

__all__ = ["POLICIES", "SETTINGS"]

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
