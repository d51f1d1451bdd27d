"""What a library must be to be published (C6). Pure; tells every flaw with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from care.policy import checks
from care.policy.faults import BannedPhrase, Blank, Flaw, StatedTwice, TooLong, Vague
from care.policy.wording import places, vague_places
from care.scripts.errors import (
    NothingChanged,
    ScriptPlaceTaken,
    StepMissing,
    TooManyScripts,
    UnknownVariable,
    VariableUnfit,
)
from care.scripts.model import Change, LibraryVersion, Script, Situation, Step
from care.scripts.variables import VARIABLES, names, stray_braces

__all__ = ["change_flaws", "library_flaws", "merged"]

MOST_SCRIPTS = 240
LONGEST_TEXT = 300
"""Characters; so a library stays well below what one item can hold."""
MOST_BANNED = 200
LONGEST_BANNED = 20


def merged(library: LibraryVersion, change: Change, number: int) -> tuple[Script, ...]:
    """The scripts after a change that becomes the edition `number`; a text that stays keeps its `since`."""
    kept = {each.code: each for each in library.scripts if each.code not in change.retired}
    for each in change.scripts:
        before = kept.get(each.code)
        since = before.since if before and _says(before) == _says(each) else number
        kept[each.code] = replace(each, since=since)
    return tuple(kept.values())


def change_flaws(library: LibraryVersion, change: Change) -> Iterator[Flaw]:
    """What is wrong with the change itself."""
    if not change.scripts and not change.retired and change.banned is None:
        yield NothingChanged("scripts")
    yield from checks.repeats("scripts", (each.code for each in change.scripts))
    for number, code in enumerate(change.retired):
        if library.script(code) is None:
            yield NothingChanged(f"retired[{number}]", code=code)
    yield from _banned_flaws(change.banned or ())


def library_flaws(scripts: Iterable[Script], banned: Iterable[str]) -> Iterator[Flaw]:
    """What is wrong with the library as it would be. Places name the script: `scripts.QUALITY_EMPATHY.text`."""
    scripts, banned = tuple(scripts), tuple(banned)
    if len(scripts) > MOST_SCRIPTS:
        yield TooManyScripts("scripts", most=MOST_SCRIPTS)
    for each in scripts:
        yield from _script_flaws(each, banned)
    yield from _doubled(scripts)
    yield from _missing(scripts)


def _script_flaws(script: Script, banned: tuple[str, ...]) -> Iterator[Flaw]:
    yield from checks.code(f"scripts.{script.code}.code", script.code)
    place = f"scripts.{script.code}.text"
    if not script.text.strip():
        yield Blank(place)
    if len(script.text) > LONGEST_TEXT:
        yield TooLong(place, most=LONGEST_TEXT)
    for each in places(script.text, banned):
        yield BannedPhrase(place, offset=each.offset, text=each.found)
    for each in vague_places(script.text):
        yield Vague(place, word=each.word, offset=each.offset, text=each.found)
    yield from _variable_flaws(place, script)


def _variable_flaws(place: str, script: Script) -> Iterator[Flaw]:
    for each in names(script.text):
        variable = VARIABLES.get(each.name)
        if variable is None:
            yield UnknownVariable(place, offset=each.offset, text=each.text)
        elif script.situation not in variable.situations:
            yield VariableUnfit(place, offset=each.offset, text=each.text)
    for each in stray_braces(script.text):
        yield UnknownVariable(place, offset=each.offset, text=each.text)


def _doubled(scripts: tuple[Script, ...]) -> Iterator[Flaw]:
    first: dict[object, str] = {}
    for each in scripts:
        other = first.setdefault(each.place, each.code)
        if other != each.code:
            yield ScriptPlaceTaken(f"scripts.{each.code}", other=other)


def _missing(scripts: tuple[Script, ...]) -> Iterator[Flaw]:
    there = {each.place for each in scripts}
    for situation in Situation:
        for step in Step:
            if (situation, None, step) not in there:
                yield StepMissing("scripts", situation=situation, step=step)


def _banned_flaws(banned: tuple[str, ...]) -> Iterator[Flaw]:
    if len(banned) > MOST_BANNED:
        yield TooManyScripts("banned", most=MOST_BANNED)
    seen: set[str] = set()
    for number, phrase in enumerate(banned):
        place = f"banned[{number}]"
        if not any(places(phrase, [phrase])):
            yield Blank(place)
        if len(phrase) > LONGEST_BANNED:
            yield TooLong(place, most=LONGEST_BANNED)
        if phrase in seen:
            yield StatedTwice(place, code=phrase)
        seen.add(phrase)


def _says(script: Script) -> tuple[object, ...]:
    return (*script.place, script.text)
