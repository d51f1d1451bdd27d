"""How a member wants to be written to, and what the mini-program may notify them of (P6)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from care.contact.channels import ChannelKind
from care.contact.errors import ChannelNotOffered, QuietTooLong, TemplateUnknown
from care.contact.figures import echo_within, own_quiet_leaves, quiet_hours
from care.contact.member_contact import MemberContact, Teller
from care.contact.quiet import QuietHours, open_hours
from care.contact.route import PREFERABLE
from care.contact.store import CONTACTS, contact_at
from care.contact.subscriptions import Moment, count_accept, to_ask
from care.contact.templates import Templates, built_in
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.model import Purpose
from care.members.service import Members

__all__ = ["ContactWishes", "Wish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a member wants from now on. None: as it was."""

    opted_out: Sequence[Purpose] | None = None
    quiet: QuietHours | None = None
    """The same hour twice: no quiet hours of their own."""
    channels: Sequence[ChannelKind] | None = None


class ContactWishes:
    """The member's own settings. `offered` tells the keys of the templates that the mini-program can notify by."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        members: Members,
        *,
        offered: Callable[[], Collection[str]] = tuple,
        templates: Templates | None = None,
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._members = members
        self._offered = offered
        self._templates = templates or built_in()

    def get_many(self, member_ids: Collection[str]) -> dict[str, MemberContact]:
        """What is known of these members; of each there is something, if only nothing yet."""
        found = fetch_by_id(self._storage, contact_at, member_ids)
        return {each: found.get(each) or MemberContact(member_id=each) for each in member_ids}

    def to_ask(self, member_id: str, moment: Moment) -> tuple[str, ...]:
        """Templates that the mini-program should ask for now."""
        return to_ask(self._of(member_id), moment, self._offered())

    def set(self, request: Request, member_id: str, wish: Wish) -> Answer:
        """From now on; ServiceIsNeeded, QuietTooLong, ChannelNotOffered, NotFound."""
        self._check(wish)

        def decide(batch: Batch) -> str:
            if wish.opted_out is not None:
                self._members.note_opt_out(batch, member_id, wish.opted_out, cause=request.name)
            before = self._of(member_id)
            if (after := _wished(before, wish)) != before:
                batch.add(CONTACTS.save(after, name="contact.wish"))
            return member_id

        return self._requests.once(request, decide)

    def record(self, request: Request, member_id: str, accepted: Sequence[str], refused: Sequence[str]) -> Answer:
        """What the member answered to a prompt, by template: each acceptance is one notice. TemplateUnknown."""
        for each in (*accepted, *refused):
            if each not in {template.key for template in self._templates}:
                raise TemplateUnknown(field="accepted" if each in accepted else "refused", template=each[:64])

        def decide(batch: Batch) -> str:
            before = self._of(member_id)
            now, within = self._clock.now(), echo_within(self._settings())
            after = before
            for each in set(accepted):
                after = count_accept(after, each, Teller.CLIENT, now, within)
            if after != before:
                batch.add(CONTACTS.save(after, name="contact.grant"))
            return member_id

        return self._requests.once(request, decide)

    def _of(self, member_id: str) -> MemberContact:
        return self._storage.get(*contact_at(member_id)) or MemberContact(member_id=member_id)

    def _check(self, wish: Wish) -> None:
        least = own_quiet_leaves(self._settings())
        if wish.quiet and open_hours((quiet_hours(self._settings()), wish.quiet)) < least:
            raise QuietTooLong(field="quiet", hours=least)
        if set(wish.channels or ()) - PREFERABLE:
            raise ChannelNotOffered(field="channels")


def _wished(contact: MemberContact, wish: Wish) -> MemberContact:
    if wish.quiet is not None:
        contact = replace(contact, quiet=wish.quiet if open_hours((wish.quiet,)) < 24 else None)  # noqa: PLR2004
    if wish.channels is not None:
        contact = replace(contact, channels=tuple(dict.fromkeys(wish.channels)))
    return contact
