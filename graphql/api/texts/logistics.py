"""What people read when an answer is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "STALL_ALREADY_ANSWERED": (
        "您已经回复过了,我们正按您说的办",
        "You have answered already; it is being done as you said.",
    ),
    "PARCEL_MOVED": (
        "包裹已经有新的动态了,您可以看看最新的物流",
        "The parcel has moved since; see its latest step.",
    ),
}
