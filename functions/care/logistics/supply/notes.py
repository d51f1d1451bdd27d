"""What a member is told when goods they await lack, and what becomes of their answer (P5).

    supply.tell ──▶ ASKED ──1──▶ WAITS, as who does not answer does
                      ├────2──▶ REFUND: `supply.refund_wanted`, a claim for each line that has not set out
                      └──────▶ CLOSED: it is back, or was never lacking here, or has set out

A new statement asks anew, in the next round, and takes the open question back. Subject: `SupplyNote.key`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from care.contact.service import Contact
from care.contact.withdraw import withdraw
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import supply_terms
from care.logistics.supply import notices
from care.logistics.supply.model import NoteState, Supply, SupplyNote
from care.logistics.supply.rules import concerned, lacking, noted
from care.logistics.supply.store import NOTES, note_at, supply_at, told, wish_at
from care.orders.model import Line, Order
from care.orders.regions import region_of
from care.orders.store import order_at

__all__ = ["SupplyNotes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    supply: Supply
    order: Order
    note: SupplyNote | None

    @property
    def lines(self) -> list[Line]:
        return lacking(self.order, self.supply.sku)


class SupplyNotes:
    """Deciders `tell` (`supply.tell`), `on_answered` (questions of kind `supply`)."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings], contact: Contact) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._contact = contact

    def tell(self, item: AgendaItem, batch: Batch) -> None:
        """By the supply as it is now; an item of an older statement does nothing."""
        case = self._read(item.subject)
        if case is None or case.supply.change != item.generation:
            return
        if concerned(case.supply, case.order, self._region(case)):
            self._ask(batch, case)
        elif case.note and case.note.open:
            self._take_back(batch, case, case.note)

    def on_answered(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `contact.answered`; what is overtaken changes nothing."""
        case = self._read(item.subject)
        note = case.note if case else None
        if case is None or note is None or note.round != item.generation or note.state is not NoteState.ASKED:
            return
        now, refund = self._clock.now(), item.payload["option"] == notices.REFUND
        if not case.lines:
            self._end(batch, note, NoteState.CLOSED)
            if case.order.live:
                self._contact.notify(batch, notices.on_its_way(note, case.order, now))
            return
        done = self._end(batch, note, NoteState.REFUND if refund else NoteState.WAITS)
        answer = notices.refund_wanted if refund else notices.waits
        self._contact.notify(batch, answer(done, case.order, case.lines, now))
        if refund:
            batch.plan(*_wanted_back(case, done, now))

    def _ask(self, batch: Batch, case: _Case) -> None:
        now = self._clock.now()
        note = noted(case.note, case.supply, case.order, now)
        if note is None:
            return
        if case.note and case.note.open:
            withdraw(self._storage, self._clock, batch, notices.note_key(case.note))
        until = now + supply_terms(self._settings()).question
        batch.add(NOTES.save(note, name="supply.note"))
        self._contact.notify(batch, notices.lacks(note, case.order, case.lines, until))

    def _take_back(self, batch: Batch, case: _Case, note: SupplyNote) -> None:
        """Who may have read it hears that it comes after all."""
        self._end(batch, note, NoteState.CLOSED)
        read = withdraw(self._storage, self._clock, batch, notices.note_key(note))
        if read and case.lines:
            self._contact.notify(batch, notices.back(note, case.order, case.lines))
            wish = self._storage.get(*wish_at(f"{note.sku}#{note.member_id}"))
            batch.add(*([told(wish)] if wish and not case.supply.lacks else []))  # they need not hear it twice

    def _end(self, batch: Batch, note: SupplyNote, state: NoteState) -> SupplyNote:
        done = replace(note, state=state)
        batch.add(NOTES.replace(done, name="supply.answer"))
        return done

    def _region(self, case: _Case) -> str:
        """Nobody asks where the statement names none."""
        return region_of(self._storage, case.order) if case.supply.regions else ""

    def _read(self, key: str) -> _Case | None:
        order_id, _, sku = key.partition("#")
        at_order, at_supply, at_note = order_at(order_id), supply_at(sku), note_at(key)
        found = self._storage.fetch([at_order, at_supply, at_note])
        order, supply = found.get(*at_order), found.get(*at_supply)
        if order is None or supply is None:
            return None
        return _Case(supply=supply, order=order, note=found.get(*at_note))


def _wanted_back(case: _Case, note: SupplyNote, now: datetime) -> Iterator[AgendaItem]:
    """One for each line: a line is claimed for by itself."""
    for line in case.lines:
        yield AgendaItem(
            lane=Lane.NOW,
            kind="supply.refund_wanted",
            due=now,
            subject=note.key,
            generation=note.round,
            part=line.id,
            payload={"order_id": case.order.id, "member_id": case.order.member_id, "line_id": line.id},
        )
