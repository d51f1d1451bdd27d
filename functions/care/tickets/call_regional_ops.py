"""A case that must not wait for whoever has it: regional operations' person on call is told."""

from care.kernel.work import Batch
from care.staff.alerts import AlertRequest, raise_alert
from care.staff.model import Function
from care.tickets.desk import Desk
from care.tickets.model import Ticket

__all__ = ["call_regional_ops"]


def call_regional_ops(
    desk: Desk, batch: Batch, ticket: Ticket, why: str, key: str, /, *, task: Ticket | None = None, **params: str
) -> None:
    """Once for each `key`. `why`: a kind of notice_texts.json, whose `params` besides the title these are.

    `task`: the case that they open, where it is another than the one that they are told of.
    """
    request = AlertRequest(
        key=key,
        function=Function.REGIONAL_OPS,
        why=why,
        about=(task or ticket).id,
        region=ticket.region,
        params={"title": ticket.title, **params},
    )
    raise_alert(batch, request, desk.clock.now())
