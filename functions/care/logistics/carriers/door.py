"""The hubs' side of `…/inbound/<door>`: a push is verified, and goes on as traces in our own words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl

import msgspec

from care.contact.inbound.doors import Received
from care.contact.inbound.faults import Malformed
from care.logistics.carriers import kdniao, kuaidi100
from care.logistics.carriers.trace import Trace, read_json

__all__ = ["TRACES", "Hub", "hub_door", "traces_of"]

TRACES = "traces"
"""What the queue calls them, whichever hub they came from."""
_MOST_FIELDS = 20


class Hub(Protocol):
    """What the secret says of a hub: `key` is 快递100's salt, or 快递鸟's key."""

    @property
    def provider(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def business_id(self) -> str: ...


def hub_door(hub: Hub, door: str) -> Callable[[bytes, datetime], Received]:
    """Verifies what comes to this door. A push that comes again is known by what it says, so it bears no key."""

    def receive(body: bytes, now: datetime) -> Received:
        form = _form(body)
        if hub.provider == "kuaidi100":
            traces, thanks = kuaidi100.read(form, hub.key), kuaidi100.answer()
        else:
            traces, thanks = kdniao.read(form, hub.key), kdniao.answer(hub.business_id, now)
        text, told = msgspec.json.encode(traces).decode(), msgspec.json.encode(thanks).decode()
        return Received(provider=TRACES, door=door, body=text, key=None, thanks=told)

    return receive


def traces_of(body: str) -> list[Trace]:
    """What the queue brought. Malformed."""
    return read_json(body, list[Trace])


def _form(body: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(body.decode(), strict_parsing=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise Malformed("no form") from error
