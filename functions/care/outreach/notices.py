"""Every message that outreach sends, and the reward: what, under which key, until when."""

from care.accounts.model import Booking, Component, PayoutKind
from care.contact.model import Notice
from care.members.model import Purpose
from care.outreach.model import ClosureCheck, Survey
from care.outreach.resolutions import template_of
from care.outreach.rules import LATEST, short_yuan

__all__ = ["closure_check", "reward", "silent_member_care", "survey_invitation", "survey_reminder", "survey_thanks"]


def survey_invitation(survey: Survey, reward_fen: int) -> Notice:
    """P1: of no use once the 24 hours are over."""
    return Notice(
        key=f"survey:{survey.id}",
        member_id=survey.member_id,
        template="survey_invitation",
        params={"goods": survey.goods, "reward": short_yuan(reward_fen)},
        purpose=Purpose.SURVEY,
        due=survey.opened_at,
        useless_after=survey.signed_at + LATEST,
        about=survey.id,
    )


def survey_reminder(survey: Survey, reward_fen: int) -> Notice:
    """P1: the one reminder; of no use once the survey is closed."""
    return Notice(
        key=f"survey_reminder:{survey.id}",
        member_id=survey.member_id,
        template="survey_reminder",
        params={"goods": survey.goods, "reward": short_yuan(reward_fen)},
        purpose=Purpose.SURVEY,
        useless_after=survey.closes_at,
        about=survey.id,
    )


def survey_thanks(survey: Survey, reward_fen: int) -> Notice:
    """P1: an answer to the member's own action."""
    return Notice(
        key=f"survey_thanks:{survey.id}",
        member_id=survey.member_id,
        template="survey_thanks",
        params={"reward": short_yuan(reward_fen)},
        purpose=Purpose.SERVICE,
        answers=survey.answered_at,
        about=survey.id,
    )


def reward(survey: Survey, reward_fen: int) -> Booking:
    """P1: the coupon hangs on the survey, which is answered once; it counts against no order's cap."""
    coupon = Component(kind=PayoutKind.COUPON, amount_fen=reward_fen, label=f"{short_yuan(reward_fen)}元优惠券")
    return Booking(source=f"survey:{survey.id}", member_id=survey.member_id, components=(coupon,))


def silent_member_care(survey: Survey) -> Notice:
    """P2: names the goods."""
    return Notice(
        key=f"silent:{survey.id}",
        member_id=survey.member_id,
        template="silent_member_care",
        params={"goods": survey.goods, "score": str(survey.score)},
        purpose=Purpose.CARE,
        about=survey.id,
    )


def closure_check(check: ClosureCheck) -> Notice:
    """P7: of no use once silence has closed the ticket."""
    return Notice(
        key=f"closure:{check.id}",
        member_id=check.member_id,
        template=template_of(check.resolution),
        params={"goods": check.goods},
        purpose=Purpose.SERVICE,
        useless_after=check.silent_at,
        about=check.id,
    )
