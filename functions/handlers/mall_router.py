"""Which use case takes which event of the mall, and what becomes of events that nobody can take."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from care.accounts.events import ANSWERS, BenefitRedeemed, OrderRefunded, PayoutAnswer
from care.accounts.service import Accounts
from care.catalog.events import ProductChanged
from care.catalog.service import Catalog
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, CareError, Conflict, NotReady
from care.kernel.facts import MallEvent
from care.logistics.arrivals.events import ArrivalPlanned
from care.logistics.supply.events import SupplyChanged
from care.logistics.weather.alerts import WeatherAlerts
from care.logistics.weather.events import WeatherAlerted
from care.members.events import MemberChanged
from care.members.service import Members
from care.orders.events import OrderArrived, OrderCancelled, OrderPlaced, OrderShipped, OrderSigned, ShipmentMoved
from care.orders.service import Orders
from care.staff.events import LeaderChanged
from care.staff.service import Directory
from care.tickets.returns.events import ReturnReceived
from care.tickets.returns.model import Receipt
from handlers.mall_forms import opened, typed

__all__ = ["EVENTS_IN", "Bury", "MallRouter", "mall_router"]

EVENTS_IN: dict[str, type[Any]] = {
    shape.__name__: shape
    for shape in (
        OrderPlaced,
        OrderShipped,
        ShipmentMoved,
        OrderArrived,
        OrderSigned,
        OrderCancelled,
        OrderRefunded,
        *ANSWERS,
        BenefitRedeemed,
        ReturnReceived,
        ProductChanged,
        LeaderChanged,
        MemberChanged,
        WeatherAlerted,
        ArrivalPlanned,
        SupplyChanged,
    )
}
"""The mall's events by their detail-type."""

_AHEAD = timedelta(hours=24)
"""An event from further in the future comes from a wrong clock, and would outlast every right one."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""What claims to be older comes from a clock that was never set, and would be an order's first signing for good."""


class Bury(Protocol):
    """Puts a message that nobody can take, whole, where a person finds it; raises where it could not."""

    def __call__(self, body: str, /, *, reason: str, path: str) -> None: ...


class MallRouter:
    """Takes messages of the mall's queue."""

    def __init__(self, takers: dict[type[Any], Callable[[Any], None]], clock: Clock, bury: Bury) -> None:
        self._takers = takers
        self._clock = clock
        self._bury = bury

    def take(self, body: str) -> None:
        """Hand an event to its use case, or bury it. What it raises is worth another delivery."""
        try:
            self._route(body)
        except (Conflict, NotReady):
            raise
        except CareError as error:
            self._bury(body, reason=f"{error.code}: {error}", path=error.field or "$")

    def _route(self, body: str) -> None:
        event = typed(opened(body), EVENTS_IN)
        times = _stated_times(event)
        if min(times) < _EARLIEST:
            raise BadInput("the event is from a clock that was never set", field="$.detail.occurred_at")
        if max(times) > self._clock.now() + _AHEAD:
            raise BadInput("the event is more than 24 h ahead of the clock", field="$.detail.occurred_at")
        self._takers[type(event)](event)


def mall_router(  # noqa: PLR0913 - one for each kind of event
    *,
    orders: Orders,
    moved: Callable[[ShipmentMoved], None],
    members: Members,
    catalog: Catalog,
    directory: Directory,
    accounts: Accounts,
    weather: WeatherAlerts,
    planned: Callable[[ArrivalPlanned], None],
    supplied: Callable[[SupplyChanged], None],
    back: Callable[[Receipt], None],
    clock: Clock,
    bury: Bury,
) -> MallRouter:
    """The router over these services; `moved` takes movements, `planned` what is to arrive,
    `supplied` how it stands with a product, `back` what came back.
    """

    def answered(event: PayoutAnswer) -> None:
        accounts.take(event.answer())

    def refunded(event: OrderRefunded) -> None:
        for refund in event.refunds():
            accounts.take_mall_refund(refund, echo_of=event.key)

    order_events = (OrderPlaced, OrderShipped, OrderArrived, OrderSigned, OrderCancelled)
    takers: dict[type[Any], Callable[[Any], None]] = {
        **dict.fromkeys(order_events, orders.take),
        ShipmentMoved: moved,
        **dict.fromkeys(ANSWERS, answered),
        OrderRefunded: refunded,
        BenefitRedeemed: lambda event: accounts.take_redemption(event.redemption()),
        ReturnReceived: lambda event: back(event.receipt(clock.now())),
        ProductChanged: catalog.take,
        LeaderChanged: directory.take,
        MemberChanged: members.take,
        WeatherAlerted: weather.take,
        ArrivalPlanned: planned,
        SupplyChanged: supplied,
    }
    return MallRouter(takers, clock, bury)


def _stated_times(event: MallEvent) -> list[datetime]:
    """The times that the event claims for itself, with the offsets that it gave them."""
    return [at for at in (event.happened_at, event.occurred_at) if at is not None]
