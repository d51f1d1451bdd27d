"""G3: how members reach us, on every order and case; and what came of the promised first reply."""

from datetime import date, datetime
from enum import Enum

import strawberry

from api.app import App
from api.context import Context, Info
from api.idempotency import IdempotencyKey, request_of
from api.months import check_month
from api.payloads import Payload, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.publishing import PUBLISHERS, DatedEdition
from api.tickets.clocks import SlaClass
from care.contact.card import model
from care.dynamo.editions import Editions, EffectiveTooSoon
from care.dynamo.requests import Answer
from care.hours.rules import shown
from care.kernel.clock import SHANGHAI, in_words
from care.tickets.clocks.promise import first_reply_by

__all__ = ["ContactCard", "ContactCardQuery", "PublishContactCard", "contact_card"]


@seen_by(PART)
@strawberry.type(description="The leader of the community.")
class CardLeader:
    name: str = strawberry.field(description="How members call them; empty while the mall has not told.")
    community: str = strawberry.field(description="The community that they lead.")


@seen_by(PART)
@strawberry.type(description="How to reach us, and by when we answer (G3). What is null is no way to reach us here.")
class ContactCard:
    mini_program: str | None = strawberry.field(description="The path of the mini-program's service page.")
    wecom: str | None = strawberry.field(description="A link that opens a talk in 企业微信.")
    phone: str | None = strawberry.field(description="As dialled.")
    leader: CardLeader | None = strawberry.field(description="The leader of the order's community.")
    hours_today: list[str] = strawberry.field(description="When people of ours answer today, such as `08:30-12:00`.")
    reply_by: datetime = strawberry.field(description="Whoever writes now has a person's first words by then.")
    promise: str = strawberry.field(description="The same in Chinese, as the member reads it.")


async def contact_card(context: Context, region: str | None, leader_id: str | None) -> ContactCard:
    """The card for a region and a leader's community. One read at most, however many cards are asked for."""
    app, now = context.app, context.app.clock.now()
    contacts, terms = app.contact_cards.editions.current().of(region), app.desk.terms()
    leaders = app.directory.leaders
    leader = await context.loaders.load("leaders", leaders, leader_id) if leader_id else None
    reply_by = first_reply_by(now, terms)
    return ContactCard(
        mini_program=contacts.mini_program or None,
        wecom=contacts.wecom or None,
        phone=contacts.phone or None,
        leader=CardLeader(name=leader.name, community=leader.community) if leader else None,
        hours_today=shown(terms.calendar.hours(now.astimezone(SHANGHAI).date())),
        reply_by=reply_by,
        promise=f"现在联系我们，客服会在{in_words(reply_by)}前回复您",
    )


@seen_by(PART)
@strawberry.type(description="Ways to reach us; what is empty is none.")
class Contacts:
    mini_program: str = strawberry.field(description="The path of the mini-program's service page.")
    wecom: str = strawberry.field(description="A link that opens a talk in 企业微信.")
    phone: str = strawberry.field(description="As dialled.")


@seen_by(PART)
@strawberry.type(description="What a region has of its own.")
class RegionContacts:
    region: str = strawberry.field(description="The region.")
    contacts: Contacts = strawberry.field(description="What is empty is as everywhere.")


@seen_by(STAFF)
@strawberry.type(description="A published contact card. It never changes.")
class ContactCardVersion(DatedEdition[model.CardVersion]):
    @staticmethod
    def editions(app: App) -> Editions[model.CardVersion]:
        return app.contact_cards.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in."""
        return self.model.number

    @strawberry.field
    def contacts(self) -> Contacts:
        """What holds everywhere."""
        return _shown(self.model.contacts)

    @strawberry.field
    def regions(self) -> list[RegionContacts]:
        """What regions have of their own."""
        return [RegionContacts(region=each.region, contacts=_shown(each.contacts)) for each in self.model.regions]


@strawberry.input(description="Ways to reach us.")
class ContactsInput:
    mini_program: str = strawberry.field(description="A path, such as `pages/service/index`.", default="")
    wecom: str = strawberry.field(description="An https address.", default="")
    phone: str = strawberry.field(description="Digits, spaces and hyphens.", default="")

    def entry(self) -> model.Contacts:
        return model.Contacts(mini_program=self.mini_program, wecom=self.wecom, phone=self.phone)


@strawberry.input(description="What a region has of its own.")
class RegionContactsInput:
    region: str = strawberry.field(description="The region.")
    contacts: ContactsInput = strawberry.field(description="What is empty is as everywhere.")


@error_codes(EffectiveTooSoon)
class PublishContactCardErrorCode(Enum):
    """Why a card was not published."""


@strawberry.input(description="A whole card: what is left out is no longer part of it.")
class PublishContactCardInput:
    contacts: ContactsInput = strawberry.field(description="What holds everywhere; one way at least.")
    regions: list[RegionContactsInput] = strawberry.field(
        description="What regions have of their own, 100 at most.", default_factory=list
    )
    effective_at: datetime = strawberry.field(description="At least `contact.card_lead` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of the publication.")
class PublishContactCardPayload(Payload[PublishContactCardErrorCode]):
    card: ContactCardVersion | None = strawberry.field(description="The card as published.")


@strawberry.type
class PublishContactCard:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_contact_card(
        self, info: Info, input: PublishContactCardInput, idempotency_key: IdempotencyKey
    ) -> PublishContactCardPayload:
        """Publish how members reach us. Versions that wait for a later time are put aside."""

        def use_case() -> Answer:
            regions = tuple(
                model.RegionContacts(region=each.region, contacts=each.contacts.entry()) for each in input.regions
            )
            request, who = request_of(info, idempotency_key, input), info.context.viewer.id
            cards = info.context.app.contact_cards
            return cards.publish(input.contacts.entry(), regions, input.effective_at, who, input.why, request)

        done = attempt(info, PublishContactCardErrorCode, use_case)
        card = await done.load(info, ContactCardVersion)
        return PublishContactCardPayload(card=card, replayed=done.replayed, user_errors=done.errors)


@seen_by(PART)
@strawberry.type(description="How often the promised first reply came in time (G3); the rest of `made` is still open.")
class PromiseCount:
    day: date = strawberry.field(description="The day of the promise, in Shanghai.")
    sla_class: SlaClass = strawberry.field(description="Which class made it.")  # type: ignore[valid-type]
    made: int = strawberry.field(description="Promises.")
    kept: int = strawberry.field(description="A person replied in time.")
    late: int = strawberry.field(description="Nobody had replied when it was due.")
    dropped: int = strawberry.field(description="Nobody needed it any more, before it was due.")


@strawberry.type
class ContactCardQuery:
    @strawberry.field(metadata=may(STAFF))
    def contact_card(self, info: Info, at: datetime | None = None) -> ContactCardVersion:
        """The contact card in force now, or at a time, as published so far."""
        editions = info.context.app.contact_cards.editions
        return ContactCardVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(PUBLISHERS))
    def promises_kept(self, info: Info, month: str) -> list[PromiseCount]:
        """Of a month of Shanghai's (`2026-03`), by day and class (G3)."""
        check_month(month)
        return [
            PromiseCount(
                day=date.fromisoformat(each.day),
                sla_class=each.sla_class,
                made=each.made,
                kept=each.kept,
                late=each.late,
                dropped=each.dropped,
            )
            for each in info.context.app.tickets.promises_kept(month)
        ]


def _shown(contacts: model.Contacts) -> Contacts:
    return Contacts(mini_program=contacts.mini_program, wecom=contacts.wecom, phone=contacts.phone)
