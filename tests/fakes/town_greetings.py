"""Greetings in the town: one that is counted, one that waits for a second person (L7)."""

from datetime import timedelta
from typing import Any

from fakes.product import Product

__all__ = ["card_to_write", "greet_by_hand", "greet_twice", "greeting"]


def greeting(product: Product) -> dict[str, Any]:
    """One for newcomers, as it is asked for now."""
    now = product.clock.now()
    return {
        "title": "中秋感谢",
        "festival": "中秋节",
        "words": "愿您家人团圆。",
        "anyOf": ["NEWCOMER"],
        "startsAt": (now + timedelta(days=1)).isoformat(),
        "endsAt": (now + timedelta(days=4)).isoformat(),
    }


def greet_twice(product: Product) -> None:
    """Drafts of O01; the second is submitted."""
    for step in (None, "SUBMIT"):
        made = product.call("SaveGreeting", "operator:O01", input=greeting(product))["greeting"]
        product.advance(minutes=1)
        if step:
            product.call("MoveGreeting", "operator:O01", input={"greetingId": made["id"], "step": step})


def greet_by_hand(product: Product) -> None:
    """Cards for who bought lately, approved and asked for."""
    now = product.clock.now()
    given = greeting(product) | {"kind": "CARD", "anyOf": [], "lastOrder": {"mostDays": 365}}
    given |= {"startsAt": now.isoformat()}
    made = product.call("SaveGreeting", "operator:O01", input=given)["greeting"]
    product.advance(minutes=1)
    which = {"greetingId": made["id"]}
    product.call("MoveGreeting", "operator:O01", input=which | {"step": "SUBMIT"})
    product.call("DecideGreeting", "manager:B01", input=which)
    product.settle()


def card_to_write(product: Product) -> str:
    for assignee in ("A01", "duty"):
        if edges := product.call("CardsToWrite", "agent:A01", assignee=assignee)["edges"]:
            return str(edges[0]["node"]["id"])
    raise LookupError("nobody has a card to write")
