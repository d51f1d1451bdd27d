"""Reads a SAM template: the short forms (`!Ref`) become the long ones, `Globals` become part of each function."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Template", "TemplateError", "read_template"]


class TemplateError(Exception):
    """The template asks for something that the local cloud does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The parts of a template that the local cloud works with, intrinsics unresolved."""

    parameters: dict[str, Any]
    conditions: dict[str, Any]
    mappings: dict[str, Any]
    resources: dict[str, Any]
    outputs: dict[str, Any]

    def of_type(self, kind: str) -> list[str]:
        """Logical ids of the resources of a type, in the order of the template."""
        return [name for name, resource in self.resources.items() if resource["Type"] == kind]


def read_template(path: Path) -> Template:
    raw = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    defaults = raw.get("Globals", {}).get("Function", {})
    resources = raw["Resources"]
    for resource in resources.values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"] = _merged(defaults, resource["Properties"])
    return Template(
        parameters=raw.get("Parameters", {}),
        conditions=raw.get("Conditions", {}),
        mappings=raw.get("Mappings", {}),
        resources=resources,
        outputs=raw.get("Outputs", {}),
    )


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads ten times as fast, where there is one


class _Loader(_SafeLoader):  # type: ignore[misc]
    """YAML with CloudFormation's tags."""


def _tag(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)
    if name == "Fn::GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name: value}


_Loader.add_multi_constructor("!", _tag)


def _merged(base: Any, over: Any) -> Any:
    """SAM's rule for Globals: maps are merged, lists are joined, the function's own value wins."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: _merged(base.get(key), value) for key, value in over.items()}
    if isinstance(base, list) and isinstance(over, list):
        return [*base, *over]
    return over
