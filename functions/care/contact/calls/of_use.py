"""Whether what a call is to say may be said now (P6): by the rules of a message that is to go out this moment."""

from datetime import datetime

from care.contact.calls.errors import CallNotNow, CallOvertaken
from care.contact.calls.model import Call
from care.contact.calls.rules import at_night
from care.contact.figures import limits, quiet_hours
from care.contact.member_contact import MemberContact
from care.contact.model import MessageState
from care.contact.rules import Judged, Verdict, judge
from care.contact.store import contact_at, message_at, talk_at
from care.dynamo.storage import Storage
from care.kernel.clock import in_words
from care.kernel.settings import Settings
from care.members.store import member_at

__all__ = ["check_of_use", "is_overtaken"]


def check_of_use(storage: Storage, call: Call, settings: Settings, now: datetime) -> None:
    """CallNotNow: in quiet hours, or beside another open red alert. CallOvertaken: opted out, too late, answered."""
    verdict = _verdict(storage, call, settings, now)
    if verdict.state is MessageState.PLANNED or at_night(verdict):
        raise CallNotNow(until=in_words(verdict.until or quiet_hours(settings).next_allowed(now)))
    if verdict.state is not MessageState.CLAIMED:
        raise CallOvertaken


def is_overtaken(storage: Storage, call: Call, settings: Settings, now: datetime) -> bool:
    """Whether nobody needs to say it any more, by a call or otherwise."""
    return _verdict(storage, call, settings, now).state in {MessageState.EXPIRED, MessageState.SUPPRESSED}


def _verdict(storage: Storage, call: Call, settings: Settings, now: datetime) -> Verdict:
    at_message, at_member = message_at(call.message_id), member_at(call.member_id)
    at_contact, at_talk = contact_at(call.member_id), talk_at(call.member_id)
    found = storage.fetch([at_message, at_member, at_contact, at_talk])
    message, member, talk = found.get(*at_message), found.get(*at_member), found.get(*at_talk)
    asked = talk.of_message(call.message_id) if talk else None
    if message is None or (asked is not None and not asked.open_at(now)):
        return Verdict(MessageState.EXPIRED)
    contact = found.get(*at_contact) or MemberContact(member_id=call.member_id)
    opted_out = member.opted_out if member else ()
    return judge(Judged(message=message, contact=contact, opted_out=opted_out, now=now, limits=limits(settings)))
