from enum import Enum

import pytest
from graphql import GraphQLEnumType

from api.enums import described
from api.schema import schema


class Light(Enum):
    RED = "RED"
    GREEN = "GREEN"


def test_a_name_and_a_description_of_every_value_are_shown() -> None:
    found = schema().core.type_map["TimelineKind"]

    assert isinstance(found, GraphQLEnumType)
    assert found.values["REPLIED"].description == "Somebody wrote."


@pytest.mark.parametrize("values", [{"RED": "Stop."}, {"RED": "Stop.", "GREEN": "Go.", "BLUE": "What?"}, {}])
def test_every_member_is_described_and_nothing_else(values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"Light: described are .*, there are \['GREEN', 'RED'\]"):
        described(Light, "A light.", **values)
