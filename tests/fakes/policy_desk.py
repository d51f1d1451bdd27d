"""How an operator publishes a policy: read, change, save as a draft, have it checked, schedule it."""

from collections.abc import Callable
from typing import Any

__all__ = ["Call", "content_of", "publish_policy"]

Call = Callable[..., Any]
"""(operation, **variables) → what its root field answered."""


def content_of(read: dict[str, Any]) -> dict[str, Any]:
    """A policy or draft as it was read (PolicyContent, PolicyDraft), as the content that would save it again."""
    return {
        "rules": [_rule(rule) for rule in read["rules"]],
        "reasons": read["reasons"],
        "remedies": [{**remedy, "parts": [_part(part) for part in remedy["parts"]]} for remedy in read["remedies"]],
    }


def publish_policy(call: Call, content: dict[str, Any], *, effective_at: str, why: str) -> dict[str, Any]:
    """The payload that ends it: of the step that refused, or of scheduling."""
    saved = call("SavePolicyDraft", input={"content": content})
    checked = saved["draft"] and call("CheckPolicyDraft", input=_step(saved["draft"]))
    if not checked or not checked["draft"]:
        return dict(checked or saved)
    wanted = _step(checked["draft"]) | {"effectiveAt": effective_at, "why": why}
    return dict(call("SchedulePolicy", input=wanted))


def _step(draft: dict[str, Any]) -> dict[str, Any]:
    return {"draftId": draft["id"], "expectedVersion": draft["version"]}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    match = dict(rule["match"])
    bands = {f"{name}Fen": _fen(match.pop(name)) for name in ("paidFrom", "paidBelow")}
    extras = [{**extra, "parts": [_part(part) for part in extra["parts"]]} for extra in rule.get("extras") or ()]
    kept = {name: each for name, each in rule.items() if name not in {"instantLimit", "match", "extras"}}
    return kept | {"instantLimitFen": rule["instantLimit"]["fen"], "match": match | bands, "extras": extras}


def _part(part: dict[str, Any]) -> dict[str, Any]:
    kept = {name: each for name, each in part.items() if name != "amount"}
    return kept | {"fen": _fen(part["amount"])}


def _fen(money: dict[str, Any] | None) -> int | None:
    return money["fen"] if money else None
