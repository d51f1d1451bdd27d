"""The figures of holds (G11). How long a look may take, the clocks' own figures say (`clocks.hold_review_minutes`)."""

from care.kernel.settings import figure

__all__ = ["APOLOGY_POINTS", "REVIEW_LEVEL"]

APOLOGY_POINTS = figure(
    "holds.apology_points", 200, 0, 10_000, "points", "G11", "On top of what a wrong hold had kept back"
)
REVIEW_LEVEL = figure("holds.review_level", 2, 1, 3, "level", "G11", "Agents from this level on look at holds")
