"""What members are told by a greeting (templates in contact/templates.json)."""

from care.contact.model import Notice
from care.members.model import Purpose
from care.programmes.greetings.model import Greeting, GreetingKind, Wave

__all__ = ["greeting_key", "keys_of", "of_greeting"]


def greeting_key(greeting_id: str, member_id: str, again: int = 0) -> str:
    """One message per greeting and member; another one where a pause took it back: `again`, the run that told it."""
    key = f"greeting:{greeting_id}:{member_id}"
    return f"{key}:{again}" if again else key


def keys_of(wave: Wave) -> dict[str, str]:
    """The keys of the messages of a wave, as they stand now, by member."""
    return {each: greeting_key(wave.greeting_id, each, wave.again.get(each, 0)) for each in wave.member_ids}


def of_greeting(greeting: Greeting, member_id: str, hold_out_permille: int, again: int = 0) -> Notice:
    """Of no use after the greeting's end; cooldown, hold-out and opt-out hold as for any campaign."""
    suggests = greeting.kind is GreetingKind.SUGGESTION
    thanks = {"festival": greeting.festival, "words": greeting.words}
    return Notice(
        key=greeting_key(greeting.id, member_id, again),
        member_id=member_id,
        template="habit_suggestion" if suggests else "festival_greeting",
        params={"words": greeting.words} if suggests else thanks,
        purpose=Purpose.MARKETING,
        useless_after=greeting.ends_at,
        about=greeting.id,
        campaign=greeting.id,
        hold_out_permille=hold_out_permille,
    )
