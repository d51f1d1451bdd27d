"""docs/channels.md: its example switches on what its table names, and its words are those of the code."""

import json
import re
from pathlib import Path

from care.contact.adapters.config import ChannelsConfig, read_config
from care.contact.adapters.meanings import Meant, meanings
from care.contact.channels import ChannelKind
from care.contact.inbound.config import InboundConfig, read_inbound_config
from fakes.channel_rigs import channels_of
from fakes.house import House
from fakes.providers.sealing import AES_KEY

PAGE = (Path(__file__).parents[3] / "docs" / "channels.md").read_text(encoding="utf-8")
EXAMPLE, CALLBACKS = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)


def rows(heading: str) -> list[str]:
    """The first cells of the table whose head begins so."""
    table = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)


def test_the_example_switches_on_every_channel_of_the_table() -> None:
    channels = channels_of(House(), read_config(EXAMPLE))
    assert {str(kind) for kind in channels} == set(rows("channel"))
    assert set(channels) == set(ChannelKind) - {ChannelKind.INBOX, ChannelKind.CALL_TASK}


def test_the_example_has_all_sections_that_can_be_together() -> None:
    assert set(json.loads(EXAMPLE)) == set(ChannelsConfig.__struct_fields__) - {"tencent"}


def test_each_verdict_has_its_row() -> None:
    assert set(rows("`then`")) == set(Meant)


def test_the_codes_that_are_named_are_there() -> None:
    named = set(re.findall(r"\b\d{5}\b", PAGE.split("## What a provider", 1)[1]))
    known = {code for table in meanings().values() for code in table}
    assert named
    assert named <= known


def test_the_example_of_callbacks_can_be_meant_once_its_secrets_are_put_in() -> None:
    example = json.loads(CALLBACKS)
    for receiver in example["receivers"].values():
        receiver["aes_key"] = AES_KEY
    example["sms"]["path"] = "a" * 32
    read = read_inbound_config(json.dumps(example))
    assert {each.provider for each in read.receivers.values()} == {"weapp", "wecom"}
    assert set(example) == set(InboundConfig.__struct_fields__)
