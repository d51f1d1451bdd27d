"""The deployment as template.yaml states it, for tests to question."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["TEMPLATE", "as_list", "functions", "load_template", "of_type", "statements", "walk"]

TEMPLATE = Path(__file__).parents[1] / "template.yaml"

Resource = Mapping[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, in their long form: `!Ref X` is {"Ref": "X"}."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        raise TypeError(f"!{suffix} before a mapping is not CloudFormation")
    if suffix == "GetAtt":
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)


@cache
def load_template() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(TEMPLATE.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe one
    return loaded


def as_list(value: Any) -> list[Any]:
    """CloudFormation takes one thing where it takes a list."""
    return value if isinstance(value, list) else [value]


def of_type(kind: str) -> dict[str, Resource]:
    """Resources of a CloudFormation type by logical id."""
    return {name: each for name, each in load_template()["Resources"].items() if each["Type"] == kind}


def functions() -> dict[str, Resource]:
    return of_type("AWS::Serverless::Function")


def statements(function: str) -> list[dict[str, Any]]:
    """All that a function may do: its role has inline statements only."""
    role = load_template()["Resources"][functions()[function]["Properties"]["Role"]["Fn::GetAtt"][0]]["Properties"]
    assert "ManagedPolicyArns" not in role
    return [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]


def walk(node: Any) -> Iterator[Any]:
    """Every value in a tree of the template."""
    yield node
    if isinstance(node, Mapping):
        for child in node.values():
            yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)
