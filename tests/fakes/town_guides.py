"""Prawns of M001's, the guide that came with them, and what can be asked about it (P3)."""

from typing import TYPE_CHECKING, Any

from fakes.cook import WRITER, guide, publish, signs

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["cook_something", "guide_calls"]

_ORDER = "O020"


def cook_something(town: "Town") -> None:
    """O020 of M001 is signed for, and a recipe comes with it."""
    publish(town)
    signs(town, _ORDER)


def guide_calls(town: "Town") -> dict[str, tuple[str, dict[str, Any]]]:
    (published,) = town.nodes("Guides", WRITER)
    (push,) = town.nodes("MyGuides", "member:M001")
    return {
        "PublishGuide": (WRITER, {"input": guide(title="清蒸红虾", seen=1)}),
        "RetireGuide": (WRITER, {"input": {"guideId": published["id"], "seen": 1, "why": "换新做法"}}),
        "Guides": (WRITER, {}),
        "GuideEditions": (WRITER, {"guideId": published["id"]}),
        "MyGuides": ("member:M001", {}),
        "OpenGuides": ("member:M001", {"input": {"pushId": push["id"]}}),
        "RateGuides": ("member:M001", {"input": {"pushId": push["id"], "useful": True}}),
    }
