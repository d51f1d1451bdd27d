"""Number 0 of the rules: what holds before anybody has published any."""

from functools import cache
from pathlib import Path

import msgspec

from care.dynamo.editions import BUILT_IN
from care.liability.model import LiabilityRule, LiabilityRules

__all__ = ["baseline_rules"]


@cache
def baseline_rules() -> LiabilityRules:
    """From baseline.json beside this file."""
    text = Path(__file__).with_name("baseline.json").read_bytes()
    return LiabilityRules(
        **BUILT_IN,
        rules=msgspec.json.decode(text, type=tuple[LiabilityRule, ...]),
    )
