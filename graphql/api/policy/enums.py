"""The words of the policy (G1)."""

from api.enums import described
from care.policy import model
from care.policy.precedence import Dimension

__all__ = [
    "DraftState",
    "Evidence",
    "MemberSegment",
    "PartKind",
    "PolicyDimension",
    "PolicyState",
    "ReasonClass",
    "ReturnBearer",
    "WindowAnchor",
]

ReasonClass = described(
    model.ReasonClass,
    "What kind of wish or fault a reason is.",
    NO_REASON="The member just does not want it; nothing is wrong.",
    QUALITY="The goods or their delivery fell short.",
    FOOD_SAFETY="Somebody's health may be at stake; such a case is urgent.",
)
Evidence = described(
    model.Evidence,
    "What a member must add; a case that needs a photo is reviewed.",
    NONE="Nothing.",
    PHOTO="A photo.",
)
MemberSegment = described(
    model.Segment,
    "Who a member is to us (C3).",
    name="MemberSegment",
    NEW="新客: bears the tag NEWCOMER.",
    REGULAR="Everybody else.",
    HIGH_VALUE="高价值: bears the tag HIGH_VALUE.",
    OPINION_LEADER="意见领袖: bears the tag KOL.",
)
WindowAnchor = described(
    model.Anchor,
    "What a window is counted from.",
    name="WindowAnchor",
    SIGNED="The line's first signing, whoever signed.",
    PICKED_UP="The member's own signing, or an automatic one.",
    DELIVERED="The goods lay at the pickup point.",
    SHELF_LIFE="As long as the goods keep, from signing.",
)
ReturnBearer = described(
    model.Bearer,
    "Who bears the freight where goods go back.",
    name="ReturnBearer",
    PLATFORM="We do.",
    SUPPLIER="Who delivered the goods.",
    MEMBER="The member.",
)
PartKind = described(
    model.PartKind,
    "What a remedy consists of.",
    REFUND="A share of what was paid for the claimed goods.",
    FREIGHT="The line's share of the order's freight.",
    COUPON="A coupon of the mall.",
    POINTS="Points of the mall.",
    REISSUE="The claimed goods once more.",
    RETURN="The goods go back first; all else that the remedy gives waits for them.",
    EXCHANGE="The goods go back, and the same come once more.",
    GIFT="A gift.",
    CARD="So many weeks of a card.",
    PLACE="A place at an event.",
)
PolicyState = described(
    model.PolicyState,
    "Where a published policy stands, by the clock.",
    SCHEDULED="It will take effect at its time.",
    IN_FORCE="It decides now.",
    RETIRED="Another one holds instead, or came before it could take effect.",
)
DraftState = described(
    model.DraftState,
    "How far a draft of a policy is.",
    name="PolicyDraftState",
    DRAFT="It is being written.",
    CHECKED="It is sound and can be scheduled.",
    SCHEDULED="It has become a version.",
    DISCARDED="It was put aside.",
)
PolicyDimension = described(
    Dimension,
    "What a rule may differ by; the first named goes before all that follow.",
    name="PolicyDimension",
    SKU="The product.",
    SUPPLIER="Who delivered it.",
    CATEGORY="The category of the goods.",
    CHANNEL="Where it was ordered.",
    SEGMENT="Who the member is to us.",
    PRICE="What was paid for the line.",
)
