"""moto made quick answers as moto does, and a transaction that fails leaves no trace."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local_cloud import LocalCloud
from local_cloud.moto_speed import Change, listeners


def key(sk: str, pk: str = "p") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


class Shop:
    """A table with an index and a stream, on the small cloud's moto."""

    def __init__(self) -> None:
        self.db: Any = boto3.client("dynamodb")
        names = ("pk", "sk", "by_a_pk", "by_a_sk")
        index: Any = {"IndexName": "by_a"} | {
            "KeySchema": self.keys("by_a_pk", "by_a_sk"),
            "Projection": {"ProjectionType": "ALL"},
        }
        made = self.db.create_table(
            TableName="shop",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            KeySchema=self.keys("pk", "sk"),
            GlobalSecondaryIndexes=[index],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )
        self.stream = made["TableDescription"]["LatestStreamArn"]

    @staticmethod
    def keys(pk: str, sk: str) -> Any:
        return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]

    def put(self, sk: str, *, pk: str = "p", absent: bool = False, **more: str) -> dict[str, Any]:
        item = key(sk, pk) | {name: {"S": value} for name, value in more.items()}
        condition = {"ConditionExpression": "attribute_not_exists(pk)"} if absent else {}
        return {"Put": {"TableName": "shop", "Item": item, **condition}}

    def add(self, sk: str, number: int) -> dict[str, Any]:
        update = {"UpdateExpression": "ADD n :n", "ExpressionAttributeValues": {":n": {"N": str(number)}}}
        return {"Update": {"TableName": "shop", "Key": key(sk), **update}}

    def commit(self, *actions: dict[str, Any]) -> None:
        self.db.transact_write_items(TransactItems=actions)

    def sorts(self, **question: Any) -> list[str]:
        asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "p"}}} | question
        return [item["sk"]["S"] for item in self.db.query(TableName="shop", **asked)["Items"]]

    def records(self) -> int:
        streams = boto3.client("dynamodbstreams")
        (shard,) = streams.describe_stream(StreamArn=self.stream)["StreamDescription"]["Shards"]
        iterator = streams.get_shard_iterator(
            StreamArn=self.stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        return len(streams.get_records(ShardIterator=iterator)["Records"])


@pytest.fixture
def shop(cloud: LocalCloud) -> Shop:  # noqa: ARG001 - its moto is up
    return Shop()


def test_a_cancelled_transaction_changes_nothing(shop: Shop) -> None:
    shop.commit(shop.put("a", colour="red"), shop.add("n", 1))
    records = shop.records()
    with pytest.raises(ClientError) as cancelled:
        shop.commit(
            shop.add("n", 5),
            shop.put("new"),
            {"Delete": {"TableName": "shop", "Key": key("a")}},
            shop.put("n", absent=True),
        )
    assert cancelled.value.response["Error"]["Code"] == "ValidationException", "two writes of one item"
    with pytest.raises(ClientError) as cancelled:
        shop.commit(shop.add("n", 5), shop.put("new"), shop.put("a", absent=True))
    codes = [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]]
    assert codes == ["None", "None", "ConditionalCheckFailed"]
    assert shop.sorts() == ["a", "n"]
    assert shop.db.get_item(TableName="shop", Key=key("n"))["Item"]["n"] == {"N": "1"}
    assert shop.records() == records


def test_a_query_finds_its_key_in_order_and_by_pages(shop: Shop) -> None:
    for number in (2, 0, 1):
        shop.commit(shop.put(f"s{number}"), shop.put(f"s{number}", pk="other"))
    assert shop.sorts() == ["s0", "s1", "s2"]
    assert shop.sorts(ScanIndexForward=False, Limit=2) == ["s2", "s1"]
    assert shop.sorts(Limit=2, ExclusiveStartKey=key("s0")) == ["s1", "s2"]
    bound = {":pk": {"S": "p"}, ":sk": {"S": "s1"}}
    assert shop.sorts(KeyConditionExpression="pk = :pk AND sk <= :sk", ExpressionAttributeValues=bound) == ["s0", "s1"]
    assert shop.sorts(ExpressionAttributeValues={":pk": {"S": "none"}}) == []


def test_an_index_finds_what_bears_its_key(shop: Shop) -> None:
    shop.commit(shop.put("a", by_a_pk="M", by_a_sk="2"), shop.put("b", by_a_pk="M", by_a_sk="1"))
    shop.commit(shop.put("c", by_a_pk="N", by_a_sk="0"), shop.put("d"))
    question = {"KeyConditionExpression": "by_a_pk = :m", "ExpressionAttributeValues": {":m": {"S": "M"}}}
    assert shop.sorts(IndexName="by_a", **question) == ["b", "a"]


def test_every_type_of_attribute_comes_back(shop: Shop) -> None:
    item = key("x") | {
        "n": {"N": "5"},
        "l": {"L": [{"S": "a"}, {"N": "1"}, {"BOOL": False}, {"NULL": True}]},
        "m": {"M": {"S": {"S": "an attribute called S"}, "deep": {"M": {"N": {"N": "2"}}}}},
        "e": {"M": {}},
    }
    shop.commit({"Put": {"TableName": "shop", "Item": item}})
    assert shop.db.get_item(TableName="shop", Key=key("x"))["Item"] == item


def test_listeners_hear_what_was_committed_and_only_that(shop: Shop) -> None:
    heard: list[Change] = []
    shop.commit(shop.put("a", colour="red"))
    listeners.append(heard.extend)
    try:
        shop.commit(shop.put("a", colour="blue"), shop.put("b"))
        with pytest.raises(ClientError):
            shop.commit(shop.put("c"), shop.put("a", absent=True))
    finally:
        listeners.remove(heard.extend)
    assert [(change.old or {}).get("colour") for change in heard] == [{"S": "red"}, None]
    assert [(change.new or {}).get("sk") for change in heard] == [{"S": "a"}, {"S": "b"}]
