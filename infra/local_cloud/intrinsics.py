"""Works out CloudFormation's intrinsic functions for one deployment."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from local_cloud.template import Template, TemplateError

__all__ = ["NO_VALUE", "Resolver", "Resources"]

NO_VALUE = object()
"""What `!Ref AWS::NoValue` is: whatever holds it is left out."""

_IN_SUB = re.compile(r"\$\{(!?)([^}]+)\}")


class Resources(Protocol):
    """Knows the resources that a template refers to; makes one that is not there yet."""

    def ref(self, logical_id: str) -> str: ...

    def attribute(self, logical_id: str, name: str) -> str: ...


class Resolver:
    """`resolve` gives plain data; TemplateError where a reference leads nowhere or a function is not known."""

    def __init__(
        self, template: Template, values: Mapping[str, Any], pseudo: Mapping[str, str], resources: Resources
    ) -> None:
        self._template = template
        self._values = _with_defaults(template, values)
        self._pseudo = pseudo
        self._resources = resources
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.holds,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::Equals": lambda pair: _text(self.resolve(pair[0])) == _text(self.resolve(pair[1])),
            "Fn::Not": lambda one: not self.resolve(one[0]),
            "Fn::And": lambda all_of: all(self.resolve(each) for each in all_of),
            "Fn::Or": lambda any_of: any(self.resolve(each) for each in any_of),
            "Fn::Join": lambda pair: pair[0].join(_text(each) for each in self.resolve(pair[1])),
            "Fn::Split": lambda pair: self.resolve(pair[1]).split(pair[0]),
            "Fn::Select": lambda pair: self.resolve(pair[1])[int(self.resolve(pair[0]))],
            "Fn::FindInMap": self._find_in_map,
        }

    def holds(self, condition: str) -> bool:
        """Whether a named condition holds."""
        if condition not in self._template.conditions:
            message = f"no condition {condition}"
            raise TemplateError(message)
        return bool(self.resolve(self._template.conditions[condition]))

    def resolve(self, node: Any) -> Any:
        if isinstance(node, list):
            return [value for each in node if (value := self.resolve(each)) is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((name, argument),) = node.items()
            if name in self._functions:
                return self._functions[name](argument)
            if name.startswith("Fn::"):
                message = f"the local cloud does not know {name}"
                raise TemplateError(message)
        resolved = ((name, self.resolve(each)) for name, each in node.items())
        return {name: value for name, value in resolved if value is not NO_VALUE}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self._pseudo:
            return self._pseudo[name]
        if name in self._values:
            return self._values[name]
        return self._resources.ref(name)

    def _get_att(self, path: list[str]) -> str:
        return self._resources.attribute(path[0], ".".join(path[1:]))

    def _sub(self, argument: Any) -> str:
        text, own = argument if isinstance(argument, list) else (argument, {})

        def replace(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in own:
                return _text(self.resolve(own[name]))
            return _text(self._get_att(name.split(".", 1)) if "." in name else self._ref(name))

        return _IN_SUB.sub(replace, text)

    def _if(self, argument: list[Any]) -> Any:
        condition, then, otherwise = argument
        return self.resolve(then if self.holds(condition) else otherwise)

    def _find_in_map(self, path: list[Any]) -> Any:
        found: Any = self._template.mappings
        for each in path:
            found = found[_text(self.resolve(each))]
        return found


def _with_defaults(template: Template, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - template.parameters.keys()
    if unknown:
        message = f"no such parameters: {', '.join(sorted(unknown))}"
        raise TemplateError(message)
    found = {name: body["Default"] for name, body in template.parameters.items() if "Default" in body} | dict(values)
    missing = template.parameters.keys() - found.keys()
    if missing:
        message = f"parameters without a value: {', '.join(sorted(missing))}"
        raise TemplateError(message)
    return found


def _text(value: Any) -> str:
    """CloudFormation compares and joins everything as text; its booleans are lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)
