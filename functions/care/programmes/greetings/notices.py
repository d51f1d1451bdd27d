"""What members are told at a festival (template in contact/templates.json)."""

from care.contact.model import Notice
from care.members.model import Purpose
from care.programmes.greetings.model import Greeting

__all__ = ["greeting_key", "of_greeting"]


def greeting_key(greeting_id: str, member_id: str) -> str:
    """One message per greeting and member."""
    return f"greeting:{greeting_id}:{member_id}"


def of_greeting(greeting: Greeting, member_id: str, hold_out_permille: int) -> Notice:
    """Of no use after the greeting's end; cooldown, hold-out and opt-out hold as for any campaign."""
    return Notice(
        key=greeting_key(greeting.id, member_id),
        member_id=member_id,
        template="festival_greeting",
        params={"festival": greeting.festival, "words": greeting.words},
        purpose=Purpose.MARKETING,
        useless_after=greeting.ends_at,
        about=greeting.id,
        campaign=greeting.id,
        hold_out_permille=hold_out_permille,
    )
