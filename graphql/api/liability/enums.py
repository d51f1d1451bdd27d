"""What the enums of liability mean (G9)."""

from api.enums import described
from care.liability import model

__all__ = ["LiabilityState", "LiabilityStepKind", "PartyKind", "StatementLineKind"]

PartyKind = described(
    model.PartyKind,
    "Who can bear what was paid.",
    name="LiablePartyKind",
    SUPPLIER="The supplier of the order line.",
    CARRIER="The carrier of its shipment.",
    LEADER="The leader (团长) of the order.",
    PLATFORM="We ourselves; it has no id.",
)
LiabilityState = described(
    model.LiabilityState,
    "Where a liability stands.",
    ALLOCATED="Parties bear it.",
    DISPUTED="A party objects; nothing else is done until that is decided.",
)
LiabilityStepKind = described(
    model.StepKind,
    "What happened to a liability.",
    name="LiabilityStepKind",
    BY_RULE="A rule allocated it.",
    BY_HAND="A person allocated it.",
    CORRECTED="What was paid has changed; the same percents bear it.",
    DISPUTED="A party objected.",
    UPHELD="The objection was right: it was allocated anew.",
    REJECTED="The objection was not right.",
    WRITTEN_OFF="What a party owed of it was given up.",
)
StatementLineKind = described(
    model.LineKind,
    "What a line does to what the party owes.",
    name="StatementLineKind",
    CHARGE="More is charged.",
    CREDIT="Less is charged than before.",
    WRITE_OFF="It is given up.",
    REINSTATED="A write-off is taken back, since it is not the party's any more.",
)
