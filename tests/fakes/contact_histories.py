"""Random histories of one member's messages, and what must hold of each (P6, issue 4)."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from care.contact.channels import ChannelKind, ChannelRefused, Outgoing, Receipt, Then
from care.contact.member_contact import MemberContact
from care.contact.model import Message, MessageState, Priority, QuietPass, Reason, message_id
from care.contact.quiet import QuietHours, open_hours
from care.contact.red_alerts import note_alert
from care.contact.rules import LAST_WORD, counts, held_out
from care.contact.store import CONTACTS, MESSAGES, contact_at
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.model import Purpose
from care.members.store import MEMBERS, member_at
from fakes.contact_room import ContactRoom, notice

__all__ = ["HISTORIES", "History"]

TEMPLATES = {
    Purpose.SERVICE: ("ticket_reply", {"goods": "牛肉"}),
    Purpose.SURVEY: ("survey_invitation", {"goods": "牛肉", "reward": "5"}),
    Purpose.CARE: ("silent_member_care", {"goods": "牛肉", "score": "2"}),
    Purpose.MARKETING: ("ugc_invitation", {"goods": "牛肉"}),
}
CAP, WINDOW = 3, timedelta(hours=24)
MARKETING_CAP, MARKETING_WINDOW = 2, timedelta(days=7)
HELD_OUT = 300
ALERTS = ("T1", "T2")
CAMPAIGNS = ("", "C1", "C2", next(f"C{n}" for n in range(3, 99) if held_out("M1", f"C{n}", HELD_OUT)))
"""The last leaves M1 alone."""
QUIET = QuietHours(22, 8)


@dataclass
class Ways:
    """A channel whose every call goes as the history says; `calls` are (message, when, channel)."""

    kind: ChannelKind
    history: "History"

    def send(self, outgoing: Outgoing) -> Receipt:
        return self.history.call(self.kind, outgoing)


@dataclass(frozen=True)
class Call:
    """What the outside saw, and what was true of the member then."""

    message: Message
    at: datetime
    kind: ChannelKind
    alerts: tuple[str, ...]
    opted_out: tuple[Purpose, ...]
    own_quiet: QuietHours | None
    fate: str


@dataclass
class History:
    """Plays steps; `calls` are all that a channel was asked for."""

    fates: list[str]
    calls: list[Call] = field(default_factory=list)
    room: ContactRoom = field(init=False)

    def __post_init__(self) -> None:
        kinds = (ChannelKind.WEAPP_SUBSCRIBE, ChannelKind.WECOM_TEMPLATE, ChannelKind.SMS)
        self.room = ContactRoom(
            settings=Settings(1, {"contact.hold_out": HELD_OUT}), others={kind: Ways(kind, self) for kind in kinds}
        )
        self.room.channel = Ways(ChannelKind.INBOX, self)  # type: ignore[assignment]
        self.room.__post_init__()
        self.room.register()
        member = self.room.house.storage.get(*member_at("M1"))
        assert member is not None
        whole = replace(member, phone="138", openid="open", external_id="external")
        self.room.house.storage.transact([MEMBERS.replace(whole, name="member")])

    def call(self, kind: ChannelKind, outgoing: Outgoing) -> Receipt:
        storage = self.room.house.storage
        message = self.room.contact.get_many([outgoing.message_id])[outgoing.message_id]
        contact = self._contact()
        member = storage.get(*member_at("M1"))
        assert member is not None
        fate = self.fates[len(self.calls) % len(self.fates)] if kind is not ChannelKind.INBOX else "TAKEN"
        now = self.room.house.clock.now()
        self.calls.append(Call(message, now, kind, contact.alerts, member.opted_out, contact.quiet, fate))
        if fate == "BROKEN":
            raise TimeoutError
        if fate != "TAKEN":
            raise ChannelRefused(fate, Then(fate), timedelta(minutes=7) if fate == "RETRY" else None)
        return Receipt(f"{kind}:{len(self.calls)}")

    def play(self, steps: list[tuple[str, Any]]) -> None:
        for number, (act, given) in enumerate(steps):
            getattr(self, act)(number, given)
        self.room.sweeper.sweep_until(self.room.house.clock.now() + timedelta(days=20))

    # ------------------------------------------------------------ what happens

    def notified(self, _number: int, given: dict[str, Any]) -> None:
        template, params = TEMPLATES[given["purpose"]]
        now = self.room.house.clock.now()
        times = {
            name: now + given[name] if given[name] is not None else None for name in ("answers", "due", "useless_after")
        }
        self.room.notify(notice(**given | times | {"key": f"k{given['key']}", "template": template, "params": params}))

    def crowded(self, number: int, given: tuple[Purpose, str, int]) -> None:
        """Many of one purpose at one moment."""
        purpose, campaign, many = given
        template, params = TEMPLATES[purpose]
        for each in range(many):
            key = f"crowd{number}.{each}"
            self.room.notify(notice(key=key, purpose=purpose, campaign=campaign, template=template, params=params))

    def passed(self, _number: int, span: timedelta) -> None:
        self.room.sweeper.sweep_until(self.room.house.clock.now() + span)

    def alerted(self, _number: int, given: tuple[str, bool]) -> None:
        ticket, open_ = given
        house = self.room.house

        def decide(batch: Batch) -> None:
            note_alert(house.storage, batch, "M1", ticket, open_=open_)

        house.uow.run(decide)

    def opted(self, _number: int, purposes: frozenset[Purpose]) -> None:
        storage = self.room.house.storage
        member = storage.get(*member_at("M1"))
        assert member is not None
        storage.transact([MEMBERS.replace(replace(member, opted_out=tuple(sorted(purposes))), name="member")])

    def wished(self, _number: int, quiet: QuietHours | None) -> None:
        self._change(replace(self._contact(), quiet=quiet))

    def granted(self, _number: int, many: int) -> None:
        self._change(replace(self._contact(), grants={name: many for name, _ in TEMPLATES.values()}))

    def _contact(self) -> MemberContact:
        return self.room.house.storage.get(*contact_at("M1")) or MemberContact(member_id="M1")

    def _change(self, contact: MemberContact) -> None:
        self.room.house.storage.transact([CONTACTS.save(contact, name="contact")])

    # ------------------------------------------------------------ what must hold

    def check(self) -> None:
        assert self.room.sweeper.failures == []
        self._quiet_is_kept()
        self._caps_hold_in_any_window()
        self._wishes_win()
        self._alerts_silence()
        self._each_is_decided_once()

    def _quiet_is_kept(self) -> None:
        for call in self.calls:
            theirs = call.own_quiet
            own = theirs is not None and open_hours((QUIET, theirs)) > 0 and theirs.covers(call.at)
            if QUIET.covers(call.at) or own:
                answers = call.message.answers
                assert (
                    (answers is not None and call.at < answers + timedelta(minutes=30))
                    or call.message.belongs_to_alert in call.alerts
                    or (call.message.belongs_to_alert and call.at < call.message.planned_at + LAST_WORD)
                    or call.message.booked_slot
                )
                last = call.message.trail[-1]
                assert (last.reason, last.detail) == (Reason.QUIET_PASSED, QuietPass(str(last.detail)))

    def _caps_hold_in_any_window(self) -> None:
        first: dict[str, Call] = {}
        for call in self.calls:
            if counts(call.message):
                first.setdefault(call.message.id, call)
        _spread([each.at for each in first.values()], CAP, WINDOW)
        marketing = [each for each in first.values() if each.message.purpose is Purpose.MARKETING]
        _spread([each.at for each in marketing], MARKETING_CAP, MARKETING_WINDOW)
        for one, next_ in pairwise(marketing):
            same = one.message.campaign and one.message.campaign == next_.message.campaign
            assert same or next_.at - one.at >= timedelta(hours=24)

    def _wishes_win(self) -> None:
        for call in self.calls:
            message = call.message
            assert message.purpose is Purpose.SERVICE or message.purpose not in call.opted_out
            if message.campaign and counts(message):
                assert not held_out("M1", message.campaign, HELD_OUT)

    def _alerts_silence(self) -> None:
        for call in self.calls:
            assert not call.alerts or call.message.belongs_to_alert in call.alerts

    def _each_is_decided_once(self) -> None:
        """One message a key, with an end that is explained; no unknown send is repeated but that of an alarm."""
        messages = self.room.house.storage.all(MESSAGES)
        assert len({each.key for each in messages}) == len(messages)
        for message in messages:
            assert message.id == message_id(message.key)
            assert message.trail, "every decision is explained"
            mine = [call for call in self.calls if call.message.id == message.id]
            fates = Counter(call.fate for call in mine)
            assert fates["TAKEN"] <= 1
            if message.priority is not Priority.ALARM:
                assert fates["BROKEN"] <= 1
                assert not fates["BROKEN"] or mine[-1].fate == "BROKEN"
            if message.state is MessageState.PLANNED:
                assert self._contact().alerts, "only an alert that is still open holds a message up for ever"
            assert (message.state is MessageState.SENT) == bool(fates["TAKEN"])
            assert (message.state is MessageState.UNKNOWN) <= bool(fates["BROKEN"])


def _spread(times: list[datetime], most: int, window: timedelta) -> None:
    ordered = sorted(times)
    for earlier, later in zip(ordered, ordered[most:], strict=False):
        assert later - earlier >= window


_SPANS = st.one_of(
    st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 72).map(lambda hours: timedelta(hours=hours)),
)
_OR_NOT = st.one_of(st.none(), _SPANS)
_NOTICES = st.fixed_dictionaries(
    {
        "key": st.integers(0, 12),
        "purpose": st.sampled_from(list(Purpose)),
        "answers": st.one_of(st.none(), st.just(timedelta(0))),
        "due": _OR_NOT,
        "useless_after": _OR_NOT,
        "campaign": st.sampled_from(CAMPAIGNS),
        "belongs_to_alert": st.sampled_from(["", "", "", *ALERTS]),
        "booked_slot": st.sampled_from([False, False, False, True]),
    }
)
_HOURS = st.integers(0, 23)
_STEPS = st.one_of(
    st.tuples(st.just("notified"), _NOTICES),
    st.tuples(st.just("notified"), _NOTICES),
    st.tuples(st.just("notified"), _NOTICES),
    st.tuples(
        st.just("crowded"),
        st.tuples(st.sampled_from(list(Purpose)[1:]), st.sampled_from(CAMPAIGNS), st.integers(2, 5)),
    ),
    st.tuples(st.just("passed"), _SPANS),
    st.tuples(st.just("passed"), _SPANS),
    st.tuples(st.just("alerted"), st.tuples(st.sampled_from(ALERTS), st.booleans())),
    st.tuples(st.just("opted"), st.frozensets(st.sampled_from(list(Purpose)[1:]), max_size=2)),
    st.tuples(st.just("wished"), st.one_of(st.none(), st.builds(QuietHours, _HOURS, _HOURS))),
    st.tuples(st.just("granted"), st.integers(0, 2)),
)
_FATES = st.lists(
    st.sampled_from(["TAKEN", "TAKEN", "BROKEN", "FALLBACK", "RETRY", "DROP", "ALARM"]), min_size=1, max_size=6
)
HISTORIES = st.tuples(_FATES, st.lists(_STEPS, min_size=1, max_size=25))
