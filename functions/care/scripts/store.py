"""Where scripts lie: a series of editions beside those of policy; beside the messages, how often each text was said."""

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Page, Place, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.scripts.model import LibraryVersion, Use

__all__ = ["LIBRARIES", "USES", "count_use", "uses_of"]


def _month_pk(month: str) -> str:
    return f"SCRIPT-USE#{month}"


def _use_key(use: Use) -> Key:
    return Key(_month_pk(use.month), f"{use.code}#{use.since:06}")


LIBRARIES = Shelf(
    shape=LibraryVersion,
    kind="scripts",
    table="policy",
    key=lambda version: edition_key("SCRIPTS", version.number),
)
USES = Shelf(shape=Use, kind="script-use", table="contact", key=_use_key)


def count_use(use: Use) -> DynamoWrite:
    """One more; whoever else counts at the same moment is not held up."""
    names = {"type": USES.kind, "month": use.month, "code": use.code, "since": use.since}
    actions = (attribute(name).set(value) for name, value in names.items())
    return USES.update(_use_key(use), attribute("used").add(1), *actions, name="script.count")


def uses_of(storage: Storage, month: str, limit: int, after: Place) -> Page:
    """By code, then by the text's age."""
    return storage.query(Ask(table="contact", pk=_month_pk(month), limit=limit, after=after))
