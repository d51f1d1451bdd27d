"""What people read when a fact about an order is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "ORDER_TOO_LARGE": (
        "订单数据过大({size} 字节,最多 {most} 字节)",
        "The order is too large ({size} bytes, at most {most})",
    ),
}
