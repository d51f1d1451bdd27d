"""The mall, as tests need it: details of events, and the typed events themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from care.kernel.clock import SHANGHAI
from care.members.cipher import Cipher
from fakes.house import START

T = TypeVar("T")
PII_KEY = "a secret for personal data, of tests only"
LOOKUP_KEY = "a secret for look-up keys, of tests only"


def cipher() -> Cipher:
    return Cipher([PII_KEY], LOOKUP_KEY)


def at(hours: float = 0, *, since: datetime = START) -> str:
    """So many hours after the start of the house's clock, as the mall writes times."""
    return (since + timedelta(hours=hours)).astimezone(SHANGHAI).isoformat()


def member(**changes: Any) -> dict[str, Any]:
    return {
        "id": "M001",
        "name": "王小燕",
        "phone": "13812345678",
        "community": "阳光花园",
        "openid": "oAbc_123",
    } | changes


def line(**changes: Any) -> dict[str, Any]:
    return {
        "sku": "SKU-1",
        "name": "山东烟台苹果 5斤",
        "category": "FRESH",
        "quantity": 2,
        "unit_price_fen": 1990,
    } | changes


def order(**changes: Any) -> dict[str, Any]:
    """What every order event bears."""
    return {
        "order_id": "O001",
        "member": member(),
        "leader_id": "L001",
        "region": "华东",
        "lines": [line(), line(sku="SKU-2", name="鲜牛奶", category="DAIRY", quantity=1, unit_price_fen=1200)],
    } | changes


def facts(hours: float = 0, **changes: Any) -> list[tuple[str, dict[str, Any]]]:
    """The life of one order: (type, detail) in the order in which things happened."""
    times = [
        ("OrderPlaced", "placed_at"),
        ("OrderShipped", "shipped_at"),
        ("OrderArrived", "arrived_at"),
        ("OrderSigned", "signed_at"),
    ]
    return [(kind, order(**changes) | {field: at(hours + step)}) for step, (kind, field) in enumerate(times)]


def event(shape: Callable[..., T], **detail: Any) -> T:
    """A typed event from its detail, through the forms that the handler applies."""
    made: T = msgspec.convert(detail, shape)
    return made
