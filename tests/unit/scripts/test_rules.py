from dataclasses import replace

import pytest

from care.policy.model import Segment
from care.scripts.baseline import baseline_library
from care.scripts.model import Change, Script, Situation, Step
from care.scripts.rules import MOST_SCRIPTS, change_flaws, library_flaws, merged

LIBRARY = baseline_library()
NEW = Script(code="EXTRA", situation=Situation.QUALITY, segment=Segment.HIGH_VALUE, step=Step.LOCATE, text="您好")


def test_what_ships_is_sound() -> None:
    assert list(library_flaws(LIBRARY.scripts, LIBRARY.banned)) == []


def test_a_change_sets_by_code_and_takes_out() -> None:
    (first, second, *rest) = LIBRARY.scripts
    changed = replace(first, text="您好")
    after = merged(LIBRARY, Change(scripts=(changed, NEW), retired=(second.code,)), 7)
    assert after == (replace(changed, since=7), *rest, replace(NEW, since=7))


def test_a_text_that_is_set_as_it_is_stays_the_same_text() -> None:
    first = LIBRARY.scripts[0]
    assert merged(LIBRARY, Change(scripts=(first,)), 7) == LIBRARY.scripts


def test_a_text_that_returns_after_it_was_taken_out_is_a_new_one() -> None:
    first = LIBRARY.scripts[0]
    after = merged(LIBRARY, Change(scripts=(first,), retired=(first.code,)), 7)
    assert [each.since for each in after if each.code == first.code] == [7]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (Change(), ["NO_SCRIPT_CHANGED"]),
        (Change(banned=()), []),
        (Change(scripts=(NEW, NEW)), ["STATED_TWICE"]),
        (Change(retired=("NO_SUCH",)), ["NO_SCRIPT_CHANGED"]),
        (Change(banned=("很" * 21,)), ["TEXT_TOO_LONG"]),
        (Change(banned=tuple(f"话{number}" for number in range(201))), ["TOO_MANY_SCRIPTS"]),
    ],
)
def test_what_is_wrong_with_a_change(change: Change, codes: list[str]) -> None:
    assert [each.code for each in change_flaws(LIBRARY, change)] == codes


def test_a_library_has_its_bounds() -> None:
    many = tuple(replace(NEW, code=f"X{number}") for number in range(MOST_SCRIPTS + 1))
    codes = [each.code for each in library_flaws((*LIBRARY.scripts, *many), ())]
    assert codes.count("TOO_MANY_SCRIPTS") == 1
    assert codes.count("SCRIPT_PLACE_TAKEN") == len(many) - 1


@pytest.mark.parametrize("step", list(Step))
def test_every_situation_needs_each_step_for_everybody(step: Step) -> None:
    left = tuple(each for each in LIBRARY.scripts if each.place != (Situation.DELAY, None, step))
    (flaw,) = library_flaws(left, ())
    assert (flaw.code, flaw.detail) == ("SCRIPT_STEP_MISSING", {"situation": "DELAY", "step": step})


def test_the_largest_library_fits_into_one_item() -> None:
    from care.dynamo.codec import MOST_BYTES, item_size
    from care.scripts.store import LIBRARIES

    text = "很" * 300
    scripts = tuple(replace(NEW, code=f"{'X' * 28}{number:04}", text=text) for number in range(MOST_SCRIPTS))
    full = replace(LIBRARY, scripts=scripts, banned=tuple(f"{'很' * 16}{number:04}" for number in range(200)))
    assert item_size(LIBRARIES.dump(full)) < MOST_BYTES
