"""Which clocks a case has (G7): the one table class → steps and their targets."""

from collections.abc import Iterable
from dataclasses import dataclass

from care.kernel.settings import Figure
from care.policy.model import ReasonClass
from care.tickets.clocks import figures
from care.tickets.clocks.model import SlaClass, SlaStep

__all__ = ["Target", "classes_of", "targets_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a class promises for a step."""

    sla_class: SlaClass
    step: SlaStep
    minutes: Figure
    round_the_clock: bool = False
    agents: bool = True


_OWN, _COMPLAINT, _RED, _INQUIRY = SlaClass.OWN_CHANNEL, SlaClass.COMPLAINT, SlaClass.RED_ALERT, SlaClass.INQUIRY
_HOLD = SlaClass.HOLD
_TABLE = (
    Target(sla_class=_OWN, step=SlaStep.FIRST_REPLY, minutes=figures.REPLY_MINUTES),
    Target(sla_class=_OWN, step=SlaStep.ANSWER, minutes=figures.ANSWER_MINUTES),
    Target(sla_class=_COMPLAINT, step=SlaStep.FIRST_REPLY, minutes=figures.COMPLAINT_REPLY_MINUTES),
    Target(sla_class=_COMPLAINT, step=SlaStep.REMEDY, minutes=figures.COMPLAINT_REMEDY_MINUTES),
    Target(
        sla_class=_RED,
        step=SlaStep.AUTO_ACTION,
        minutes=figures.AUTO_ACTION_MINUTES,
        round_the_clock=True,
        agents=False,
    ),
    Target(sla_class=_RED, step=SlaStep.FIRST_OPINION, minutes=figures.FIRST_OPINION_MINUTES, round_the_clock=True),
    Target(
        sla_class=_RED, step=SlaStep.CLOSED_BY, minutes=figures.CLOSED_BY_MINUTES, round_the_clock=True, agents=False
    ),
    Target(sla_class=_INQUIRY, step=SlaStep.FIRST_REPLY, minutes=figures.INQUIRY_REPLY_MINUTES),
    Target(sla_class=_INQUIRY, step=SlaStep.ANSWER, minutes=figures.INQUIRY_ANSWER_MINUTES),
    Target(sla_class=_HOLD, step=SlaStep.HOLD_REVIEW, minutes=figures.HOLD_REVIEW_MINUTES, agents=False),
)


def classes_of(reason_class: ReasonClass) -> tuple[SlaClass, ...]:
    """Of a claim. Each comes by our own channel; a dangerous one must not wait longer for a word than any other."""
    if reason_class is ReasonClass.FOOD_SAFETY:
        return SlaClass.RED_ALERT, SlaClass.OWN_CHANNEL
    return SlaClass.COMPLAINT, SlaClass.OWN_CHANNEL


def targets_of(classes: Iterable[SlaClass]) -> tuple[Target, ...]:
    """Every target of these classes; of several for one step, the strictest will count (clocks.rules)."""
    wanted = set(classes)
    return tuple(target for target in _TABLE if target.sla_class in wanted)
