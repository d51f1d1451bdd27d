"""Days, months, moments and numbers as people mistype them: a wrong command (exit status 2), and how it is written.

None of these reaches a deployment: what is wrong is told before one is looked for.
"""

import pytest
from typer.testing import CliRunner

from care_cli.app import app

FIGURE = "outreach.survey_after"
SET = ("settings", "set", "--why", "w", "--who", "O1")
AT = ("--at", "2026-03-02T10:00:00+08:00")
SIMULATE = ("policy", "simulate", "--draft", "D")
IMPORT = ("settlement", "import", __file__)
STATEMENT = ("liability", "statement", "--party", "PLATFORM")

WRONG: list[tuple[tuple[str, ...], str]] = [
    *((("ledger", "--month", text), f"there is no month {text}; a month is written 2026-03") for text in (
        "2026-13", "2026-00", "2026-3", "March", "1999-12", "２０２６-03", "2026-03-01", "",
    )),
    *((("ledger", "--day", text), f"there is no day {text}; a day is written 2026-03-02") for text in (
        "2026-02-30", "2026-2-3", "today", "2026-03", "02.03.2026",
    )),
    (("ledger",), "say which: --month or --day"),
    (("ledger", "--month", "2026-03", "--day", "2026-03-02"), "say which: --month or --day"),
    ((*SIMULATE, "--from", "2026-02-30", "--to", "2026-03-01"), "there is no day 2026-02-30"),
    ((*SIMULATE, "--from", "2026-03-01", "--to", "tomorrow"), "there is no day tomorrow"),
    ((*IMPORT, "--from", "2026-03-32", "--to", "2026-03-01"), "there is no day 2026-03-32"),
    ((*STATEMENT, "--month", "2026-13"), "there is no month 2026-13"),
    (("calendar", "show", "--days", "367"), "--days"),
    (("calendar", "show", "--days", "a week"), "--days"),
    (("calendar", "publish", __file__, "--at", "2026-03-02", "--why", "w", "--who", "O1"), "a time needs an offset"),
    ((*SET, f"{FIGURE}=1", "--at", "0001-01-01T00:00:00+08:00"), "year 1 is out of range"),
    ((*SET, f"{FIGURE}=1", "--at", "9999-12-31T23:00:00-09:00"), "year 9999 is out of range"),
    ((*SET, f"{FIGURE}=1.5", *AT), "a whole number"),
    ((*SET, f"{FIGURE}=９", *AT), "a whole number"),
    ((*SET, f"{FIGURE}={'9' * 5000}", *AT), "a whole number"),
    (("play", __file__, "--port", "65536"), "--port"),
    (("dead", "list", "--local", "junk"), "junk is no address"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"), WRONG, ids=lambda each: " ".join(each)[:60] if isinstance(each, tuple) else ""
)
def test_what_is_mistyped_is_told_with_how_it_is_written(arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, [*arguments])
    words = "".join(done.output.replace("│", "").split())
    assert (done.exit_code, told.replace(" ", "") in words) == (2, True), done.output
