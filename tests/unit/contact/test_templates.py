import pytest

from care.contact.calls.model import CallFor
from care.contact.templates import Template, TemplateFault, Templates, built_in
from care.members.model import Purpose
from care.policy.model import Segment

NEEDED = {
    "survey_invitation", "survey_thanks", "silent_member_care", "ticket_opened", "ticket_menu", "ticket_paid",
    "ticket_settled", "ticket_reply", "ticket_resolved", "ticket_withdrawn", "ticket_reopened", "ticket_closed",
    "menu_default_chosen", "ticket_apology", "closure_check", "payout_failed", "tester_invitation", "ugc_invitation",
    "post_published", "post_declined",
}  # fmt: skip


def template(**changes: object) -> Template:
    facts = {
        "key": "t",
        "purpose": Purpose.SERVICE,
        "about": "Ticket",
        "text": "{greeting}！{goods}到了",
        "variables": {"goods": 6},
    }
    return Template(**facts | {"max_length": 40} | changes)  # type: ignore[arg-type]


def test_every_occasion_has_its_template() -> None:
    assert {each.key for each in built_in()} >= NEEDED


@pytest.mark.parametrize("each", list(built_in()), ids=lambda each: each.key)
def test_the_longest_values_still_fit(each: Template) -> None:
    for segment in (None, *Segment):
        text = each.render(dict.fromkeys(each.variables, "很" * 500), "名" * 500, segment)
        assert len(text) <= each.max_length
        assert "{" not in text


def test_a_segment_without_words_of_its_own_reads_the_common_ones() -> None:
    worded = template(by_segment={Segment.NEW: "{greeting}！{goods}给您留好了"})
    assert worded.render({"goods": "牛肉"}, None, Segment.NEW) == "您好！牛肉给您留好了"
    assert worded.render({"goods": "牛肉"}, None, Segment.REGULAR) == worded.render({"goods": "牛肉"}, None)


def test_simple_words_are_read_in_simple_mode_whatever_the_segment() -> None:
    worded = template(by_segment={Segment.NEW: "{goods}给您留好了"}, simple="{goods}到了。")
    assert worded.render({"goods": "牛肉"}, None, Segment.NEW, simple=True) == "牛肉到了。"
    assert worded.render({"goods": "牛肉"}, None, Segment.NEW) == "牛肉给您留好了"
    assert template().render({"goods": "牛肉"}, None, simple=True) == template().render({"goods": "牛肉"}, None)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"variables": {}}, "{goods} is not both declared and used"),
        ({"variables": {"goods": 6, "extra": 2}}, "{extra} is not both declared and used"),
        ({"text": "{greeting}亲，不好意思哦，{goods}"}, "must not say 亲，"),
        ({"text": "{goods}坏了，请您理解呢"}, "must not say 请您理解"),
        ({"max_length": 20}, "may become"),
        ({"text": "{goods}尽快补给您"}, "must not say 尽快"),
        ({"by_segment": {"NEW": "亲！{goods}到了"}}, "must not say 亲！"),
        ({"by_segment": {"NEW": "{goods}和{other}到了"}}, "{other} is not both declared and used"),
        ({"by_segment": {"NEW": "{goods}" + "好" * 40}}, "may become"),
        ({"simple": "{goods}" + "好" * 40}, "may become"),
        ({"call": (CallFor.SIMPLE,)}, "has no words to be read aloud"),
    ],
)
def test_a_faulty_template_does_not_load(changes: dict[str, object], fault: str) -> None:
    with pytest.raises(TemplateFault, match=fault.replace("{", r"\{")):
        Templates([template(**changes)])


def test_two_templates_do_not_share_a_key() -> None:
    with pytest.raises(TemplateFault, match="share a key"):
        Templates([template(), template()])


def test_a_member_is_greeted_by_name_where_it_is_known() -> None:
    assert template().render({"goods": "牛肉"}, "王芳") == "王芳，您好！牛肉到了"
    assert template().render({"goods": "牛肉"}, None) == "您好！牛肉到了"


def test_a_long_value_is_cut_and_the_text_is_not() -> None:
    assert template().render({"goods": "呼伦贝尔草原牛肉"}, None) == "您好！呼伦贝尔草…到了"


def test_what_looks_like_a_variable_in_a_value_stays_text() -> None:
    assert template().render({"goods": "{name}"}, None) == "您好！{name}到了"


@pytest.mark.parametrize("params", [{}, {"goods": "牛肉", "more": "x"}])
def test_a_notice_that_does_not_fit_its_template_is_a_mistake(params: dict[str, str]) -> None:
    with pytest.raises(TemplateFault):
        template().check(params)


def test_a_template_serves_one_purpose() -> None:
    with pytest.raises(TemplateFault):
        template().check_purpose(Purpose.MARKETING)
    with pytest.raises(TemplateFault):
        built_in().get("no_such")
