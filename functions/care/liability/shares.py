"""How fen are shared out: by percent, exactly, by the method of the largest remainder (G9). Pure."""

from collections.abc import Sequence

from care.kernel.errors import BadInput
from care.liability.errors import SharesNotWhole
from care.liability.model import Charge, Share

__all__ = ["MOST_SHARES", "check_charges", "shared", "split"]

MOST_SHARES = 8
"""So few that a step with all its postings is one transaction."""
_ALL = 100


def split(total_fen: int, percents: Sequence[int]) -> list[int]:
    """Fen for each percent, in their order; they add up to `total_fen`.

    Each gets its share rounded down; the fen that are left go one by one to those who lost most by it, among equals
    to those who stand first.
    """
    parts = [total_fen * percent // _ALL for percent in percents]
    left = total_fen - sum(parts)
    lost = sorted(range(len(percents)), key=lambda place: (-(total_fen * percents[place] % _ALL), place))
    for place in lost[:left]:
        parts[place] += 1
    return parts


def shared(total_fen: int, charges: Sequence[Charge], before: Sequence[Share] = ()) -> tuple[Share, ...]:
    """The shares of `total_fen`, in the order of their parties. What was written off stays so, up to the new share."""
    written_off = {share.party: share.written_off_fen for share in before}
    ordered = sorted(charges, key=lambda charge: charge.party)
    parts = split(total_fen, [charge.percent for charge in ordered])
    return tuple(
        Share(
            party=charge.party,
            percent=charge.percent,
            fen=fen,
            written_off_fen=min(fen, written_off.get(charge.party, 0)),
        )
        for charge, fen in zip(ordered, parts, strict=True)
    )


def check_charges(charges: Sequence[Charge]) -> None:
    """BadInput for no parties, too many, one twice or one without its id; SharesNotWhole unless they come to 100 %."""
    if not 1 <= len(charges) <= MOST_SHARES:
        raise BadInput(f"1 to {MOST_SHARES} parties", field="shares")
    if len({charge.party for charge in charges}) < len(charges):
        raise BadInput("a party stands twice", field="shares")
    if not all(charge.party.sound for charge in charges):
        raise BadInput("every party but the platform has an id", field="shares")
    total = sum(charge.percent for charge in charges)
    if total != _ALL or any(not 1 <= charge.percent <= _ALL for charge in charges):
        raise SharesNotWhole(f"the shares come to {total} %", field="shares", percent=total)
