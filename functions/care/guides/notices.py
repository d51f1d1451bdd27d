"""The one message of a push (P3)."""

from datetime import datetime

from care.contact.model import Notice
from care.contact.questions import Option, Question
from care.guides.model import GuidePush, GuideStep
from care.members.model import Purpose
from care.orders.naming import name_goods

__all__ = ["GUIDE", "NOT_USEFUL", "USEFUL", "guides_told"]

GUIDE = "guide"
"""The kind of its questions."""
USEFUL, NOT_USEFUL = "1", "2"
_OPTIONS = (Option(key=USEFUL, title="有用"), Option(key=NOT_USEFUL, title="没用上"))
"""As the texts number them."""
_TEMPLATES = {
    GuideStep.SHIPPED: "guide_shipped",
    GuideStep.SIGNED: "guide_signed",
    GuideStep.DAY_2: "guide_day_2",
}
_MOST_TITLES = 2


def guides_told(push: GuidePush, useless_after: datetime, until: datetime) -> Notice:
    """Names the goods and the guides; `until`: the question whether it was of use takes an answer."""
    goods = name_goods(list(dict.fromkeys(name for each in push.guides for name in each.goods)))
    return Notice(
        key=f"guide:{push.id}",
        member_id=push.member_id,
        template=_TEMPLATES[push.step],
        params={"goods": goods, "titles": _titles([each.title for each in push.guides])},
        purpose=Purpose.CARE,
        useless_after=useless_after,
        about=push.id,
        question=Question(kind=GUIDE, subject=push.id, options=_OPTIONS, until=until),
    )


def _titles(titles: list[str]) -> str:
    named = "".join(f"《{each}》" for each in titles[:_MOST_TITLES])
    return named if len(titles) <= _MOST_TITLES else f"{named}等{len(titles)}篇"
