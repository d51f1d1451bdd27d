"""The policy's own figures."""

from care.kernel.settings import figure

__all__ = ["FOOD_SAFETY_INSTANT_FEN", "LEAD_MINUTES", "MOST_INSTANT_FEN"]

LEAD_MINUTES = figure(
    "policy.lead_minutes", 2, 2, 10_080, "minutes", "A3", "How far ahead a publication must take effect, at least"
)
MOST_INSTANT_FEN = figure(
    "policy.most_instant_fen", 50_000, 0, 1_000_000, "fen", "G4", "The highest instant limit that a policy may state"
)
FOOD_SAFETY_INSTANT_FEN = figure(
    "policy.food_safety_instant_fen", 20_000, 20_000, 1_000_000, "fen", "G1", "The least instant limit of food safety"
)
