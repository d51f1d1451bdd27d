"""Where slips lie, in table `tickets`: `SLIP#<code>` / `SLIP`."""

from care.dynamo.shelf import Shelf
from care.dynamo.writes import DynamoWrite, Key
from care.tickets.returns.model import Slip

__all__ = ["SLIPS", "end_slip", "open_slip", "slip_at"]


def _key(code: str) -> Key:
    return Key(f"SLIP#{code}", "SLIP")


SLIPS = Shelf(shape=Slip, kind="slip", table="tickets", key=lambda slip: _key(slip.code))


def slip_at(code: str) -> tuple[Shelf[Slip], Key]:
    return SLIPS, _key(code)


def open_slip(slip: Slip) -> DynamoWrite:
    return SLIPS.save(slip, name="slip.open")


def end_slip(slip: Slip) -> DynamoWrite:
    """Whoever is late decides again: handing in, expiry and calling off exclude each other."""
    return SLIPS.replace(slip, name="slip.end")
