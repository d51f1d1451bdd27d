"""Open red alerts, pushed down from above (P6): while one is open, a member is sent nothing but what belongs to it."""

from care.contact.member_contact import MemberContact
from care.contact.store import CONTACTS, contact_at
from care.dynamo.storage import Storage
from care.kernel.work import Batch

__all__ = ["note_alert"]


def note_alert(storage: Storage, batch: Batch, member_id: str, ticket_id: str, *, open_: bool) -> None:
    """In the transaction of whoever opens or ends it: from its commit on no claim of another message stands.

    At most one of a member's alerts in a transaction.
    """
    before = storage.get(*contact_at(member_id)) or MemberContact(member_id=member_id)
    if (ticket_id in before.alerts) is not open_:
        batch.add(CONTACTS.save(before.alerted(ticket_id, open_=open_), name="contact.alert"))
