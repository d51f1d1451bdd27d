"""The figures of returns."""

from care.kernel.settings import figure

__all__ = ["FREIGHT_FEN", "REMIND_HOURS", "SLIP_DAYS"]

SLIP_DAYS = figure("returns.slip_days", 7, 1, 60, "days", "G10", "how long goods are awaited under a slip")
REMIND_HOURS = figure(
    "returns.remind_hours", 48, 1, 24 * 14, "hours", "G10", "before a slip's end at which the member is reminded"
)
FREIGHT_FEN = figure(
    "returns.freight_fen", 2_000, 0, 20_000, "fen", "G10", "what a parcel back may cost the member, to be paid to them"
)
