import pytest

from care.policy.wording import vague_words


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
