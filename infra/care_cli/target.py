"""A deployment as the commands reach it: a deployed stack, or a local cloud that serves."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3
import urllib3
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

__all__ = ["NoTarget", "Target", "deployed", "served"]

_DESCRIPTION = "/.local/stack"


class NoTarget(Exception):
    """The stack, or the local cloud, cannot be reached."""


@dataclass(frozen=True, slots=True)
class Target:
    """A deployment: its outputs (template.yaml), AWS clients for it, and its product time."""

    outputs: Mapping[str, str]
    sqs: Any
    dynamodb: Any
    now: datetime
    wait_seconds: int
    """How long to wait for messages: without waiting, SQS asks only some of its servers."""
    environment: Callable[[], Mapping[str, str]]
    local: bool = False

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment of its API's function, as template.yaml sets it. NoTarget where it cannot be read."""
        return self.environment()


def deployed(stack: str, region: str | None) -> Target:
    """A stack in AWS, with the credentials of the environment. NoTarget where there is none."""
    try:
        session: Any = boto3.Session(region_name=region)
        (found,) = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    except (BotoCoreError, ClientError) as error:
        raise NoTarget(f"{stack}: {error}") from error
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
    clients = session.client("sqs"), session.client("dynamodb")
    return Target(outputs, *clients, datetime.now(UTC), 1, lambda: _environment(session, outputs["ApiFunctionName"]))


def _environment(session: Any, function: str) -> Mapping[str, str]:
    try:
        told = session.client("lambda").get_function_configuration(FunctionName=function)
    except (BotoCoreError, ClientError) as error:
        raise NoTarget(f"{function}: {error}") from error
    variables: Mapping[str, str] = told["Environment"]["Variables"]
    return {**variables, "AWS_REGION": session.region_name}


def served(url: str) -> Target:
    """The local cloud that `care play … --serve` serves at `url`. NoTarget where there is none."""
    if not url.startswith(("http://", "https://")):
        raise NoTarget(f"{url} is no address; a local cloud's begins with http://, as `care play STORY --serve` tells")
    try:
        told = json.loads(urllib3.request("GET", url.rstrip("/") + _DESCRIPTION, retries=False).data)
    except (HTTPError, ValueError) as error:
        raise NoTarget(f"no local cloud at {url}; `care play STORY --serve` tells its address") from error
    session: Any = boto3.Session("local", "local", region_name=told["region"])
    sqs, dynamodb = (session.client(name, endpoint_url=told["endpoint"]) for name in ("sqs", "dynamodb"))
    now = datetime.fromisoformat(told["now"])
    return Target(told["outputs"], sqs, dynamodb, now, 0, lambda: told["variables"], local=True)
