"""What `care play` prints at the end: the summary, and how to go on with a cloud that keeps serving."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from care_cli.narrator import yuan
from local_cloud.cloud import LocalCloud
from local_cloud.operations import parse_caller
from local_cloud.story.lines import CallLine, EventLine, Line
from local_cloud.story.player import Result
from local_cloud.summary import Summary

__all__ = ["callers", "print_summary", "print_welcome"]

_EVERYONE = {
    "MEMBER": "member:M001",
    "LEADER": "leader:L01",
    "AGENT": "agent:A01",
    "OPERATOR": "operator:O01",
    "QUALITY": "quality:Q01",
    "PRODUCT": "product:P01",
    "MANAGER": "manager:G01",
}
"""A caller of each role, where the story has none."""
_TO_TRY = (
    ("MEMBER", "Viewer"),
    ("MEMBER", "MyTickets"),
    ("MEMBER", "MyMessages"),
    ("AGENT", "TicketQueue"),
    ("LEADER", "CommunityOrders"),
)
_COMMANDS = (
    "settings list",
    "calendar show --days 7",
    "ledger --month 2026-03",
    "liability statement --party SUPPLIER:SUP-1 --month 2026-03",
    "dead list",
)
"""The month and the supplier are those of the shipped stories."""


def print_summary(console: Console, summary: Summary, result: Result) -> None:
    table = Table(title="what it came to", title_justify="left", show_header=False, box=None, padding=(0, 2))
    for name, value in _rows(summary):
        table.add_row(name, value)
    console.print(table)
    for number, reason in result.bad:
        console.print(f"[red]line {number}: {reason}[/]", highlight=False, markup=True, soft_wrap=True)
    state = "[green]all lines well[/]" if result.good else f"[bold red]{len(result.bad)} bad lines[/]"
    console.print(f"{result.played} lines played, {state}")


def print_welcome(console: Console, cloud: LocalCloud, lines: Iterable[Line]) -> None:
    """Address, tokens and `curl` lines; long lines stay whole, so that they can be copied."""
    put = console.out
    put(f"\nserving {cloud.url}/graphql (Ctrl-C stops it)\n")
    for role, (caller, claims) in callers(lines).items():
        put(f"{role}={cloud.token(caller, **claims)}  # {caller}", highlight=False)
    put("")
    for role, operation in _TO_TRY:
        if operation in cloud.operations:
            put(_curl(cloud, role, operation), highlight=False)
    if "Login" in cloud.operations:
        put(_login(cloud, callers(lines)["MEMBER"][0]), highlight=False)
    put(f"\nin another terminal, once: export AFTERCARE_LOCAL={cloud.url}", highlight=False)
    for command in _COMMANDS:
        put(f".venv/bin/care {command}", highlight=False)


def callers(lines: Iterable[Line]) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Role → someone in that role, with the claims of their token: the first one that the story names, if it does."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {role: (caller, {}) for role, caller in _EVERYONE.items()}
    story = list(lines)
    for line in reversed(story):
        if isinstance(line, EventLine) and line.event == "LeaderChanged":
            found["LEADER"] = _leader(line.detail)
    named = [line for line in story if isinstance(line, CallLine) and line.caller and ":" in line.caller]
    for line in reversed(named):
        caller = line.caller or ""
        found[parse_caller(caller).role] = (caller, line.claims)
    return found


def _leader(detail: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
    """The leader whom the mall tells of: what they may see goes by their community."""
    claims = {name: str(detail[name]) for name in ("community", "region") if detail.get(name)}
    return f"leader:{detail.get('leader_id', 'L01')}", claims


def _curl(cloud: LocalCloud, role: str, operation: str) -> str:
    body = json.dumps({"query": _text(cloud, operation)})
    head = f"curl -s {cloud.url}/graphql -H 'content-type: application/json'"
    return f"{head} -H \"authorization: Bearer ${role}\" -d '{body}'"


def _login(cloud: LocalCloud, caller: str) -> str:
    """A member's own way in: a code, as the mini-program would have it of WeChat."""
    asked = {"query": _text(cloud, "Login"), "variables": {"input": {"code": f"local:{parse_caller(caller).sub}"}}}
    return f"curl -s {cloud.url}/graphql -H 'content-type: application/json' -d '{json.dumps(asked)}'"


def _text(cloud: LocalCloud, operation: str) -> str:
    lines = [line for line in cloud.operations.text(operation).splitlines() if not line.startswith("#")]
    return " ".join(" ".join(lines).split())


def _rows(summary: Summary) -> Iterator[tuple[str, str]]:
    for heading, value in summary.items():
        if heading == "paid_fen":
            yield "paid", ", ".join(f"{kind} {yuan(fen)}" for kind, fen in value.items()) or "nothing"
        elif heading == "left":
            yield from ((f"left: {name}", _line(what)) for name, what in value.items() if what)
        elif value:
            yield heading.replace("_", " "), _line(value)


def _line(value: Any) -> str:
    """A tree of counts in one line: `survey_invitation (SENT 3), …`."""
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(
        f"{name} ({_line(each)})" if isinstance(each, dict) else f"{name} {each}" for name, each in value.items()
    )
