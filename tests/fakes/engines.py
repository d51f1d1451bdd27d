"""Who plays DynamoDB where tests need the real storage: moto, in the process; ministack, a server with real indexes."""

import os
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError
from moto import mock_aws

__all__ = ["MINISTACK", "REGION", "engine_tables", "ministack_server"]

REGION = "cn-north-1"
MINISTACK = Path(os.environ.get("MINISTACK", ".venv-conformance/bin/ministack"))
_PATIENCE = 30.0
"""Seconds in which the server must answer."""


@contextmanager
def engine_tables(
    monkeypatch: pytest.MonkeyPatch, names: Iterable[str], *, index: str | None = None, endpoint: str | None = None
) -> Iterator[None]:
    """Empty tables of pk and sk; `index`: the name of a projection of all, over `<name>_pk` and `<name>_sk`.

    `endpoint`: the server's; without it moto plays.
    """
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
    with nullcontext() if endpoint else mock_aws():
        client = boto3.client("dynamodb", region_name=REGION)
        for name in names:
            keys = _keys("pk", "sk")
            client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=keys, **_attributes(index))
        yield
        for name in names:
            client.delete_table(TableName=name)


@contextmanager
def ministack_server(folder: Path) -> Iterator[str]:
    """The address of a server on the loopback that plays DynamoDB alone, and is gone afterwards."""
    if not MINISTACK.exists():
        pytest.fail(f"{MINISTACK} is not there: run `make conformance`, which sets it up")
    port = _free_port()
    told = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "SERVICES": "dynamodb", "TMPDIR": str(folder)}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([MINISTACK.resolve()], env=os.environ | told, cwd=folder, stdout=log, stderr=log)
    try:
        endpoint = f"http://127.0.0.1:{port}"
        _await(endpoint)
        yield endpoint
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)


def _await(endpoint: str) -> None:
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION)
    client = session.client("dynamodb", endpoint_url=endpoint)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            client.list_tables()
        except BotoCoreError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _attributes(index: str | None) -> dict[str, Any]:
    names = ["pk", "sk", *((f"{index}_pk", f"{index}_sk") if index else ())]
    said: dict[str, Any] = {"AttributeDefinitions": [{"AttributeName": each, "AttributeType": "S"} for each in names]}
    if index:
        keys, all_ = _keys(f"{index}_pk", f"{index}_sk"), {"ProjectionType": "ALL"}
        said["GlobalSecondaryIndexes"] = [{"IndexName": index, "KeySchema": keys, "Projection": all_}]
    return said


def _keys(pk: str, sk: str) -> Any:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
