import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.policy.wording import BANNED, places, vague_places, vague_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("签收后2小时内无条件退款", []),
        ("酌情处理", ["酌情"]),
        ("原则上7天内可退,视情况补偿", ["视情况", "原则上"]),
        ("尽 量退款", ["尽量"]),
        ("酌-情处理", ["酌情"]),
        ("适当补偿,最终解释权归平台", ["适当", "最终解释权"]),
    ],
)
def test_vague_words_are_found_also_in_disguise(text: str, words: list[str]) -> None:
    assert list(vague_words(text)) == words


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("亲，您好", "亲,", [(0, "亲，")]),
        ("母亲节快乐", "亲,", []),
        ("亲 ！您好", "亲!", [(0, "亲 ！")]),
        ("不好 意思~哦", "不好意思哦", [(0, "不好 意思~哦")]),
        ("请您理解，也请您理解", "请您理解", [(0, "请您理解"), (6, "请您理解")]),
        ("请您\u200b理解", "请您理解", [(0, "请您\u200b理解")]),
        ("ＮＯ", "no", [(0, "ＮＯ")]),
        ("您好", " ", []),
    ],
)
def test_a_word_is_found_where_it_stands(text: str, word: str, found: list[tuple[int, str]]) -> None:
    assert [(each.offset, each.found) for each in places(text, [word])] == found


@given(before=st.text("您好，的 ", max_size=20), after=st.text("您好，的 ", max_size=20), word=st.sampled_from(BANNED))
def test_no_banned_phrase_hides_among_other_words(before: str, after: str, word: str) -> None:
    text = before + word + after
    found = list(places(text, [word]))
    assert found
    assert all(text[each.offset :].startswith(each.found) for each in found)


def test_the_place_of_a_vague_word_is_told() -> None:
    assert [(each.offset, each.word) for each in vague_places("我们会尽快处理")] == [(3, "尽快")]


@pytest.mark.parametrize(
    "text",
    [
        "这批皮蛋是商家造的,已联系商家",
        "骗您可不行,我们马上核实",
        "白吃菌菇已补发",
        "大白菜外叶发黄是正常现象,外层剥掉即可",
        "您反映的情况我们已经照片存档",
        "便宜坊烤鸭今天到货",
        "小便宜一点的规格是500克装",
        "果树有病斑的已挑出,不影响食用",
        "花蛤煮后闭嘴的请不要吃",
        "水滚后再下饺子,汤更鲜",
        "傻白甜草莓和穷人参都在本周到货",
        "竹编造型的果篮和手捏造型的饺子已补发",
        "活虾保活该怎么做:加氧袋装,当天送到",
        "鹅蛋破了两枚,差额已退",
        "道理我们明白,已为您退款",
    ],
)
def test_plain_words_about_food_pass(text: str) -> None:
    assert list(places(text, BANNED)) == []
