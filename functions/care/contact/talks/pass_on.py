"""Who is none of our members goes from 微信客服's machine to people (P6): their talk joins the pool of 企业微信.

Only where people wait there (`contact.kf_pass_on`); else what they wrote is held whole among the dead letters.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from care.contact.channels import Channel, ChannelKind, ChannelRefused, Then
from care.contact.talks.desk import TalkDesk
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage
from care.dynamo.writes import Key
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch, Firing
from care.members.cipher import Cipher

__all__ = ["STRANGERS", "PassOn", "Stranger", "pass_on"]

_KEPT = timedelta(days=3)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A customer who is no member. `sealed`: their external user id, as cipher text."""

    digest: str
    account: str
    sealed: str = field(repr=False)
    until: datetime


STRANGERS = Shelf(
    shape=Stranger,
    kind="kf-stranger",
    table="contact",
    key=lambda row: _key(row.digest),
    expires=lambda row: row.until,
)


def pass_on(batch: Batch, cipher: Cipher, account: str, customer: str, now: datetime, source: str) -> None:
    """In the transaction that takes what they wrote; `source`: the provider's id of it."""
    digest = cipher.lookup("customer", customer)
    sealed = cipher.seal(customer, digest, "customer")
    batch.add(
        STRANGERS.overwrite(
            Stranger(digest=digest, account=account, sealed=sealed, until=now + _KEPT), name="kf.stranger"
        )
    )
    batch.plan(AgendaItem(lane=Lane.NOW, kind="kf.pass_on", due=now, subject=digest, part=source))


class PassOn:
    """Errand of `kf.pass_on`. It may be asked twice: a talk that people have already is refused, and stays theirs."""

    def __init__(
        self,
        storage: Storage,
        cipher: Callable[[], Cipher],
        *,
        channels: Callable[[], Mapping[ChannelKind, Channel]],
        alarmed: Callable[[ChannelKind, str], None],
    ) -> None:
        self._storage = storage
        self._cipher = cipher
        self._channels = channels
        self._alarmed = alarmed

    def send(self, firing: Firing) -> None:
        """What is refused for now, or broke, is put off by the agenda."""
        row = self._storage.get(STRANGERS, _key(firing.item.subject))
        desk = self._channels().get(ChannelKind.WECOM_KF)
        if row and isinstance(desk, TalkDesk) and desk.account == row.account:
            self._ask(desk, self._cipher().open(row.sealed, row.digest, "customer"))
        firing.commit(lambda _batch: None)

    def _ask(self, desk: TalkDesk, customer: str) -> None:
        try:
            desk.pass_on(customer)
        except ChannelRefused as refusal:
            if refusal.then is Then.RETRY:
                raise
            if refusal.then is Then.ALARM:
                self._alarmed(ChannelKind.WECOM_KF, refusal.code)
            _log.warning("a talk is not passed on", extra={"code": refusal.code})


def _key(digest: str) -> Key:
    return Key(f"KF-STRANGER#{digest}", "STRANGER")
