"""Merges what is stated of a member, field by field: an optional field that a later statement leaves out stays."""

from dataclasses import replace
from typing import Any

from care.members.cipher import Cipher
from care.members.model import Member, PersonalData, Profile, Purpose
from care.members.rules import national, plain_address, wins

__all__ = ["merged", "opened"]

_PERSONAL = ("name", "phone", "openid", "unionid", "external_id", "address")
_PLAIN = ("community", "leader_id")
_FIELDS = frozenset({*_PERSONAL, *_PLAIN, "opted_out"})


def merged(member: Member, profile: Profile, cipher: Cipher) -> Member:
    """The member after a statement; equal to `member` where all of it was overtaken."""
    changes: dict[str, Any] = {}
    for field, text in _stated(profile, cipher).items():
        if wins(member, field, profile.mark, value=text, held=_held(member, field)):
            changes[field] = text or None
    if not changes:
        return member
    changes |= _keys(changes, profile, cipher)
    changes["marks"] = member.marks | dict.fromkeys(changes.keys() & _FIELDS, profile.mark)
    return replace(member, **_shaped(changes))


def opened(member: Member, cipher: Cipher) -> PersonalData:
    """The personal data in plain text."""
    sealed = {field: getattr(member, field) for field in _PERSONAL}
    return PersonalData(**{field: cipher.open(text, member.id, field) for field, text in sealed.items() if text})


def _stated(profile: Profile, cipher: Cipher) -> dict[str, str]:
    """The fields that the statement is about, as they are stored."""
    stated: dict[str, str] = {field: text for field in _PLAIN if (text := getattr(profile, field))}
    for field in _PERSONAL:
        plain: str | None = getattr(profile, field)
        if plain is not None:
            stated[field] = cipher.seal(plain, profile.member_id, field) if plain else ""
    if profile.opted_out is not None:
        stated["opted_out"] = ",".join(profile.opted_out)
    return stated


def _held(member: Member, field: str) -> str | None:
    held: Any = getattr(member, field)
    return ",".join(held) if isinstance(held, tuple) else held


def _shaped(changes: dict[str, Any]) -> dict[str, Any]:
    if "opted_out" not in changes:
        return changes
    names = (changes["opted_out"] or "").split(",")
    return changes | {"opted_out": tuple(Purpose(name) for name in names if name)}


def _keys(changes: dict[str, Any], profile: Profile, cipher: Cipher) -> dict[str, str | None]:
    """The look-up keys of the fields that have changed."""
    keys: dict[str, str | None] = {}
    if "phone" in changes:
        keys["phone_key"] = cipher.lookup("phone", national(profile.phone)) if profile.phone else None
    if "openid" in changes:
        keys["openid_key"] = cipher.lookup("openid", profile.openid) if profile.openid else None
    if "unionid" in changes:
        keys["unionid_key"] = cipher.lookup("unionid", profile.unionid) if profile.unionid else None
    if "external_id" in changes:
        keys["external_key"] = cipher.lookup("external", profile.external_id) if profile.external_id else None
    if "address" in changes:
        plain = plain_address(profile.address or "")
        keys["address_key"] = cipher.lookup("address", plain) if plain else None
    return keys
