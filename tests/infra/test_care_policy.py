"""`care policy simulate`: a draft over all claims of some days, against a local cloud (C4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from api.relay import global_id
from care.dynamo.requests import Request
from care.kernel.clock import SettableClock, parse_instant
from care.kernel.work import Batch
from care.policy.baseline import baseline_policy
from care.policy.drafts import Wish
from care.policy.model import PolicyDraft
from care.tickets.facts import LineFacts
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.simulation import simulate
from care.tickets.store import write_ticket
from care.tickets.timeline import Entry, EntryKind
from care_cli.app import app
from care_cli.product import product
from care_cli.target import served
from local_cloud import LocalCloud

NOW = parse_instant("2026-03-02T10:00:00+08:00")
POLICY = baseline_policy()
MANY = 7
run = CliRunner()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(NOW)) as cloud:
        app_ = product(served(cloud.url))
        for number in range(MANY):
            app_.uow.run(lambda batch, number=number: _open(batch, number))  # type: ignore[misc]
        yield cloud


def _open(batch: Batch, number: int) -> None:
    """A claim for apples at 40 yuan, just signed."""
    facts = LineFacts(
        member_id="m",
        order_id="o",
        line_id=str(number),
        sku="APPLE",
        category="FRESH",
        paid_fen=4_000,
        committed_fen=0,
        signed_at=NOW,
    )
    ticket = Ticket(
        id=f"t{number}",
        kind=TicketKind.CLAIM,
        state=TicketState.IN_REVIEW,
        member_id="m",
        assignee="A01",
        opened_at=NOW,
        last_entry=Entry(id="e", ticket_id=f"t{number}", at=NOW, kind=EntryKind.OPENED, actor="member:m"),
        title="苹果",
        reason="DAMAGED",
        policy_version=0,
        facts=facts,
    )
    batch.add(write_ticket(ticket))


def draft(cloud: LocalCloud, name: str, **change: Any) -> str:
    """Id of a draft in which fresh quality problems are judged otherwise."""
    rules = tuple(replace(rule, **change) if rule.code == "FRESH_QUALITY" else rule for rule in POLICY.rules)
    content = PolicyDraft(rules=rules, reasons=POLICY.reasons, remedies=POLICY.remedies)
    request = Request(caller="operator:O1", operation="save", key=name, content=name)
    drafts = product(served(cloud.url)).policies.drafts
    return drafts.save(Wish(who="O1"), content, request).result


def care(cloud: LocalCloud, draft_id: str, first: str = "2026-03-01", last: str = "2026-03-03") -> Any:
    arguments = ["policy", "simulate", "--draft", draft_id, "--from", first, "--to", last, "--local", cloud.url]
    return run.invoke(app, arguments)


def _row(output: str, name: str) -> list[str]:
    (line,) = [line for line in output.splitlines() if line.startswith(name)]
    return line.removeprefix(name).split()


def test_all_claims_are_played_page_by_page(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "PAGE", 2)
    done = care(cloud, draft(cloud, "slower", instant_limit_fen=0))
    assert done.exit_code == 0, done.output
    assert "2026-03-01 to 2026-03-03" in done.output
    for name in ("all", "segment REGULAR", "category FRESH", "reason DAMAGED"):
        cells = _row(done.output, name)
        assert cells == ["7", "7", "0", "7", "0", "0", "0", "7", "287.00", "287.00"], name
    assert done.output.count("loses most:") == MANY


def test_it_takes_the_id_that_the_api_shows(cloud: LocalCloud) -> None:
    shown = global_id("PolicyDraft", draft(cloud, "the same"))
    done = care(cloud, shown)
    assert _row(done.output, "all")[:4] == ["7", "0", "0", "0"]


def test_days_without_claims_come_to_nothing(cloud: LocalCloud) -> None:
    done = care(cloud, draft(cloud, "quiet"), "2026-01-01", "2026-01-31")
    assert (done.exit_code, _row(done.output, "all")[0]) == (0, "0")


def test_what_cannot_be_played_is_refused_with_its_flaws(cloud: LocalCloud) -> None:
    done = care(cloud, draft(cloud, "wrong", default_remedy="KEEP_POINTS", choose_within_hours=0))
    assert (done.exit_code, done.output.count("refused: rules[2]")) == (1, 2), done.output


@pytest.mark.parametrize(("first", "last"), [("2026-03-03", "2026-03-01")])
def test_days_run_forward(cloud: LocalCloud, first: str, last: str) -> None:
    assert care(cloud, draft(cloud, "back"), first, last).exit_code == 1


def test_an_unknown_draft_is_refused(cloud: LocalCloud) -> None:
    done = care(cloud, "none")
    assert (done.exit_code, "no such draft" in done.output) == (1, True)
