"""The enums of staff (A2)."""

from api.enums import described
from care.staff import model
from care.staff.on_call import Because

__all__ = ["OnCallBecause", "StaffFunction", "StaffSkill"]

StaffSkill = described(
    model.Skill,
    "What a case may need of whoever takes it.",
    name="StaffSkill",
    GENERAL="What every agent can do.",
    FOOD_SAFETY="Food safety.",
    QUALITY="Quality of the goods.",
    LOGISTICS="Carriers and pickup.",
    PAYMENTS="Payouts and the mall's settlement.",
)
StaffFunction = described(
    model.Function,
    "What somebody can be on call for.",
    name="StaffFunction",
    QUALITY="Quality control (品控).",
    SUPPLY="Supply chain (供应链).",
    PR="Public relations (公关).",
    REGIONAL_OPS="Regional operations (区域运营).",
)
OnCallBecause = described(
    Because,
    "Why an alert goes to somebody.",
    name="OnCallBecause",
    ROTA="It is their turn by the roster.",
    STAND_IN="They stand in for whose turn it is.",
    FUNCTION="They bear the function, and are available.",
    MANAGER="They are a manager.",
    DESK="The duty desk: nobody else has acknowledged it.",
)
