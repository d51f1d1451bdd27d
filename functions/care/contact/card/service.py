"""Publishing and reading the contact card (G3)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.contact.card.model import CardVersion, Contacts, RegionContacts
from care.contact.card.rules import check_card
from care.contact.card.store import CARDS
from care.contact.figures import CARD_LEAD
from care.dynamo.editions import BUILT_IN, Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch

__all__ = ["ContactCards"]

_SERVICE_PAGE = Contacts(mini_program="pages/service/index")


class ContactCards:
    """How members reach us; until an operator says more, in the mini-program alone."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        origin = CardVersion(contacts=_SERVICE_PAGE, **BUILT_IN)
        self.editions: Editions[CardVersion] = Editions(storage, clock, CARDS, origin)
        self._requests = requests
        self._settings = settings

    def publish(
        self,
        contacts: Contacts,
        regions: tuple[RegionContacts, ...],
        effective_at: datetime,
        who: str,
        why: str,
        request: Request,
    ) -> Answer:
        """Publish a whole card; `result` is its number. BadInput, EffectiveTooSoon."""

        def decide(batch: Batch) -> str:
            lead = timedelta(minutes=self._settings().of(CARD_LEAD))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            return str(self.editions.publish(batch, publication, make, name="card.publish").number)

        def make(_previous: CardVersion, imprint: Imprint) -> CardVersion:
            return CardVersion(contacts=contacts, regions=regions, **imprint)

        check_card(contacts, regions)
        return self._requests.once(request, decide)
