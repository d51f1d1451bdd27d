"""What a contact card must be to be published (G3). Pure."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from care.contact.card.model import Contacts, RegionContacts
from care.kernel.errors import BadInput

__all__ = ["check_card"]

MOST_REGIONS = 100
_PATH = re.compile(r"[A-Za-z0-9_\-/]+(?:\?[A-Za-z0-9_\-=&]*)?")
_PHONE = re.compile(r"\+?[0-9][0-9\- ]{2,19}")
_LONGEST = 200
_LONGEST_REGION = 64


def check_card(contacts: Contacts, regions: tuple[RegionContacts, ...]) -> None:
    """BadInput with the place of the first thing that nobody could use; at least one way must be left everywhere."""
    for place, each in _places(contacts, regions):
        _check(each, place)
    if not any((contacts.mini_program, contacts.wecom, contacts.phone)):
        raise BadInput("a card needs one way at least that holds everywhere", field="contacts")
    names = [each.region for each in regions]
    if len(names) > MOST_REGIONS or len(set(names)) < len(names):
        raise BadInput(f"name each of at most {MOST_REGIONS} regions once", field="regions")
    if any(not 0 < len(name.strip()) <= _LONGEST_REGION for name in names):
        raise BadInput("a place is named by 1 to 64 characters without #", field="regions")


def _places(contacts: Contacts, regions: tuple[RegionContacts, ...]) -> Iterator[tuple[str, Contacts]]:
    yield "contacts", contacts
    for number, each in enumerate(regions):
        yield f"regions[{number}].contacts", each.contacts


def _check(contacts: Contacts, place: str) -> None:
    if contacts.mini_program and not _fits(_PATH, contacts.mini_program):
        raise BadInput("a path of the mini-program looks like pages/service/index", field=f"{place}.mini_program")
    if contacts.wecom and not _is_link(contacts.wecom):
        raise BadInput("a link of 企业微信 is an https address", field=f"{place}.wecom")
    if contacts.phone and not _fits(_PHONE, contacts.phone):
        raise BadInput("a phone number has 3 to 20 digits, spaces or hyphens", field=f"{place}.phone")


def _fits(form: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and form.fullmatch(text) is not None


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return len(text) <= _LONGEST and parts.scheme == "https" and bool(parts.hostname) and not parts.username
