"""What people read when an answer is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "STALL_ALREADY_ANSWERED": (
        "您已经回复过了,我们正按您说的办",
        "You have answered already; it is being done as you said.",
    ),
    "SLOT_FULL": (
        "这个时段已经约满了,换一个时段就好",
        "This slot is full; please take another one.",
    ),
    "SLOT_NOT_OFFERED": (
        "这个时段现在约不了,请看看可以约的时段",
        "This slot cannot be booked; see those that can.",
    ),
    "ORDER_HAS_COME": (
        "这个订单已经到了,不用再约时段",
        "This order has come already; it needs no slot.",
    ),
    "NOTHING_TO_HOLD": (
        "自提点现在没有这个订单的东西,到了就可以请团长保管",
        "Nothing of this order lies at the pickup point; once it has come it can be kept.",
    ),
    "HOLD_TOO_LONG": (
        "这些东西最晚可以保管到{latest},再久就不新鲜了,请选这之前的时间",
        "These goods keep until {latest} at the latest; please choose a time before that.",
    ),
    "COLD_STORE_FULL": (
        "自提点的冷藏位现在都满了,有人取走就会空出来,您也可以请家人先来取",
        "All cold places of the pickup point are taken for now; a place is free as soon as somebody collects.",
    ),
    "IN_STOCK": (
        "这件商品有货,现在就可以下单",
        "This product is in stock; it can be ordered now.",
    ),
    "HOLD_OVER": (
        "这个订单现在没有在保管",
        "Nothing is kept for this order now.",
    ),
    "WEATHER_ALERT_OVER": (
        "这条天气预警已经解除或过期了",
        "The alert was lifted, or its time is over.",
    ),
    "PARCEL_MOVED": (
        "包裹已经有新的动态了,您可以看看最新的物流",
        "The parcel has moved since; see its latest step.",
    ),
}
