"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = [
    "LEAVING_PERCENT",
    "MARGIN_PERCENT",
    "OFFER_MINUTES",
    "PARCEL_BACK_FEN",
    "REOPEN_DAYS",
    "SHELF_LIFE_DAYS",
    "SIMPLE_HOURS",
    "SIMPLE_OPTIONS",
]

OFFER_MINUTES = figure(
    "tickets.offer_minutes", 30, 5, 24 * 60, "minutes", "G2", "how long an offer stands before it is applied for"
)
REOPEN_DAYS = figure("tickets.reopen_days", 15, 1, 90, "days", "G6", "how long after its end a ticket can be reopened")
SHELF_LIFE_DAYS = figure(
    "tickets.shelf_life_days",
    30,
    1,
    1000,
    "days",
    "G1",
    "shelf life from signing where the product's is not known (food safety)",
)
SIMPLE_OPTIONS = figure(
    "tickets.simple_options",
    2,
    2,
    6,
    "options",
    "A1",
    "so many of a menu are shown in simple mode; a person has the rest",
)
SIMPLE_HOURS = figure(
    "tickets.simple_hours", 24, 0, 168, "hours", "A1", "so much longer a menu waits for a member in simple mode"
)
PARCEL_BACK_FEN = figure(
    "tickets.parcel_back_fen", 800, 0, 100_000, "fen", "C4", "what a parcel costs us that comes back from a member"
)
MARGIN_PERCENT = figure("tickets.margin_percent", 20, 0, 100, "percent", "C4", "how much of what members spend we keep")
LEAVING_PERCENT = figure(
    "tickets.leaving_percent", 30, 0, 100, "percent", "C4", "how many members leave when nothing is made good"
)
