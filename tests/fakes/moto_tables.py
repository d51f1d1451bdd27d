"""Tables in moto, which plays DynamoDB, for tests that need the real storage."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws

__all__ = ["REGION", "moto_tables"]

REGION = "cn-north-1"


@contextmanager
def moto_tables(monkeypatch: pytest.MonkeyPatch, names: Iterable[str], *, index: str | None = None) -> Iterator[None]:
    """Empty tables of pk and sk; `index`: the name of a projection of all, over `<name>_pk` and `<name>_sk`."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        for name in names:
            boto3.client("dynamodb", region_name=REGION).create_table(
                TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=_keys("pk", "sk"), **_attributes(index)
            )
        yield


def _attributes(index: str | None) -> dict[str, Any]:
    names = ["pk", "sk", *((f"{index}_pk", f"{index}_sk") if index else ())]
    said: dict[str, Any] = {"AttributeDefinitions": [{"AttributeName": each, "AttributeType": "S"} for each in names]}
    if index:
        keys, all_ = _keys(f"{index}_pk", f"{index}_sk"), {"ProjectionType": "ALL"}
        said["GlobalSecondaryIndexes"] = [{"IndexName": index, "KeySchema": keys, "Projection": all_}]
    return said


def _keys(pk: str, sk: str) -> Any:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
