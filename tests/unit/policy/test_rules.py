from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from care.dynamo.codec import MOST_BYTES, item_size
from care.kernel.settings import FIGURES, Settings
from care.policy.baseline import baseline_policy
from care.policy.faults import (
    AnchorUnfit,
    BadCode,
    BadPart,
    Blank,
    DefaultNotOnMenu,
    Flaw,
    FoodSafetyWindow,
    Gap,
    MenuTooShort,
    NothingSet,
    NotOnTop,
    OutOfBounds,
    Overlap,
    PriceGap,
    ReturnForNothing,
    StatedTwice,
    TooLong,
    UnknownRemedy,
    Vague,
    WordsContradict,
)
from care.policy.figures import FOOD_SAFETY_INSTANT_FEN, LEAD_MINUTES, MOST_INSTANT_FEN
from care.policy.model import (
    Anchor,
    Extra,
    Match,
    PartKind,
    PolicyDraft,
    Reason,
    ReasonClass,
    Remedy,
    RemedyPart,
    Rule,
    Segment,
    StoredDraft,
)
from care.policy.rules import MOST_ENTRIES, policy_flaws, settings_flaws
from care.policy.store import DRAFTS
from care.policy.terms import MOST_ON_MENU
from fakes.house import START

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


def _bands(*bands: tuple[int | None, int | None]) -> Spoil:
    """A rule for fresh food of each band, behind those that there are."""

    def spoil(draft: PolicyDraft) -> PolicyDraft:
        more = (
            replace(
                draft.rules[0],
                code=f"BAND_{at}",
                match=Match(category="FRESH", paid_from_fen=low, paid_below_fen=high),
            )
            for at, (low, high) in enumerate(bands)
        )
        return replace(draft, rules=(*draft.rules, *more))

    return spoil


def _extra(*parts: RemedyPart, title: str = "另送积分") -> Spoil:
    return _rules(extras=(Extra(segment=Segment.NEW, title=title, parts=parts),))


POINTS = RemedyPart(kind=PartKind.POINTS, points=100)
REFUND = RemedyPart(kind=PartKind.REFUND, percent=100)
SPOILT: list[tuple[Spoil, type[Flaw], str]] = [
    (_without_class(ReasonClass.QUALITY), Gap, "rules"),
    (_without_class(ReasonClass.QUALITY), Gap, "reasons"),
    (lambda draft: replace(draft, rules=draft.rules[:1]), Gap, "rules"),
    (lambda draft: replace(draft, rules=()), OutOfBounds, "rules"),
    (lambda draft: replace(draft, reasons=draft.reasons * 20), OutOfBounds, "reasons"),
    (_again("rules"), Overlap, "rules[5]"),
    (_again("rules"), StatedTwice, "rules"),
    (_bands((None, 5_000), (4_999, None)), Overlap, "rules[6]"),
    (_bands((None, 5_000), (5_001, None)), PriceGap, "rules[6].match.paid_from_fen"),
    (_bands((20_000, None), (None, 5_000)), PriceGap, "rules[5].match.paid_from_fen"),
    (_bands((500, 500)), OutOfBounds, "rules[5].match.paid_below_fen"),
    (_bands((-1, 500)), OutOfBounds, "rules[5].match.paid_from_fen"),
    (_rules(code="fresh"), BadCode, "rules[0].code"),
    (_rules(match=Match(sku=" ")), Blank, "rules[0].match.sku"),
    (_rules(match=Match(supplier="一#二")), BadCode, "rules[0].match.supplier"),
    (_rules(match=Match(channel="直" * 65)), TooLong, "rules[0].match.channel"),
    (_rules(anchor=Anchor.SHELF_LIFE), AnchorUnfit, "rules[0].anchor"),
    (_rules(window_hours=None), AnchorUnfit, "rules[0].anchor"),
    (_rules(answer_within_hours=0), OutOfBounds, "rules[0].answer_within_hours"),
    (_rules(answer_within_hours=169), OutOfBounds, "rules[0].answer_within_hours"),
    (_extra(POINTS, title=""), Blank, "rules[0].extras[0].title"),
    (_extra(POINTS, title="酌情补偿"), Vague, "rules[0].extras[0].title"),
    (_extra(), OutOfBounds, "rules[0].extras[0].parts"),
    (_extra(POINTS, POINTS), StatedTwice, "rules[0].extras[0].parts"),
    (_extra(replace(POINTS, points=0)), OutOfBounds, "rules[0].extras[0].parts[0].points"),
    (_extra(RemedyPart(kind=PartKind.REFUND, percent=10)), NotOnTop, "rules[0].extras[0].parts[0].kind"),
    (_extra(RemedyPart(kind=PartKind.REISSUE)), NotOnTop, "rules[0].extras[0].parts[0].kind"),
    (_rules(extras=(Extra(segment=Segment.NEW, title="送", parts=(POINTS,)),) * 2), StatedTwice, "rules[0].extras"),
    (_again("reasons"), StatedTwice, "reasons"),
    (_again("remedies"), StatedTwice, "remedies"),
    (_rules(match=Match(category="fresh")), BadCode, "rules[0].match.category"),
    (_rules(wording=" "), Blank, "rules[0].wording"),
    (_rules(wording="退" * 201), TooLong, "rules[0].wording"),
    (_rules(wording="酌情处理"), Vague, "rules[0].wording"),
    (_rules(host_line="尽量退"), Vague, "rules[0].host_line"),
    (_rules(host_line="退" * 61), TooLong, "rules[0].host_line"),
    (_rules(wording="签收后3小时内可退"), WordsContradict, "rules[0].wording"),
    (_rules(host_line="收货后七天内可退"), WordsContradict, "rules[0].host_line"),
    (_rules(window_hours=0), OutOfBounds, "rules[0].window_hours"),
    (_rules(window_hours=24 * 365 + 1), OutOfBounds, "rules[0].window_hours"),
    (_rules(instant_limit_fen=-1), OutOfBounds, "rules[0].instant_limit_fen"),
    (_rules(instant_limit_fen=50_001), OutOfBounds, "rules[0].instant_limit_fen"),
    (_rules(choose_within_hours=0), OutOfBounds, "rules[0].choose_within_hours"),
    (_rules(choose_within_hours=169), OutOfBounds, "rules[0].choose_within_hours"),
    (_rules(remedies=()), MenuTooShort, "rules[0].remedies"),
    (_rules(remedies=tuple(f"R{number}" for number in range(MOST_ON_MENU + 1))), OutOfBounds, "rules[0].remedies"),
    (_rules(remedies=("FULL_REFUND", "FULL_REFUND")), StatedTwice, "rules[0].remedies"),
    (_rules(remedies=("FULL_REFUND", "GOLD")), UnknownRemedy, "rules[0].remedies"),
    (_rules(default_remedy="KEEP_COUPON"), DefaultNotOnMenu, "rules[0].default_remedy"),
    (_food_safety(remedies=("FULL_REFUND_COUPON",)), MenuTooShort, "rules[4].remedies"),
    (_food_safety(window_hours=48), FoodSafetyWindow, "rules[4].window_hours"),
    (_food_safety(instant_limit_fen=19_999), OutOfBounds, "rules[4].instant_limit_fen"),
    (_remedy(code="full refund"), BadCode, "remedies[0].code"),
    (_remedy(title=""), Blank, "remedies[0].title"),
    (_remedy(title="视情况退款"), Vague, "remedies[0].title"),
    (_remedy(done_within_hours=0), OutOfBounds, "remedies[0].done_within_hours"),
    (_parts(replace(REFUND, percent=101)), OutOfBounds, "remedies[0].parts[0].percent"),
    (_parts(replace(REFUND, percent=0)), OutOfBounds, "remedies[0].parts[0].percent"),
    (_parts(replace(REFUND, fen=100)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.REFUND)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.COUPON, percent=50)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.COUPON, fen=0)), OutOfBounds, "remedies[0].parts[0].fen"),
    (_parts(RemedyPart(kind=PartKind.POINTS, points=-5)), OutOfBounds, "remedies[0].parts[0].points"),
    (_parts(REFUND, REFUND), StatedTwice, "remedies[0].parts"),
    (_parts(RemedyPart(kind=PartKind.REISSUE, fen=1)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.FREIGHT, percent=100)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.RETURN)), ReturnForNothing, "remedies[0].parts"),
    (_parts(RemedyPart(kind=PartKind.RETURN, percent=50)), BadPart, "remedies[0].parts[0]"),
    (_extra(RemedyPart(kind=PartKind.EXCHANGE)), NotOnTop, "rules[0].extras[0].parts[0].kind"),
    (_parts(RemedyPart(kind=PartKind.GIFT, fen=500)), BadPart, "remedies[0].parts[0]"),
    (_parts(RemedyPart(kind=PartKind.GIFT, fen=500, sku="赠#品")), BadCode, "remedies[0].parts[0].sku"),
    (_parts(RemedyPart(kind=PartKind.CARD, fen=500, sku="周卡")), BadPart, "remedies[0].parts[0]"),
    (
        _parts(RemedyPart(kind=PartKind.CARD, fen=500, sku="周卡", quantity=53)),
        OutOfBounds,
        "remedies[0].parts[0].quantity",
    ),
    (
        _parts(REFUND, POINTS, RemedyPart(kind=PartKind.FREIGHT), RemedyPart(kind=PartKind.COUPON, fen=1)),
        OutOfBounds,
        "remedies[0].parts",
    ),
]


@pytest.mark.parametrize(("spoil", "flaw", "place"), SPOILT)
def test_each_fault_is_found_at_its_place(spoil: Spoil, flaw: type[Flaw], place: str) -> None:
    assert (flaw, place) in {(type(each), each.field) for each in policy_flaws(spoil(SOUND), Settings())}


def test_the_longest_policy_fits_into_an_item() -> None:
    """DynamoDB takes 400 KB."""
    codes = [f"{number:032}".replace("0", "A") for number in range(MOST_ENTRIES)]
    parts = (RemedyPart(kind=PartKind.REFUND, percent=100), RemedyPart(kind=PartKind.COUPON, fen=100_000),
             RemedyPart(kind=PartKind.POINTS, points=100_000))  # fmt: skip
    extras = tuple(
        Extra(segment=segment, title="送" * 20, parts=(parts[1], RemedyPart(kind=PartKind.GIFT, fen=1, sku="礼" * 64)))
        for segment in Segment
    )
    rule = replace(
        SOUND.rules[0],
        remedies=tuple(codes[:MOST_ON_MENU]),
        wording="好" * 200,
        host_line="好" * 60,
        extras=extras,
    )
    match = Match(supplier="供" * 64, channel="播" * 64, segment=Segment.OPINION_LEADER, paid_from_fen=1)
    draft = PolicyDraft(
        rules=tuple(
            replace(rule, code=code, match=replace(match, category=code, sku=f"{at:064}"))
            for at, code in enumerate(codes)
        ),
        reasons=tuple(Reason(code=code, reason_class=ReasonClass.QUALITY, label="坏" * 20) for code in codes),
        remedies=tuple(Remedy(code=code, title="退" * 40, parts=parts, done_within_hours=720) for code in codes),
    )
    too_much = [flaw for flaw in policy_flaws(draft, Settings()) if isinstance(flaw, OutOfBounds | TooLong)]
    assert too_much == []
    stored = StoredDraft(id="d", content=draft, made_at=START, saved_at=START, saved_by="O1")
    assert item_size(DRAFTS.dump(stored)) < MOST_BYTES


def test_a_vague_word_is_named() -> None:
    reasons = (Reason(code="OTHER", reason_class=ReasonClass.QUALITY, label="其他,酌情"), *SOUND.reasons)
    (flaw,) = policy_flaws(replace(SOUND, reasons=reasons), Settings())
    assert (flaw.code, flaw.field, flaw.detail) == ("VAGUE_WORD", "reasons[0].label", {"word": "酌情"})
    assert str(flaw) == "reasons[0].label: VAGUE_WORD (word 酌情)"


def test_a_banned_phrase_is_named() -> None:
    reasons = (Reason(code="OTHER", reason_class=ReasonClass.QUALITY, label="其他,恶意退货"), *SOUND.reasons)
    (flaw,) = policy_flaws(replace(SOUND, reasons=reasons), Settings())
    assert (flaw.code, flaw.field) == ("BANNED_PHRASE", "reasons[0].label")
    assert flaw.detail == {"offset": 3, "text": "恶意"}


def test_an_apology_alone_is_a_remedy() -> None:
    apology = Remedy(code="SORRY", title="真诚致歉", done_within_hours=1)
    assert policy_flaws(replace(SOUND, remedies=(*SOUND.remedies, apology)), Settings()) == []


def test_one_remedy_is_enough_where_no_reason_is_given() -> None:
    draft = _rules(remedies=("FULL_REFUND",))(SOUND)
    assert policy_flaws(draft, Settings()) == []


def test_an_operator_may_widen_the_instant_limit() -> None:
    wider = Settings(values={MOST_INSTANT_FEN.key: 60_000})
    assert policy_flaws(_rules(instant_limit_fen=60_000)(SOUND), wider) == []
    raised = Settings(values={FOOD_SAFETY_INSTANT_FEN.key: 30_000})
    assert [each.field for each in policy_flaws(SOUND, raised)] == ["rules[4].instant_limit_fen"]


def test_every_figure_at_its_bounds_is_allowed() -> None:
    for bound in ("low", "high"):
        assert settings_flaws({key: getattr(figure, bound) for key, figure in FIGURES.items()}) == []


def test_all_that_is_wrong_with_settings_is_told_at_once() -> None:
    values = {LEAD_MINUTES.key: LEAD_MINUTES.low - 1, MOST_INSTANT_FEN.key: MOST_INSTANT_FEN.high + 1, "no.such": 1}
    assert [(flaw.code, flaw.field, flaw.detail) for flaw in settings_flaws(values)] == [
        ("UNKNOWN_FIGURE", "no.such", {}),
        ("OUT_OF_BOUNDS", LEAD_MINUTES.key, {"low": 2, "high": 10_080, "unit": "minutes"}),
        ("OUT_OF_BOUNDS", MOST_INSTANT_FEN.key, {"low": 0, "high": 1_000_000, "unit": "fen"}),
    ]


def test_to_set_nothing_is_a_mistake() -> None:
    assert [type(flaw) for flaw in settings_flaws({})] == [NothingSet]
