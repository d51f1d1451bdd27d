"""The figures of this domain: what speaks for a closer look, how much, and from when on a person looks."""

from care.kernel.settings import figure

__all__ = [
    "CLAIMS_LEAST",
    "CLAIMS_PERCENT",
    "CLAIMS_POINTS",
    "HOLD_SCORE",
    "NEIGHBOURS_LEAST",
    "NEIGHBOURS_POINTS",
    "NEW_DAYS",
    "NEW_POINTS",
    "PHOTOS_MOST",
    "PHOTO_POINTS",
    "VALUE_FEN",
    "VALUE_PERCENT",
    "VALUE_POINTS",
    "VOUCHER_DAYS",
    "WINDOW_DAYS",
]

WINDOW_DAYS = figure("trust.window_days", 90, 7, 180, "days", "G11", "How far back orders and claims are looked at")
HOLD_SCORE = figure("trust.hold_score", 60, 1, 1_000, "points", "G11", "From this score on a person looks first")
CLAIMS_LEAST = figure("trust.claims_least", 3, 1, 1_000, "claims", "G11", "Fewer claims are no sign of anything")
CLAIMS_PERCENT = figure(
    "trust.claims_percent", 50, 1, 1_000, "percent", "G11", "Claims in percent of orders from which on they count"
)
CLAIMS_POINTS = figure("trust.claims_points", 30, 0, 1_000, "points", "G11", "For a high rate of claims")
VALUE_FEN = figure("trust.value_fen", 300_00, 1_00, 10_000_000_00, "fen", "G11", "Less that was asked for is no sign")
VALUE_PERCENT = figure(
    "trust.value_percent", 50, 1, 1_000, "percent", "G11", "What was asked in percent of what was bought, to count"
)
VALUE_POINTS = figure("trust.value_points", 20, 0, 1_000, "points", "G11", "For a high value of claims")
PHOTO_POINTS = figure("trust.photo_points", 40, 0, 1_000, "points", "G11", "For each photo that was seen before")
PHOTOS_MOST = figure("trust.photos_most", 2, 1, 100, "photos", "G11", "So many photos count at most")
NEW_DAYS = figure("trust.new_days", 14, 0, 365, "days", "G11", "So long after the first order an account is new")
NEW_POINTS = figure("trust.new_points", 15, 0, 1_000, "points", "G11", "For a new account")
NEIGHBOURS_LEAST = figure(
    "trust.neighbours_least", 3, 1, 20, "members", "G11", "So many others at the address; a family is no sign"
)
NEIGHBOURS_POINTS = figure("trust.neighbours_points", 15, 0, 1_000, "points", "G11", "For an address that many share")
VOUCHER_DAYS = figure("trust.voucher_days", 30, 1, 365, "days", "G11", "How long a manager's word keeps from a hold")
