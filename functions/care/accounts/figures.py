"""The figures of this domain."""

from care.kernel.settings import figure

__all__ = [
    "ASK_AGAIN_MINUTES",
    "ASK_LATE_HOURS",
    "BATCH_FEN",
    "COMMUNITY_DAY_FEN",
    "DAY_FEN",
    "LINE_COUPON_FEN",
    "LINE_POINTS",
    "MEMBER_MONTH_FEN",
    "ORDER_PERCENT",
    "POINT_MILLIFEN",
    "SKU_DAY_FEN",
    "UNANSWERED_HOURS",
]

LINE_COUPON_FEN = figure(
    "accounts.line_coupon_fen", 100_00, 0, 1_000_00, "fen", "C5", "coupons that one order line may bring at most"
)
LINE_POINTS = figure(
    "accounts.line_points", 5_000, 0, 100_000, "points", "C5", "points that one order line may bring at most"
)
POINT_MILLIFEN = figure(
    "accounts.point_millifen", 1_000, 0, 100_000, "thousandths of a fen", "G5", "what a point costs us"
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
MEMBER_MONTH_FEN = figure(
    "accounts.member_month_fen",
    2_000_00,
    100_00,
    1_000_000_00,
    "fen",
    "G4",
    "promised to one member in a month without a second look",
)
ORDER_PERCENT = figure(
    "accounts.order_percent",
    300,
    100,
    10_000,
    "percent",
    "G4",
    "of what was paid for an order that it may bring in all without a second look",
)
SKU_DAY_FEN = figure(
    "budget.sku_day_fen", 20_000_00, 0, 10_000_000_00, "fen", "G4", "promised for one product in a day by rule"
)
BATCH_FEN = figure("budget.batch_fen", 50_000_00, 0, 10_000_000_00, "fen", "G4", "promised for one batch by rule, ever")
COMMUNITY_DAY_FEN = figure(
    "budget.community_day_fen", 20_000_00, 0, 10_000_000_00, "fen", "G4", "promised in one community in a day by rule"
)
DAY_FEN = figure("budget.day_fen", 200_000_00, 0, 10_000_000_00, "fen", "G4", "promised in a day by rule, all in all")
