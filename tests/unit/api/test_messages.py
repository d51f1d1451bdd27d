import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
import api.schema
from api.messages import CATALOGUE, Language, language_of, text
from api.texts.names import NAMES
from care.accounts.model import PayoutState
from care.accounts.settlement.model import DiscrepancyState
from care.accounts.spending import Scope
from care.kernel.errors import CareError
from care.liability.model import PartyKind
from care.policy.model import PartKind, ReasonClass
from care.scripts.model import Situation, Step
from care.tickets.authority.limits import CASE_LIMIT
from care.tickets.authority.model import ApprovalState
from care.tickets.authority.wishes import Against
from care.tickets.holds.review import LEVEL
from care.tickets.teamwork.errors import MergeBar

API = Path(api.__file__).parent


def errors_of(base: type[CareError]) -> Iterator[type[CareError]]:
    yield base
    for derived in base.__subclasses__():
        yield from errors_of(derived)


def codes_of_the_product() -> set[str]:
    """Codes of every error of the product that the schema's modules bring along."""
    api.schema.schema()
    return {error.code for error in errors_of(CareError) if error.__module__.startswith("care.")}


def codes_of_the_frame() -> set[str]:
    """The first argument of every ApiError in the API's own source."""
    calls = (node for file in API.rglob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {
        value.value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ApiError"
        for value in ast.walk(call.args[0])
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def test_every_code_has_a_text_in_both_languages() -> None:
    assert {"UNAUTHENTICATED", "FORBIDDEN"} <= codes_of_the_frame()
    assert sorted((codes_of_the_product() | codes_of_the_frame()) - CATALOGUE.keys()) == []


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_texts_are_in_their_languages_and_say_the_same_details(code: str) -> None:
    chinese, english = CATALOGUE[code]

    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert english.isascii()
    assert [chinese.count("{" + name + "}") for name in ("most", "reason", "name")] == [
        english.count("{" + name + "}") for name in ("most", "reason", "name")
    ]


def test_a_text_takes_in_the_details_of_its_error() -> None:
    assert text("PAGE_TOO_LARGE", Language.EN, {"most": 100}) == "At most 100 items at a time"
    assert text("PAGE_TOO_LARGE", Language.ZH, {}) == "一次最多取 — 条"


def test_no_sentence_says_a_code() -> None:
    """Details of codes are said in words."""
    limits = {f"{each}_CAP" for each in (Scope.MEMBER, Scope.ORDER, Scope.AGENT_DAY, Scope.AGENT_MEMBER)}
    budgets = {f"BUDGET_EXHAUSTED:{each}" for each in (Scope.SKU, Scope.BATCH, Scope.COMMUNITY, Scope.DAY)}
    stated = {*Against, *MergeBar, *ApprovalState, *PayoutState, *DiscrepancyState, CASE_LIMIT, LEVEL}
    stated |= {*ReasonClass, *Situation, *Step, *PartKind, *PartyKind}
    needed = {"percent", "fen", "points", "quantity", "sku", "-"}
    assert NAMES.keys() == limits | budgets | needed | {str(each) for each in stated}
    both = {"why": "LESS, BUDGET_EXHAUSTED:DAY"}
    said = text("OVERRIDE_REASON_REQUIRED", Language.ZH, both)
    assert said == "规则不支持这个方案(低于规则给会员的补偿、今日的补偿预算已用完),请填写破例原因"


@pytest.mark.parametrize(
    ("code", "detail", "said"),
    [
        ("LIABILITY_DISPUTE_OPEN", {"party": "SUPPLIER:S01"}, "供应商S01对这笔分摊有异议,请先作出裁定"),
        ("LIABILITY_DISPUTE_OPEN", {"party": "PLATFORM"}, "平台对这笔分摊有异议,请先作出裁定"),
        ("POLICY_GAP", {"place": "rules", "reason_class": "FOOD_SAFETY"}, "rules:“食品安全”缺少默认规则或原因"),
        ("BAD_PART", {"place": "p", "kind": "CARD", "needs": "fen, sku"}, "p:周卡应当这样填:金额、商品编号;其余留空"),
        (
            "NOT_ON_TOP",
            {"place": "p", "kind": "REFUND"},
            "p:退款不能作为额外补偿,只能选优惠券、积分、礼品、周卡或活动名额",
        ),
    ],
)
def test_names_stand_in_the_sentence(code: str, detail: dict[str, str | int], said: str) -> None:
    assert text(code, Language.ZH, detail) == said


def test_a_code_without_a_text_is_told_in_general() -> None:
    assert text("NEVER_HEARD_OF", Language.EN) == CATALOGUE["REFUSED"][1]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, Language.ZH),
        ("", Language.ZH),
        ("fr", Language.ZH),
        ("en", Language.EN),
        ("en-GB,en;q=0.9", Language.EN),
        ("zh-CN,zh;q=0.9,en;q=0.8", Language.ZH),
        ("fr;q=1, en;q=0.5, zh;q=0.4", Language.EN),
        ("en;q=0", Language.ZH),
        ("en;q=x", Language.ZH),
        ("EN_us", Language.ZH),
        (";;;,,", Language.ZH),
    ],
)
def test_the_language_is_the_best_that_the_caller_accepts(accept: str | None, language: Language) -> None:
    assert language_of(accept) is language
