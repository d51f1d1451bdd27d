"""How statements about a member add up, and how a phone number is written and shown."""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta

from care.kernel.facts import Mark
from care.members.model import Member, Stats

__all__ = ["LONGEST_GREETING", "greeting", "joined", "masked", "national", "own_word", "plain_address", "wins"]

_SHOWN_HEAD, _SHOWN_TAIL = 3, 4
LONGEST_GREETING = 20
"""Characters."""
_WELCOME = "您好"


def wins(member: Member, field: str, mark: Mark, *, value: str, held: str | None) -> bool:
    """Whether a statement of a field holds against what is known; the text breaks a tie of marks."""
    known = member.marks.get(field)
    return known is None or (known, held or "") < (mark, value)


def own_word(member: Member, field: str, now: datetime, name: str) -> Mark:
    """The mark of what the member says of a field at `now`: it holds against all that is known, though a clock of the
    mall's is ahead of ours.
    """
    known, said = member.marks.get(field), Mark(now, f"member~{name}")
    return said if known is None or known < said else Mark(known.at + timedelta(microseconds=1), said.id)


def joined(stats: Stats, before: Stats, after: Stats) -> Stats:
    """`stats` with one order's share `before` taken out and its share `after` put in.

    Both are pure functions of the order, which changes in the same transaction: exact under any repetition.
    """
    firsts = [at for at in (stats.first_order_at, after.first_order_at) if at]
    categories = {
        name: stats.by_category.get(name, 0) - before.by_category.get(name, 0) + after.by_category.get(name, 0)
        for name in sorted({*stats.by_category, *after.by_category})
    }
    return replace(
        stats,
        orders=stats.orders - before.orders + after.orders,
        spent_fen=stats.spent_fen - before.spent_fen + after.spent_fen,
        first_order_at=min(firsts, default=None),
        by_category={name: count for name, count in categories.items() if count},
    )


def national(phone: str) -> str:
    """A phone number as one number is always written: digits, without China's +86."""
    digits = re.sub(r"\D", "", phone)
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def greeting(name: str | None) -> str:
    """How a member is addressed, at most LONGEST_GREETING characters: `王芳，您好`."""
    most = LONGEST_GREETING - len(_WELCOME) - 1
    if not name:
        return _WELCOME
    return f"{name if len(name) <= most else name[: most - 1] + '…'}，{_WELCOME}"


def plain_address(address: str) -> str:
    """An address as one address is always written: wide as narrow characters, no blanks, no marks."""
    return "".join(each for each in unicodedata.normalize("NFKC", address).casefold() if each.isalnum())


def masked(phone: str) -> str:
    """A phone number as it may be shown: `138****5678`."""
    hidden = max(len(phone) - _SHOWN_HEAD - _SHOWN_TAIL, 4)
    return f"{phone[:_SHOWN_HEAD]}{'*' * hidden}{phone[-_SHOWN_TAIL:] if len(phone) > _SHOWN_HEAD + hidden else ''}"
