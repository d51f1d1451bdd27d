"""The channels' secret is read from Secrets Manager; without one they are off."""

import json
from collections.abc import Iterator

import boto3
import pytest
from aws_lambda_powertools.utilities.parameters import clear_caches
from moto import mock_aws

from care.contact.adapters.config import ChannelsConfig, ConfigFault
from handlers.channel_secrets import read_channels


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "cn-north-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    clear_caches()  # type: ignore[no-untyped-call]
    with mock_aws():
        yield
    clear_caches()  # type: ignore[no-untyped-call]


def secret(text: str) -> str:
    made = boto3.client("secretsmanager").create_secret(Name="channels", SecretString=text)
    return str(made["ARN"])


def test_a_section_switches_its_provider_on() -> None:
    config = read_channels(secret(json.dumps({"robot": {"keys": {"ops": "k"}}})))
    assert config.robot
    assert config.robot.keys == {"ops": "k"}
    assert config.wecom is None


def test_without_a_secret_every_provider_is_off() -> None:
    assert read_channels("") == ChannelsConfig()


def test_a_mistake_is_named() -> None:
    with pytest.raises(ConfigFault, match="wecmo"):
        read_channels(secret(json.dumps({"wecmo": {}})))
