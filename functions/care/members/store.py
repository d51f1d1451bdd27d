"""Where members lie: pk `MEMBER#id`; indexes find them by phone (`by_a`) and openid (`by_b`), tag bearers by `by_a`."""

from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key
from care.kernel.clock import stamp
from care.kernel.ids import derived_id
from care.members.model import (
    HistoryEntry,
    Member,
    Resident,
    SimpleModeChange,
    Tagged,
    TagName,
    WechatBinding,
    WechatKind,
)

__all__ = [
    "HISTORY",
    "MEMBERS",
    "RESIDENTS",
    "SIMPLE_CHANGES",
    "TAGGED",
    "WECHAT",
    "history_prefix",
    "lookup_key",
    "member_at",
    "resident_key",
    "simple_prefix",
    "tagged_at",
    "wechat_key",
]


def _key(member_id: str, part: str = "MEMBER") -> Key:
    return Key(f"MEMBER#{member_id}", part)


def lookup_key(kind: str, digest: str) -> str:
    """The index key of a `kind` (PHONE, OPENID) with the cipher's look-up digest."""
    return f"{kind}#{digest}"


MEMBERS = Shelf(
    shape=Member,
    kind="member",
    table="members",
    key=lambda member: _key(member.id),
    indexes={
        "by_a": lambda member: (lookup_key("PHONE", member.phone_key), member.id) if member.phone_key else None,
        "by_b": lambda member: (lookup_key("OPENID", member.openid_key), member.id) if member.openid_key else None,
    },
)
TAGGED = Shelf(
    shape=Tagged,
    kind="tagged",
    table="members",
    key=lambda row: _key(row.member_id, f"TAG#{row.name}"),
    indexes={"by_a": lambda row: (f"TAG#{row.name}", row.member_id)},
)
HISTORY = Shelf(
    shape=HistoryEntry,
    kind="tag-history",
    table="members",
    key=lambda entry: _key(
        entry.member_id, f"{history_prefix}{stamp(entry.at)}#{derived_id(entry.tag, entry.action, entry.source)}"
    ),
)
SIMPLE_CHANGES = Shelf(
    shape=SimpleModeChange,
    kind="simple-mode-change",
    table="members",
    key=lambda row: _key(row.member_id, f"{simple_prefix}{stamp(row.at)}#{derived_id(row.by, row.on)}"),
)
RESIDENTS = Shelf(
    shape=Resident,
    kind="resident",
    table="members",
    key=lambda row: resident_key(row.address_key, row.member_id),
)
WECHAT = Shelf(
    shape=WechatBinding,
    kind="wechat",
    table="members",
    key=lambda row: wechat_key(row.kind, row.digest, row.member_id),
)
history_prefix = "HISTORY#"
simple_prefix = "SIMPLE#"


def resident_key(address_key: str, member_id: str) -> Key:
    return Key(lookup_key("ADDRESS", address_key), f"MEMBER#{member_id}")


def wechat_key(kind: WechatKind, digest: str, member_id: str) -> Key:
    return Key(lookup_key(kind, digest), f"MEMBER#{member_id}")


def member_at(member_id: str) -> tuple[Shelf[Member], Key]:
    return MEMBERS, _key(member_id)


def tagged_at(member_id: str, name: TagName) -> tuple[Shelf[Tagged], Key]:
    return TAGGED, _key(member_id, f"TAG#{name}")
