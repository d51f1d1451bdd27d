from typing import Any

import pytest

from care.dynamo.codec import item_size


@pytest.mark.parametrize(
    ("item", "size"),
    [
        ({"pk": {"S": "A#1"}}, 2 + 3),
        ({"name": {"S": "苹果"}}, 4 + 6),
        ({"on": {"BOOL": True}, "none": {"NULL": True}}, 3 + 5),
        ({"tags": {"L": [{"S": "a"}, {"S": "bc"}]}}, 4 + 3 + (1 + 1) + (1 + 2)),
        ({"stats": {"M": {"a": {"S": "x"}}}}, 5 + 3 + 1 + (1 + 1)),
    ],
)
def test_an_item_is_as_large_as_dynamodb_counts_it(item: dict[str, Any], size: int) -> None:
    assert item_size(item) == size


@pytest.mark.parametrize("digits", [1, 2, 15, 16])
def test_a_number_counts_for_no_less_than_dynamodb_says(digits: int) -> None:
    assert item_size({"n": {"N": "9" * digits}}) >= 1 + (digits + 1) // 2 + 1
