"""Number 0 of both series: what holds before anybody has published anything."""

from functools import cache
from pathlib import Path

import msgspec

from care.dynamo.editions import BUILT_IN
from care.policy.model import PolicyDraft, PolicyVersion, SettingsVersion

__all__ = ["baseline_policy", "baseline_settings"]


@cache
def baseline_policy() -> PolicyVersion:
    """The defaults of G1, from baseline.json beside this file."""
    text = Path(__file__).with_name("baseline.json").read_bytes()
    draft = msgspec.json.decode(text, type=PolicyDraft)
    return PolicyVersion(
        rules=draft.rules,
        reasons=draft.reasons,
        remedies=draft.remedies,
        **BUILT_IN,
    )


@cache
def baseline_settings() -> SettingsVersion:
    """Every figure at its default."""
    return SettingsVersion(values={}, **BUILT_IN)
