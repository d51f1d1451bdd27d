"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = ["ASK_AGAIN_MINUTES", "ASK_LATE_HOURS", "LINE_COUPON_FEN", "LINE_POINTS", "UNANSWERED_HOURS"]

LINE_COUPON_FEN = figure(
    "accounts.line_coupon_fen", 100_00, 0, 1_000_00, "fen", "C5", "coupons that one order line may bring at most"
)
LINE_POINTS = figure(
    "accounts.line_points", 5_000, 0, 100_000, "points", "C5", "points that one order line may bring at most"
)
ASK_AGAIN_MINUTES = figure(
    "accounts.ask_again_minutes", 30, 5, 24 * 60, "minutes", "C5", "after which the mall is asked again"
)
UNANSWERED_HOURS = figure(
    "accounts.unanswered_hours", 24, 1, 24 * 7, "hours", "C5", "after which an unanswered payout is a person's task"
)
ASK_LATE_HOURS = figure(
    "accounts.ask_late_hours", 6, 1, 48, "hours", "C5", "between askings once a person has the unanswered payout"
)
