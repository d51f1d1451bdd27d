"""The deployment as template.yaml states it, for tests to question."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from local_cloud.template import Template, read_template

__all__ = ["TEMPLATE", "as_list", "functions", "load_template", "of_type", "statements", "walk"]

TEMPLATE = Path(__file__).parents[1] / "template.yaml"

Resource = Mapping[str, Any]


@cache
def load_template() -> Template:
    """Intrinsics in their long form, `Globals` merged into each function."""
    return read_template(TEMPLATE)


def as_list(value: Any) -> list[Any]:
    """CloudFormation takes one thing where it takes a list."""
    return value if isinstance(value, list) else [value]


def of_type(kind: str) -> dict[str, Resource]:
    """Resources of a CloudFormation type by logical id."""
    template = load_template()
    return {name: template.resources[name] for name in template.of_type(kind)}


def functions() -> dict[str, Resource]:
    return of_type("AWS::Serverless::Function")


def statements(function: str) -> list[dict[str, Any]]:
    """All that a function may ever do, whatever its conditions: its role has inline statements only."""
    role = load_template().resources[functions()[function]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
    assert "ManagedPolicyArns" not in role
    stated = [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]
    return [each["Fn::If"][1] if "Fn::If" in each else each for each in stated]


def walk(node: Any) -> Iterator[Any]:
    """Every value in a tree of the template."""
    yield node
    if isinstance(node, Mapping):
        for child in node.values():
            yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)
