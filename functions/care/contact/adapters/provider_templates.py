"""Texts that lie with a provider: which of its fields is filled with what of ours, checked when they are loaded.

A field is a text with our template's variables in it, each cut by its own precision where it is longer than the field
may be: `{goods:.20}`. What a value may be is checked here and never at sending: its greatest length by the variable's
declared one, its characters by the example that each template bears.
"""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

import msgspec

from care.contact.channels import ChannelRefused, Then
from care.contact.templates import GREETING, Templates
from care.members.rules import LONGEST_GREETING

__all__ = [
    "ProviderTemplateFault",
    "SmsTemplate",
    "SubscribeTemplate",
    "check_sms",
    "check_subscribe",
    "fill",
    "fill_all",
]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_CUT = re.compile(r"(?:\.(\d{1,3}))?")
_CHINESE = "一-鿿·"
_KINDS: Mapping[str, tuple[int, str]] = {
    "thing": (20, r".+"),
    "number": (32, r"\d+(\.\d+)?"),
    "letter": (32, r"[A-Za-z]+"),
    "symbol": (5, r"[^\w\s]+"),
    "character_string": (32, r"[\x21-\x7e]+"),
    "time": (32, r".*\d{1,2}[:：]\d{2}.*"),
    "date": (32, r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}).*"),
    "amount": (13, r"[¥￥$€£]?\d{1,10}(\.\d{1,2})?元?"),
    "phone_number": (17, r"[\d+\- ()#*]+"),
    "car_number": (8, r".+"),
    "name": (10, rf"[{_CHINESE}]+"),
    "phrase": (5, rf"[{_CHINESE}]+"),
}
"""Of each kind of field: the greatest length, and what a value looks like."""
_KEY = re.compile(rf"({'|'.join(_KINDS)})\d{{1,2}}")
_NOT_IN_NOTICES = ("好评", "返现", "问卷")
_LONGEST_SMS = 500


class ProviderTemplateFault(ValueError):
    """A provider's template does not fit ours, or its own rules; names every fault."""


class SubscribeTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subscription notice. `fields` by the provider's keys (`thing1`), `example`: a value of each variable."""

    id: str
    page: str = ""
    fields: Mapping[str, str]
    example: Mapping[str, str]


class SmsTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`values` in the order, and by the names, of the registered `text`'s variables."""

    code: str
    text: str
    values: Mapping[str, str]


def fill_all(fields: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The fields' texts for these values. ChannelRefused where a variable is missing."""
    try:
        return {name: fill(field, values) for name, field in fields.items()}
    except KeyError as missing:
        raise ChannelRefused(f"NO_VALUE:{missing.args[0]}", Then.ALARM) from missing


def fill(field: str, values: Mapping[str, str]) -> str:
    """The field's text for these values, without control characters."""
    return field.format_map({name: _CONTROL.sub(" ", value) for name, value in values.items()})


def check_subscribe(templates: Mapping[str, SubscribeTemplate], ours: Templates) -> None:
    """ProviderTemplateFault that names every fault."""
    _raise(fault for key, each in templates.items() for fault in _subscribe_faults(key, each, ours))


def check_sms(templates: Mapping[str, SmsTemplate], ours: Templates, longest_value: int) -> None:
    """ProviderTemplateFault that names every fault."""
    _raise(fault for key, each in templates.items() for fault in _sms_faults(key, each, ours, longest_value))


def _raise(faults: Iterator[str]) -> None:
    if found := "; ".join(faults):
        raise ProviderTemplateFault(found)


def _subscribe_faults(key: str, template: SubscribeTemplate, ours: Templates) -> Iterator[str]:
    for name, field in template.fields.items():
        kind = _KEY.fullmatch(name)
        if kind is None:
            yield f"{key}: no kind of field is called {name}"
            continue
        longest, looks = _KINDS[kind[1]]
        wrong = list(_field_faults(key, field, ours, longest))
        yield from (f"{key}.{name}: {fault}" for fault in wrong)
        if not wrong and not re.fullmatch(looks, _example(field, template.example)):
            yield f"{key}.{name}: the example is no {kind[1]}"


def _sms_faults(key: str, template: SmsTemplate, ours: Templates, longest_value: int) -> Iterator[str]:
    if len(template.text) > _LONGEST_SMS:
        yield f"{key}: longer than {_LONGEST_SMS} characters"
    yield from (f"{key}: a notice may not say {word}" for word in _NOT_IN_NOTICES if word in template.text)
    registered = set(re.findall(r"\$?\{(\w+)\}", template.text))
    yield from (
        f"{key}: {name} is not both registered and filled" for name in sorted(registered ^ set(template.values))
    )
    for name, field in template.values.items():
        yield from (f"{key}.{name}: {fault}" for fault in _field_faults(key, field, ours, longest_value))


def _field_faults(key: str, field: str, ours: Templates, longest: int) -> Iterator[str]:
    """What is wrong with a field that may have `longest` characters."""
    declared = {**_variables(key, ours), GREETING: LONGEST_GREETING}
    length = 0
    for literal, name, cut, conversion in _parts(field):
        length += len(literal)
        if _CONTROL.search(literal):
            yield "control characters"
        if name is None:
            continue
        precision = _CUT.fullmatch(cut or "")
        if name not in declared or precision is None or conversion:
            yield f"{{{name}}} is no variable of ours, cut by its length"
            continue
        length += min(declared[name], int(precision[1] or declared[name]))
    if not 0 < length <= longest:
        yield f"may become {length} characters long, {longest} are allowed"


def _variables(key: str, ours: Templates) -> Mapping[str, int]:
    return next((each.variables for each in ours if each.key == key), {})


def _parts(field: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(field))
    except ValueError:
        return [("", field, None, None)]


def _example(field: str, example: Mapping[str, str]) -> str:
    """The field as the example fills it; "" where the example lacks a variable."""
    try:
        return fill(field, example)
    except KeyError:
        return ""
