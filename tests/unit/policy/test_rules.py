from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from care.kernel.settings import FIGURES, Settings
from care.policy.baseline import baseline_policy
from care.policy.faults import Fault, Problem
from care.policy.figures import FOOD_SAFETY_INSTANT_FEN, LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.model import PartKind, PolicyDraft, Reason, ReasonClass, Remedy, RemedyPart, Rule
from care.policy.rules import policy_problems, settings_problems

SOUND = PolicyDraft(
    rules=baseline_policy().rules, reasons=baseline_policy().reasons, remedies=baseline_policy().remedies
)
Spoil = Callable[[PolicyDraft], PolicyDraft]


def _rules(**change: Any) -> Spoil:
    return lambda draft: replace(draft, rules=(replace(draft.rules[0], **change), *draft.rules[1:]))


def _remedy(**change: Any) -> Spoil:
    return lambda draft: replace(draft, remedies=(replace(draft.remedies[0], **change), *draft.remedies[1:]))


def _parts(*parts: RemedyPart) -> Spoil:
    return _remedy(parts=parts)


def _food_safety(**change: Any) -> Spoil:
    return lambda draft: replace(draft, rules=(*draft.rules[:-1], replace(draft.rules[-1], **change)))


def _without_class(reason_class: ReasonClass) -> Spoil:
    def kept(entries: tuple[Rule, ...] | tuple[Reason, ...]) -> tuple[Any, ...]:
        return tuple(each for each in entries if each.reason_class is not reason_class)

    return lambda draft: replace(draft, rules=kept(draft.rules), reasons=kept(draft.reasons))


def _again(name: str) -> Spoil:
    return lambda draft: replace(draft, **{name: (*getattr(draft, name), getattr(draft, name)[0])})


REFUND = RemedyPart(kind=PartKind.REFUND, percent=100)
SPOILT: list[tuple[Spoil, Fault, str]] = [
    (_without_class(ReasonClass.QUALITY), Fault.GAP, "rules"),
    (_without_class(ReasonClass.QUALITY), Fault.GAP, "reasons"),
    (lambda draft: replace(draft, rules=draft.rules[:1]), Fault.GAP, "rules"),
    (lambda draft: replace(draft, rules=()), Fault.OUT_OF_BOUNDS, "rules"),
    (lambda draft: replace(draft, reasons=draft.reasons * 20), Fault.OUT_OF_BOUNDS, "reasons"),
    (_again("rules"), Fault.OVERLAP, "rules[5]"),
    (_again("reasons"), Fault.TWICE, "reasons"),
    (_again("remedies"), Fault.TWICE, "remedies"),
    (_rules(category="fresh"), Fault.BAD_CODE, "rules[0].category"),
    (_rules(wording=" "), Fault.BLANK, "rules[0].wording"),
    (_rules(wording="退" * 201), Fault.TOO_LONG, "rules[0].wording"),
    (_rules(wording="酌情处理"), Fault.VAGUE, "rules[0].wording"),
    (_rules(host_line="尽量退"), Fault.VAGUE, "rules[0].host_line"),
    (_rules(host_line="退" * 61), Fault.TOO_LONG, "rules[0].host_line"),
    (_rules(window_hours=0), Fault.OUT_OF_BOUNDS, "rules[0].window_hours"),
    (_rules(window_hours=24 * 365 + 1), Fault.OUT_OF_BOUNDS, "rules[0].window_hours"),
    (_rules(instant_limit_fen=-1), Fault.OUT_OF_BOUNDS, "rules[0].instant_limit_fen"),
    (_rules(instant_limit_fen=50_001), Fault.OUT_OF_BOUNDS, "rules[0].instant_limit_fen"),
    (_rules(choose_within_hours=0), Fault.OUT_OF_BOUNDS, "rules[0].choose_within_hours"),
    (_rules(choose_within_hours=169), Fault.OUT_OF_BOUNDS, "rules[0].choose_within_hours"),
    (_rules(remedies=()), Fault.MENU_TOO_SHORT, "rules[0].remedies"),
    (_rules(remedies=("FULL_REFUND", "FULL_REFUND")), Fault.TWICE, "rules[0].remedies"),
    (_rules(remedies=("FULL_REFUND", "GOLD")), Fault.UNKNOWN_REMEDY, "rules[0].remedies"),
    (_rules(default_remedy="KEEP_COUPON"), Fault.DEFAULT_NOT_ON_MENU, "rules[0].default_remedy"),
    (_food_safety(remedies=("FULL_REFUND_COUPON",)), Fault.MENU_TOO_SHORT, "rules[4].remedies"),
    (_food_safety(window_hours=48), Fault.FOOD_SAFETY_WINDOW, "rules[4].window_hours"),
    (_food_safety(instant_limit_fen=19_999), Fault.OUT_OF_BOUNDS, "rules[4].instant_limit_fen"),
    (_remedy(code="full refund"), Fault.BAD_CODE, "remedies[0].code"),
    (_remedy(title=""), Fault.BLANK, "remedies[0].title"),
    (_remedy(title="视情况退款"), Fault.VAGUE, "remedies[0].title"),
    (_remedy(done_within_hours=0), Fault.OUT_OF_BOUNDS, "remedies[0].done_within_hours"),
    (_parts(replace(REFUND, percent=101)), Fault.OUT_OF_BOUNDS, "remedies[0].parts[0].percent"),
    (_parts(replace(REFUND, percent=0)), Fault.OUT_OF_BOUNDS, "remedies[0].parts[0].percent"),
    (_parts(replace(REFUND, fen=100)), Fault.BAD_PART, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.REFUND)), Fault.BAD_PART, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.COUPON, percent=50)), Fault.BAD_PART, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.COUPON, fen=0)), Fault.OUT_OF_BOUNDS, "remedies[0].parts[0].fen"),
    (_parts(RemedyPart(kind=PartKind.POINTS, points=-5)), Fault.OUT_OF_BOUNDS, "remedies[0].parts[0].points"),
    (_parts(REFUND, REFUND), Fault.TWICE, "remedies[0].parts[1]"),
]


@pytest.mark.parametrize(("spoil", "fault", "place"), SPOILT)
def test_each_fault_is_found_at_its_place(spoil: Spoil, fault: Fault, place: str) -> None:
    assert (fault, place) in {(each.fault, each.place) for each in policy_problems(spoil(SOUND), Settings())}


def test_a_vague_word_is_named() -> None:
    reasons = (Reason(code="OTHER", reason_class=ReasonClass.QUALITY, label="其他,酌情"), *SOUND.reasons)
    problems = policy_problems(replace(SOUND, reasons=reasons), Settings())
    assert problems == [Problem(Fault.VAGUE, "reasons[0].label", {"word": "酌情"})]
    assert str(problems[0]) == "reasons[0].label: VAGUE (word 酌情)"


def test_an_apology_alone_is_a_remedy() -> None:
    apology = Remedy(code="SORRY", title="真诚致歉", done_within_hours=1)
    assert policy_problems(replace(SOUND, remedies=(*SOUND.remedies, apology)), Settings()) == []


def test_one_remedy_is_enough_where_no_reason_is_given() -> None:
    draft = _rules(remedies=("FULL_REFUND",))(SOUND)
    assert policy_problems(draft, Settings()) == []


def test_an_operator_may_widen_the_instant_limit() -> None:
    wider = Settings(values={MOST_INSTANT_FEN.key: 60_000})
    assert policy_problems(_rules(instant_limit_fen=60_000)(SOUND), wider) == []
    raised = Settings(values={FOOD_SAFETY_INSTANT_FEN.key: 30_000})
    assert [each.place for each in policy_problems(SOUND, raised)] == ["rules[4].instant_limit_fen"]


def test_every_figure_at_its_bounds_is_allowed() -> None:
    for bound in ("low", "high"):
        assert settings_problems({key: getattr(figure, bound) for key, figure in FIGURES.items()}) == []


def test_all_that_is_wrong_with_settings_is_told_at_once() -> None:
    values = {LEAD_MINUTES.key: LEAD_MINUTES.low - 1, MOST_INSTANT_FEN.key: MOST_INSTANT_FEN.high + 1, "no.such": 1}
    assert settings_problems(values) == [
        Problem(Fault.UNKNOWN_FIGURE, "no.such"),
        Problem(Fault.OUT_OF_BOUNDS, LEAD_MINUTES.key, {"low": 2, "high": 10_080, "unit": "minutes"}),
        Problem(Fault.OUT_OF_BOUNDS, MOST_INSTANT_FEN.key, {"low": 0, "high": 1_000_000, "unit": "fen"}),
    ]


def test_to_set_nothing_is_a_mistake() -> None:
    assert settings_problems({}) == [Problem(Fault.NOTHING_SET, "values")]
