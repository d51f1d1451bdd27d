"""Number 0 of the rules: what holds before anybody has published any."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from care.liability.model import LiabilityRule, LiabilityRules

__all__ = ["baseline_rules"]

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_BUILT_IN = "built-in"


@cache
def baseline_rules() -> LiabilityRules:
    """From baseline.json beside this file."""
    text = Path(__file__).with_name("baseline.json").read_bytes()
    return LiabilityRules(
        number=0,
        effective_at=_ALWAYS,
        published_by=_BUILT_IN,
        why=_BUILT_IN,
        published_at=_ALWAYS,
        rules=msgspec.json.decode(text, type=tuple[LiabilityRule, ...]),
    )
