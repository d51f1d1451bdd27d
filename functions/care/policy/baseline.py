"""Number 0 of both series: what holds before anybody has published anything."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from care.policy.model import PolicyDraft, PolicyVersion, SettingsVersion

__all__ = ["baseline_policy", "baseline_settings"]

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_BUILT_IN = "built-in"


@cache
def baseline_policy() -> PolicyVersion:
    """The defaults of G1, from baseline.json beside this file."""
    text = Path(__file__).with_name("baseline.json").read_bytes()
    draft = msgspec.json.decode(text, type=PolicyDraft)
    return PolicyVersion(
        number=0,
        effective_at=_ALWAYS,
        rules=draft.rules,
        reasons=draft.reasons,
        remedies=draft.remedies,
        published_by=_BUILT_IN,
        why=_BUILT_IN,
        published_at=_ALWAYS,
    )


@cache
def baseline_settings() -> SettingsVersion:
    """Every figure at its default."""
    return SettingsVersion(
        number=0, effective_at=_ALWAYS, values={}, published_by=_BUILT_IN, why=_BUILT_IN, published_at=_ALWAYS
    )
