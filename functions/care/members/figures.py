"""What counts as much, little, good or bad of a member: for the tag rules (L1; `tag_rules.json` names the figures by
key), for the care of silent members (P2) and for the invitation to share a word (L4).
"""

from care.kernel.settings import figure

__all__ = [
    "FAN_SCORES",
    "HIGH_SCORE",
    "HIGH_VALUE_FEN",
    "HIGH_VALUE_ORDERS",
    "LOW_SCORE",
    "NEWCOMER_ORDERS",
    "SENSITIVE_CLAIMS",
    "SENSITIVE_LOW_SCORES",
]

HIGH_VALUE_ORDERS = figure(
    "members.high_value_orders", 10, 1, 1_000, "orders", "L1", "From so many orders on a member is of high value."
)
HIGH_VALUE_FEN = figure(
    "members.high_value_fen", 1_000_00, 1_00, 10_000_000_00, "fen", "L1", "So much spent makes a member of high value."
)
NEWCOMER_ORDERS = figure(
    "members.newcomer_orders", 2, 1, 100, "orders", "L1", "Up to so many orders a member is a newcomer."
)
SENSITIVE_CLAIMS = figure(
    "members.sensitive_claims", 2, 1, 100, "claims", "L1", "So many claims make a member sensitive."
)
SENSITIVE_LOW_SCORES = figure(
    "members.sensitive_low_scores", 2, 1, 100, "scores", "L1", "So many low scores make a member sensitive."
)
FAN_SCORES = figure("members.fan_scores", 3, 1, 100, "scores", "L1", "So many high scores make a product fan.")
LOW_SCORE = figure(
    "members.low_score", 3, 1, 4, "score", "P2", "A survey score up to this is low: it counts for tags and opens care."
)
HIGH_SCORE = figure(
    "members.high_score", 4, 2, 5, "score", "L4", "A survey score from this on is high: the member is satisfied."
)
