"""Whoever enters 微信客服 is welcomed once (P6), where neither the console does it nor they were here lately."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from care.contact.channels import ChannelKind, ChannelRefused, Then
from care.contact.inbound.faults import Malformed, Replayed
from care.contact.inbound.read_kf import message_id_of, sent_at, welcome_code_of
from care.contact.inbound.replays import take_message
from care.contact.talks.desk import TalkDesk
from care.contact.templates import built_in
from care.kernel.clock import Clock
from care.kernel.ids import derived_id
from care.kernel.work import UnitOfWork

__all__ = ["Welcomes"]

_CODE_LASTS = timedelta(seconds=20)
_log = logging.getLogger(__name__)


class Welcomes:
    """Claimed before it is said, so it is said at most once; what is refused, or lost, is said by nobody else."""

    def __init__(self, uow: UnitOfWork, clock: Clock, alarmed: Callable[[ChannelKind, str], None]) -> None:
        self._uow = uow
        self._clock = clock
        self._alarmed = alarmed

    def greet(self, desk: TalkDesk, messages: Iterable[Mapping[str, Any]]) -> None:
        for message in messages:
            if (code := welcome_code_of(message)) and self._fresh(message) and self._claimed(code):
                self._say(desk, code, message)

    def _fresh(self, message: Mapping[str, Any]) -> bool:
        try:
            return self._clock.now() < sent_at(message) + _CODE_LASTS
        except Malformed:
            return False

    def _claimed(self, code: str) -> bool:
        key = derived_id("kf.welcome", code)
        try:
            self._uow.run(lambda batch: batch.add(take_message(key, self._clock.now())))
        except Replayed:
            return False
        return True

    def _say(self, desk: TalkDesk, code: str, message: Mapping[str, Any]) -> None:
        message_id = derived_id("kf.welcome", message_id_of(message))
        try:
            desk.welcome(code, built_in().get("kf_welcome").render({}, None), message_id)
        except ChannelRefused as refusal:
            if refusal.then is Then.ALARM:
                self._alarmed(ChannelKind.WECOM_KF, refusal.code)
            _log.warning("nobody was welcomed", extra={"code": refusal.code})
        except Exception as error:  # noqa: BLE001 - whatever broke: it may have been said
            _log.warning("a welcome broke", extra={"error": type(error).__name__})
