"""Tells a story as it is played: each line, and what the system did because of it.

What it did is read off the committed transactions, item by item; TELLERS says what is worth telling of which item.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from local_cloud.moto_speed import Change
from local_cloud.story.lines import CallLine, EventLine, Line, MallLine, PhotoLine, ReplyLine
from local_cloud.tables import Item, plain_item

__all__ = ["TELLERS", "Narrator", "yuan"]

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_STYLES = {"PAID": "green", "RESOLVED": "green", "SENT": "cyan", "FAILED": "red", "UNKNOWN": "red"}


def yuan(fen: int) -> str:
    """Fen as people read it: 1990 is ¥19.90."""
    return f"¥{fen // 100}.{fen % 100:02}"


def _worth(payout: Item) -> str:
    return yuan(payout["amount_fen"]) if payout.get("amount_fen") else f"{payout.get('points', 0)} points"


def _state(item: Item) -> str:
    state = str(item.get("state", ""))
    return f"[{_STYLES.get(state, 'yellow')}]{state}[/]"


def _message(item: Item) -> str:
    why = f" ({item['reason']})" if item.get("reason") else ""
    return f"message {item['template']} to {item['member_id']} {_state(item)}{why}"


def _ticket(item: Item) -> str:
    about = f" {escape(item['title'])}" if item.get("title") else ""
    return f"ticket{about} of {item['member_id']} {_state(item)}, with {item['assignee']}"


TELLERS: Mapping[str, Callable[[Item], str]] = {
    "order": lambda item: f"order {item['id']} of {item['member_id']} noted",
    "message": _message,
    "text": lambda item: f"[dim]“{escape(item['text'])}”[/]",
    "ticket": _ticket,
    "payout": lambda item: f"{item['kind'].lower()} of {_worth(item)} to {item['member_id']} {_state(item)}",
    "survey": lambda item: f"survey of order {item['order_id']} {_state(item)}",
    "check": lambda item: f"closure check {_state(item)}",
    "invitation": lambda item: f"{item['kind'].lower()} invitation to {item['member_id']} {_state(item)}",
    "post": lambda item: f"post {_state(item)}",
    "tagged": lambda item: f"tag {item['name']} on {item['member_id']}",
}
"""Type of item → what is told of it when it is new, or when its state has changed."""


class Narrator:
    """Listens to the player and to what is committed."""

    def __init__(self, console: Console, now: Callable[[], datetime], advance: Callable[[], None]) -> None:
        self._console = console
        self._now = now
        self._advance = advance
        self._told_at: datetime | None = None

    # ------------------------------------------------------------ what is played

    def line(self, line: Line) -> None:
        self._advance()
        match line:
            case EventLine():
                self._say(f"[bold]mall ▸ {escape(line.event)}[/] {escape(_subject(line.detail))}")
            case CallLine():
                self._say(f"[bold]{escape(line.caller or 'anyone')} ▸ {escape(line.call)}[/]")
            case MallLine():
                self._say(f"[bold]the mall {line.mode}[/] from now on")
            case PhotoLine():
                self._say(f"[bold]a phone ▸ photo {line.photo}[/]")
            case ReplyLine():
                self._say(f"[bold]member:{escape(line.member_id)} replies ▸ {escape(line.text)}[/]")
        if line.note:
            self._say(f"[italic]{escape(line.note)}[/]")

    def bad(self, line: Line, reason: str) -> None:
        self._say(f"[bold red]line {line.number}: {escape(reason)}[/]")

    def mall(self, kind: str, detail: Any) -> None:
        self._say(f"[bold]mall ▸ {escape(kind)}[/] {escape(_subject(detail))}")

    # ------------------------------------------------------------ what comes of it

    def committed(self, changes: list[Change]) -> None:
        """A transaction was committed."""
        for change in changes:
            new, old = plain_item(change.new or {}), plain_item(change.old or {})
            if told := _told(old, new):
                self._say(f"    → {told}")

    def _say(self, text: str) -> None:
        now = self._now().astimezone(_SHANGHAI)
        moment = f"{now:%m-%d %H:%M}" if now != self._told_at else " " * 11
        self._told_at = now
        self._console.print(f"[blue]{moment}[/]  {text}", highlight=False, soft_wrap=True)


def _told(old: Item, new: Item) -> str | None:
    kind = (new or old).get("type", "")
    if kind == "agenda":
        return f"[bold red]given up: {new['kind']}[/]" if new.get("lane") == "dead" else None
    if kind not in TELLERS or (old and old.get("state") == new.get("state")):
        return None
    if not new:
        return f"tag {old['name']} off {old['member_id']}" if kind == "tagged" else None
    return TELLERS[kind](new)


def _subject(detail: Any) -> str:
    """What an event is about, in a word."""
    if not isinstance(detail, dict):
        return ""
    return " ".join(str(detail[name]) for name in ("order_id", "sku", "leader_id", "key") if name in detail)[:60]
