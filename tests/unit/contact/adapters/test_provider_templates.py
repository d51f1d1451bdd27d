"""Provider's templates are checked when they are loaded, against ours and against the limits of each kind of field."""

import re
from typing import Any

import pytest

from care.contact.adapters.provider_templates import (
    ProviderTemplateFault,
    SmsTemplate,
    SubscribeTemplate,
    check_sms,
    check_subscribe,
    fill,
)
from care.contact.templates import Template, Templates
from care.members.model import Purpose

OURS = Templates(
    [
        Template(
            key="paid",
            purpose=Purpose.SERVICE,
            about="Ticket",
            text="{goods}退了{amount}元，{when}到账。",
            variables={"goods": 40, "amount": 8, "when": 16},
            max_length=120,
        )
    ]
)
EXAMPLE = {"goods": "牛肉", "amount": "12.50", "when": "3月4日10:00", "greeting": "王芳，您好"}


def faults(fields: dict[str, str], example: dict[str, str] | None = None, key: str = "paid") -> str:
    template = SubscribeTemplate(id="t", fields=fields, example=EXAMPLE if example is None else example)
    try:
        check_subscribe({key: template}, OURS)
    except ProviderTemplateFault as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize(
    "fields",
    [
        {"thing1": "{goods:.20}"},
        {"thing1": "{goods:.18}退款"},
        {"amount2": "￥{amount}"},
        {"amount2": "{amount}元"},
        {"character_string3": "No.{amount}"},
        {"number4": "{amount}"},
        {"time5": "{when}"},
        {"phrase6": "已经退款"},
        {"name7": "王芳"},
        {"date8": "2026年3月4日"},
        {"phone_number9": "400-810-8888"},
        {"letter10": "VIP", "symbol11": "!!", "car_number12": "沪A12345"},
        {"thing1": "{greeting}"},
    ],
    ids=str,
)
def test_what_fits_is_taken(fields: dict[str, str]) -> None:
    assert faults(fields) == ""


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"thing1": "{goods}"}, "may become 40 characters long, 20 are allowed"),
        ({"thing1": "{goods:.19}退款"}, "may become 21 characters long"),
        ({"thing1": ""}, "may become 0 characters long"),
        ({"phrase6": "已经退款了呀"}, "may become 6 characters long, 5 are allowed"),
        ({"phrase6": "OK"}, "the example is no phrase"),
        ({"name7": "Fang"}, "the example is no name"),
        ({"number4": "{goods:.9}"}, "the example is no number"),
        ({"letter1": "{goods:.9}"}, "the example is no letter"),
        ({"symbol1": "!!!!!!"}, "may become 6"),
        ({"symbol1": "ab"}, "the example is no symbol"),
        ({"amount2": "{goods:.9}"}, "the example is no amount"),
        ({"amount2": "￥￥{amount}"}, "the example is no amount"),
        ({"phone_number9": "{goods:.9}"}, "the example is no phone_number"),
        ({"phone_number9": "4008108888400810888"}, "may become 19 characters long, 17"),
        ({"character_string3": "{goods:.9}"}, "the example is no character_string"),
        ({"time5": "{goods:.9}"}, "the example is no time"),
        ({"date8": "{goods:.9}"}, "the example is no date"),
        ({"thing1": "a\nb"}, "control characters"),
        ({"thing1": "{price}"}, "{price} is no variable of ours"),
        ({"thing1": "{goods!r:.9}"}, "is no variable of ours"),
        ({"thing1": "{goods:>9}"}, "is no variable of ours"),
        ({"thing1": "{goods.__class__}"}, "is no variable of ours"),
        ({"thing1": "{goods[0]}"}, "is no variable of ours"),
        ({"thing1": "{goods"}, "is no variable of ours"),
        ({"things1": "x"}, "no kind of field is called things1"),
        ({"thing": "x"}, "no kind of field is called thing"),
    ],
    ids=str,
)
def test_what_does_not_is_refused_with_its_place(fields: dict[str, str], fault: str) -> None:
    assert fault in faults(fields)
    assert faults(fields).startswith("paid")


def test_an_example_is_needed_of_every_variable() -> None:
    assert "the example is no thing" in faults({"thing1": "{goods:.20}"}, {})


def test_all_faults_are_told_at_once() -> None:
    told = faults({"thing1": "{goods}", "phrase2": "太长太长太长", "nothing3": "x"})
    assert len(told.split("; ")) == 3


def test_a_template_for_none_of_ours_has_no_variables() -> None:
    assert "{goods} is no variable of ours" in faults({"thing1": "{goods:.20}"}, key="unknown")


def sms(text: str, values: dict[str, str], longest: int = 35) -> str:
    try:
        check_sms({"paid": SmsTemplate(code="SMS_1", text=text, values=values)}, OURS, longest)
    except ProviderTemplateFault as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("您的${goods}退了${amount}元", {"goods": "{goods:.35}", "amount": "{amount}"}),
        ("{1}", {"1": "{when}"}),
        ("无", {}),
    ],
)
def test_a_registered_text_that_fits(text: str, values: dict[str, str]) -> None:
    assert sms(text, values) == ""


@pytest.mark.parametrize(
    ("text", "values", "fault"),
    [
        ("您的${goods}", {"goods": "{goods}"}, "may become 40 characters long, 35 are allowed"),
        ("您的${goods}", {}, "goods is not both registered and filled"),
        ("您的", {"goods": "{goods:.9}"}, "goods is not both registered and filled"),
        ("字" * 501, {}, "longer than 500 characters"),
        ("请给个好评", {}, "may not say 好评"),
        ("好评返现", {}, "may not say 返现"),
        ("填写问卷", {}, "may not say 问卷"),
    ],
)
def test_a_registered_text_that_does_not(text: str, values: dict[str, str], fault: str) -> None:
    assert fault in sms(text, values)


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({"goods": "牛肉"}, "牛肉!"),
        ({"goods": "很长很长很长"}, "很长很长!"),
        ({"goods": "a\r\n\tb\x00"}, "a b !"),
        ({"goods": "{amount}"}, "{amo!"),
    ],
)
def test_values_are_cut_and_cleaned_and_never_read_as_fields(values: dict[str, str], filled: str) -> None:
    assert fill("{goods:.4}!", values) == filled


def test_whatever_a_value_is_the_field_keeps_its_limit() -> None:
    values: dict[str, Any] = {"goods": "很" * 100}
    assert not faults({"thing1": "{goods:.18}退款"})
    assert re.fullmatch("很{18}退款", fill("{goods:.18}退款", values))
