"""What accounts plans: past-tense facts for those above, and its own errands. Those of a payout bear its
`source`, `member_id`, `order_id` and `line_id` as payload, if settled or reversed its `worth_fen` too; that of a line
all but the source.

| kind | when | subject, generation | still true? |
| --- | --- | --- | --- |
| `mall.ask` | booked, retried, unanswered | payout, attempt | PENDING at that attempt, not asked anew; else a no-op |
| `payout.judge` | a failure arrived | payout, the attempt it names | PENDING at that attempt, else a no-op |
| `payout.settled` | PAID | payout, attempt | for good |
| `payout.failed` | a failure was judged | payout, attempt | `answers.failed(payout, generation)` |
| `payout.unanswered` | no answer for a day, once an asking anew | payout, attempt | PENDING at that attempt |
| `payout.mismatched` | the mall paid another amount | payout, the attempt it names | for good |
| `payout.doubled` | two attempts confirmed | payout, attempts confirmed | for good |
| `payout.reversed` | the mall took back the last that stood | payout, attempts taken back | REVERSED |
| `payout.given_up` | a person gave it up | payout, attempt | CANCELLED |
| `line.overpaid` | the mall's facts passed the cap | `order/line`, 0 | `over_fen > 0` |
| `breaker.opened` | a budget had no room for a case | `scope#value`, the day | for good |

Those of mismatch, double payment, reversal and overpayment are due a moment later and have ids that do not depend on
what arrived first (`soon`).
"""

from dataclasses import replace
from datetime import date, datetime

from care.accounts.errors import Exhausted
from care.accounts.line_account import LineAccount
from care.accounts.model import Payout
from care.kernel.agenda import AgendaItem, Lane, soon

__all__ = [
    "ask",
    "breaker_opened",
    "doubled",
    "given_up",
    "judge",
    "mismatch",
    "overpaid",
    "payout_failed",
    "reversed_",
    "settled",
    "unanswered",
]


def ask(payout: Payout, asking: int, due: datetime) -> AgendaItem:
    """The askings of one attempt are one row, until a manager has it asked anew: then that row ends."""
    anew = f"/{payout.asked_anew}" if payout.asked_anew else ""
    return replace(_of("mall.ask", payout, due), part=f"{asking}{anew}")


def judge(payout: Payout, attempt: int, now: datetime) -> AgendaItem:
    return replace(_of("payout.judge", payout, soon(now)), generation=attempt)


def settled(payout: Payout, now: datetime) -> AgendaItem:
    return _worth(_of("payout.settled", payout, now), payout)


def payout_failed(payout: Payout, now: datetime) -> AgendaItem:
    return _of("payout.failed", payout, now)


def unanswered(payout: Payout, now: datetime) -> AgendaItem:
    return _of("payout.unanswered", payout, now)


def mismatch(payout: Payout, attempt: int, now: datetime) -> AgendaItem:
    return replace(_of("payout.mismatched", payout, soon(now)), generation=attempt)


def doubled(payout: Payout, now: datetime) -> AgendaItem:
    return replace(_of("payout.doubled", payout, soon(now)), generation=len(payout.confirmed))


def reversed_(payout: Payout, now: datetime) -> AgendaItem:
    return replace(_worth(_of("payout.reversed", payout, soon(now)), payout), generation=len(payout.taken_back))


def given_up(payout: Payout, now: datetime) -> AgendaItem:
    return _of("payout.given_up", payout, now)


def breaker_opened(exhausted: Exhausted, now: datetime) -> AgendaItem:
    """One for a budget and day while it waits, however many cases met it."""
    scope, value, day = (str(exhausted.detail[name]) for name in ("scope", "value", "day"))
    return AgendaItem(
        lane=Lane.NOW,
        kind="breaker.opened",
        due=now,
        subject=f"{scope}#{value}",
        generation=date.fromisoformat(day).toordinal(),
        payload={"scope": scope, "value": value, "day": day},
    )


def overpaid(account: LineAccount, now: datetime) -> AgendaItem:
    """One for a line, whichever of several facts tipped it; the account tells by how much when it fires."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="line.overpaid",
        due=soon(now),
        subject=f"{account.order_id}/{account.line_id}",
        payload={"member_id": account.member_id, "order_id": account.order_id, "line_id": account.line_id},
        stamp=account.committed_fen,
    )


def _worth(item: AgendaItem, payout: Payout) -> AgendaItem:
    return replace(item, payload=item.payload | {"worth_fen": payout.amount_fen})


def _of(kind: str, payout: Payout, due: datetime) -> AgendaItem:
    about = {"order_id": payout.order_id, "line_id": payout.line_id}
    payload: dict[str, str | int] = {"source": payout.source, "member_id": payout.member_id}
    payload |= {name: each for name, each in about.items() if each}
    return AgendaItem(
        lane=Lane.NOW,
        kind=kind,
        due=due,
        subject=payout.id,
        generation=payout.attempt,
        payload=payload,
        stamp=payout.version,
    )
