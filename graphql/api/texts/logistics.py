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
    "PARCEL_MOVED": (
        "包裹已经有新的动态了,您可以看看最新的物流",
        "The parcel has moved since; see its latest step.",
    ),
}
