"""What people read when a guide is not published, or a word not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "GUIDE_CHANGED": (
        "这份指南刚被别人改过，请看过最新一版再改",
        "Somebody has published another edition; look at it first.",
    ),
    "GUIDE_GONE": ("没有可以下架的指南", "There is no such guide to take out."),
    "GUIDE_GOODS_UNKNOWN": (
        "没有这个商品或类目，请核对编号",
        "The mall has told of no such product, and there is no such category.",
    ),
    "GUIDE_LINK_UNFIT": (
        "图片和视频要用 https 开头的完整网址，最多500个字符",
        "Pictures and videos are https addresses of at most 500 characters.",
    ),
    "GUIDE_ALREADY_RATED": ("您已经评价过了，谢谢您", "You have said so already; thank you."),
}
