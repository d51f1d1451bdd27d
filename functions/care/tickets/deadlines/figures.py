"""The figures of time-outs, refusals and appeals."""

from care.kernel.settings import figure

__all__ = ["AGAIN_HOURS", "APPEAL_DAYS", "MOST_REOPENS", "PAUSE_HOURS", "TIMEOUT_CASE_FEN"]

TIMEOUT_CASE_FEN = figure(
    "authority.timeout_case_fen", 500_00, 0, 1_000_000_00, "fen", "G5", "what is approved by itself when nobody answers"
)
AGAIN_HOURS = figure(
    "deadlines.again_hours", 4, 1, 72, "hours", "G7", "how long a case that could not be approved by itself waits again"
)
PAUSE_HOURS = figure(
    "deadlines.pause_hours", 72, 1, 14 * 24, "hours", "G7", "how long a case waits for what its member was asked"
)
APPEAL_DAYS = figure("deadlines.appeal_days", 7, 1, 60, "days", "G6", "how long after a refusal the member can appeal")
MOST_REOPENS = figure(
    "deadlines.most_reopens", 3, 0, 20, "times", "G6", "how often a member opens a case again before they are called"
)
