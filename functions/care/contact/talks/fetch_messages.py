"""Fetches what customers wrote to 微信客服 (P6): its callback says only that there is something.

    callback ──▶ kf.fetch ──a page──▶ each message into the inbound queue ──▶ cursor moved; kf.fetch if there is more

It lies in the lane of those who send, since it needs their secret, and it understands nothing: a message is worked on
behind the queue like any other, once by its id. So a page may be fetched twice, by a crash or by two at a time; the
cursor moves in the transaction that ends the errand, never before all of its page lies in the queue.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from care.contact.channels import Channel, ChannelKind, ChannelRefused, Then
from care.contact.inbound.forwarded import Forwarded
from care.contact.inbound.read_kf import KF, Fetched
from care.contact.talks.cursor import CURSORS, KfCursor, cursor_at
from care.contact.talks.desk import Page, TalkDesk
from care.contact.talks.welcome import Welcomes
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.ids import derived_id
from care.kernel.work import Batch, Firing

__all__ = ["TOKEN_LASTS", "FetchMessages", "fetching"]

_PAGE = 64
"""Messages; a quarter of these after each failure, in case it is their size that fails."""
TOKEN_LASTS = timedelta(minutes=9)
"""The provider says 10."""
_ENOUGH_TRIES = 3
_log = logging.getLogger(__name__)


def fetching(account: str, at: datetime, token: str, until: datetime) -> AgendaItem:
    """The item that fetches, one for each announcement. `until`: after this the token is not good."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="kf.fetch",
        due=at,
        subject=account,
        part=derived_id("kf.fetch", token),
        payload={"token": token, "until": int(until.timestamp())},
    )


class FetchMessages:
    """Errand of `kf.fetch`. What is refused, or breaks, is put off by the agenda; `alarmed` as in `Delivery`."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        *,
        channels: Callable[[], Mapping[ChannelKind, Channel]],
        forward: Callable[[str], None],
        welcomes: Welcomes,
        alarmed: Callable[[ChannelKind, str], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._channels = channels
        self._forward = forward
        self._welcomes = welcomes
        self._alarmed = alarmed

    def fetch(self, firing: Firing) -> None:
        item, desk = firing.item, self._desk(firing.item.subject)
        if desk is None:
            firing.commit(lambda _batch: None)
            return
        from_ = self._cursor(item.subject).cursor
        page = self._ask(desk, from_, item)
        self._welcomes.greet(desk, page.messages)
        self._hand_on(desk, page, item)
        firing.commit(lambda batch: self._advance(batch, item, from_, page))

    def _desk(self, account: str) -> TalkDesk | None:
        """None: the account is not ours to read. Once it is configured, the next announcement fetches all."""
        desk = self._channels().get(ChannelKind.WECOM_KF)
        if isinstance(desk, TalkDesk) and desk.account == account:
            return desk
        self._alarmed(ChannelKind.WECOM_KF, "KF_NOT_CONFIGURED")
        _log.error("messages of an account that is not configured are not fetched")
        return None

    def _ask(self, desk: TalkDesk, cursor: str, item: AgendaItem) -> Page:
        fresh = self._clock.now().timestamp() < int(item.payload["until"])
        try:
            return desk.fetch(cursor, str(item.payload["token"]) if fresh else "", _limit(item))
        except ChannelRefused as refusal:
            self._sound(refusal)
            raise

    def _hand_on(self, desk: TalkDesk, page: Page, item: AgendaItem) -> None:
        unionids = self._unionids(desk, page.messages, item)
        for message in page.messages:
            unionid = unionids.get(str(message.get("external_userid")), "")
            fetched = msgspec.json.encode(Fetched(message=dict(message), unionid=unionid)).decode()
            forwarded = Forwarded(provider=KF, door=desk.account, body=fetched)
            self._forward(msgspec.json.encode(forwarded).decode())

    def _unionids(self, desk: TalkDesk, messages: Iterable[Mapping[str, Any]], item: AgendaItem) -> dict[str, str]:
        """Who is not known to us is found by it. A provider that does not tell is asked a few times, not for ever."""
        customers = {str(each["external_userid"]) for each in messages if each.get("external_userid")}
        if not customers:
            return {}
        try:
            return desk.unionids(customers)
        except Exception as error:
            if isinstance(error, ChannelRefused):
                self._sound(error)
            if item.attempts < _ENOUGH_TRIES and not (isinstance(error, ChannelRefused) and error.then is Then.ALARM):
                raise
            _log.warning("customers are not named", extra={"error": type(error).__name__})
            return {}

    def _advance(self, batch: Batch, item: AgendaItem, from_: str, page: Page) -> None:
        """Where another has moved it meanwhile, it stays: what this one fetched lies in the queue in any case."""
        row = self._cursor(item.subject)
        if page.cursor and page.cursor != from_:
            if row.cursor == from_:
                moved = replace(row, cursor=page.cursor, moved_at=self._clock.now())
                batch.add(CURSORS.save(moved, name="kf.cursor"))
            if page.more:
                part = derived_id("kf.fetch", page.cursor)
                batch.plan(replace(item, due=self._clock.now(), part=part, attempts=0, last_error=""))

    def _cursor(self, account: str) -> KfCursor:
        return self._storage.get(*cursor_at(account)) or KfCursor(account=account)

    def _sound(self, refusal: ChannelRefused) -> None:
        if refusal.then is Then.ALARM:
            self._alarmed(ChannelKind.WECOM_KF, refusal.code)
            _log.error("a channel needs somebody", extra={"channel": ChannelKind.WECOM_KF, "code": refusal.code})


def _limit(item: AgendaItem) -> int:
    return max(1, _PAGE >> 2 * item.attempts)
