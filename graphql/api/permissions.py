"""Who may see and do what. Denied by default: what declares nothing keeps the schema from being built.

    root fields     `@strawberry.field(metadata=may(RULE))`: refused with UNAUTHENTICATED or FORBIDDEN
    types           `@seen_by(RULE)`: asked of every object that any field returns, after the DataLoader's batch.
                    A rule about the object itself reads `belongs()` of that object.
    other fields    the rule of their type, or a narrower `metadata=may(RULE)` of their own: refused with FORBIDDEN

An object that the viewer may not see is answered exactly as one that does not exist (null, left out of its list,
or NOT_FOUND where null is not possible), so ids are not an oracle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from api.errors import ApiError
from api.viewer import Role, Viewer
from care.staff.model import DUTY_DESK

__all__ = [
    "ANYONE",
    "CARERS",
    "INVOLVED",
    "LEADER_OF",
    "MEMBER",
    "OWN",
    "PART",
    "SIGNED_IN",
    "STAFF",
    "Belongs",
    "Owned",
    "Rule",
    "admit",
    "may",
    "rule_of",
    "seen_by",
    "staff",
    "visible",
]

T = TypeVar("T")
_STAFF_ROLES = (Role.AGENT, Role.OPERATOR, Role.QUALITY, Role.PRODUCT, Role.MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """Whose an object is. What is not stated fits nobody."""

    member_id: str | None = None
    community: str | None = None
    region: str | None = None
    staff_ids: frozenset[str] = frozenset()
    """Staff who have to do with it, whatever its region."""


@runtime_checkable
class Owned(Protocol):
    """An object that says whose it is."""

    def belongs(self) -> Belongs: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """Says whether a viewer may. `a | b` allows what either allows."""

    name: str
    allows: Callable[[Viewer, Belongs], bool]
    about_object: bool = False

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            f"{self.name} | {other.name}",
            lambda viewer, belongs: self.allows(viewer, belongs) or other.allows(viewer, belongs),
            self.about_object or other.about_object,
        )


ANYONE = Rule("anyone", lambda _viewer, _belongs: True)
"""Even without a token: `health`, and what tokens are had by and given back (`login`, `refresh`, `logout`), no more."""

SIGNED_IN = Rule("signed in", lambda viewer, _belongs: viewer.signed_in and bool(viewer.roles))

MEMBER = Rule("member", lambda viewer, _belongs: viewer.signed_in and Role.MEMBER in viewer.roles)
"""Any member, for what concerns the caller alone."""

PART = Rule("part", lambda _viewer, _belongs: True)
"""A part of its parent (money, a payload, a page): who was shown the parent sees it. Not for a Node."""

OWN = Rule(
    "own member",
    lambda viewer, belongs: Role.MEMBER in viewer.roles and viewer.signed_in and belongs.member_id == viewer.id,
    about_object=True,
)
"""The member whose it is."""

LEADER_OF = Rule(
    "leader of the community",
    lambda viewer, belongs: (
        Role.LEADER in viewer.roles and viewer.community is not None and belongs.community == viewer.community
    ),
    about_object=True,
)
"""The leader (团长) of the community that it belongs to."""


def staff(*roles: Role, in_region: bool = False) -> Rule:
    """Any of `roles`; with `in_region` only for objects of the viewer's region (a token without one has all)."""
    wanted = frozenset(roles)
    name = " or ".join(sorted(role.lower() for role in roles))
    if not in_region:
        return Rule(name, lambda viewer, _belongs: viewer.signed_in and bool(viewer.roles & wanted))
    return Rule(
        f"{name} of the region",
        lambda viewer, belongs: (
            viewer.signed_in and bool(viewer.roles & wanted) and viewer.region in (None, belongs.region)
        ),
        about_object=True,
    )


STAFF = staff(*_STAFF_ROLES)

INVOLVED = Rule(
    "staff who have to do with it",
    lambda viewer, belongs: (
        any(role in viewer.roles for role in _STAFF_ROLES) and bool({viewer.id, DUTY_DESK} & belongs.staff_ids)
    ),
    about_object=True,
)
"""The staff member whose it is, or who watches it; what lies with the duty desk is everybody's."""

CARERS = staff(Role.AGENT, Role.MANAGER)
"""Staff who speak with members: of all staff, they alone read personal data."""


def may(rule: Rule, *, repeatable: bool = False) -> dict[str, object]:
    """Metadata of a field. `repeatable` marks a mutation that may safely run twice and takes no idempotencyKey."""
    return {"may": rule, "repeatable": repeatable}


def seen_by(rule: Rule) -> Callable[[type[T]], type[T]]:
    """Declare who sees objects of a type."""

    def declare(cls: type[T]) -> type[T]:
        cls.__seen_by__ = rule  # type: ignore[attr-defined]  # the one place that sets it
        return cls

    return declare


def rule_of(cls: type) -> Rule | None:
    """The rule that `cls` declares, or None: then nobody sees its objects."""
    found = getattr(cls, "__seen_by__", None)
    return found if isinstance(found, Rule) else None


def visible(viewer: Viewer, value: object) -> bool:
    """Whether `viewer` may see `value`, an object of the schema."""
    rule = rule_of(type(value))
    return rule is not None and rule.allows(viewer, _belongs(rule, value))


def admit(rule: Rule, viewer: Viewer, source: object) -> None:
    """Let the viewer pass to a field of `source`, or raise UNAUTHENTICATED or FORBIDDEN."""
    if rule.allows(viewer, _belongs(rule, source)):
        return
    raise ApiError("FORBIDDEN" if viewer.signed_in else "UNAUTHENTICATED", status=200)


def _belongs(rule: Rule, value: object) -> Belongs:
    return value.belongs() if rule.about_object and isinstance(value, Owned) else Belongs()
