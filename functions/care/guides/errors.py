"""Why a guide is not published, or an answer not taken."""

from care.kernel.errors import Refused

__all__ = ["GuideChanged", "GuideGone", "GuideGoodsUnknown", "GuideLinkUnfit", "GuideRated"]


class GuideChanged(Refused):
    """Somebody published another edition since the caller looked; `number` is the newest."""

    code = "GUIDE_CHANGED"


class GuideGone(Refused):
    """There is no guide to take out."""

    code = "GUIDE_GONE"


class GuideGoodsUnknown(Refused):
    """Neither a product that the mall has told of, nor a category."""

    code = "GUIDE_GOODS_UNKNOWN"


class GuideLinkUnfit(Refused):
    """A picture or a video is no https address."""

    code = "GUIDE_LINK_UNFIT"


class GuideRated(Refused):
    """Whether it was of use is said once."""

    code = "GUIDE_ALREADY_RATED"
