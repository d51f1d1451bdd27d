"""Inputs that several mutations of liability share."""

import strawberry

from api.liability.enums import PartyKind
from care.kernel.errors import BadInput
from care.liability import model

__all__ = ["LiabilityShareInput", "LiablePartyInput", "charges", "party"]


@strawberry.input(description="Who bears.")
class LiablePartyInput:
    kind: PartyKind = strawberry.field(description="What kind of party.")  # type: ignore[valid-type]
    party_id: str | None = strawberry.field(description="The mall's id of it; none for the platform.", default=None)


@strawberry.input(description="What one party is to bear.")
class LiabilityShareInput:
    party: LiablePartyInput = strawberry.field(description="Who; each once.")
    percent: int = strawberry.field(description="1 to 100; all come to 100.")


def party(given: LiablePartyInput) -> model.Party:
    """BadInput for the platform with an id, and for any other without one."""
    found = model.Party(kind=given.kind, id=given.party_id or "")
    if not found.sound:
        raise BadInput("every party but the platform has an id", field="party")
    return found


def charges(given: list[LiabilityShareInput]) -> tuple[model.Charge, ...]:
    return tuple(model.Charge(party=party(each.party), percent=each.percent) for each in given)
