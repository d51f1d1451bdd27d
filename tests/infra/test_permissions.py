"""The local cloud judges a function's calls by its role in the template, as AWS would."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import deployment
from local_cloud.environment import Environment
from local_cloud.moto_gateway import MotoGateway
from local_cloud.permissions import NotPermitted, Permissions, needs
from local_cloud.resources import Stack

REGION = "cn-northwest-1"
PARAMETERS = {"TokenIssuer": "local", "TokenJwksUrl": "http://127.0.0.1:9/jwks"}
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    gateway, environment = MotoGateway(), Environment()
    gateway.start()
    environment.set_aws(region=REGION, endpoint=gateway.address)
    made = Stack(deployment.load_template(), name="care", region=REGION, seed="test", parameters=PARAMETERS)
    made.make()
    yield made
    environment.restore()
    gateway.stop()


@pytest.fixture
def dynamodb(stack: Stack) -> Any:
    return boto3.Session().client("dynamodb", region_name=stack.region)


def due(stack: Stack) -> dict[str, Any]:
    """The question that every sweep asks."""
    return {
        "TableName": stack.ref("AgendaTable"),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "now#0"}},
    }


@pytest.mark.parametrize(
    ("operation", "body", "needed"),
    [
        ("DynamoDB_20120810.GetItem", {"TableName": "T"}, [("dynamodb:GetItem", "table/T")]),
        ("DynamoDB_20120810.Query", {"TableName": "T"}, [("dynamodb:Query", "table/T")]),
        (
            "DynamoDB_20120810.Query",
            {"TableName": "T", "IndexName": "by_a"},
            [("dynamodb:Query", "table/T/index/by_a")],
        ),
        (
            "DynamoDB_20120810.BatchGetItem",
            {"RequestItems": {"T": {}, "U": {}}},
            [("dynamodb:BatchGetItem", "table/T"), ("dynamodb:BatchGetItem", "table/U")],
        ),
        (
            "DynamoDB_20120810.TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "T"}},
                    {"Update": {"TableName": "U"}},
                    {"Delete": {"TableName": "V"}},
                    {"ConditionCheck": {"TableName": "W"}},
                ]
            },
            [
                ("dynamodb:PutItem", "table/T"),
                ("dynamodb:UpdateItem", "table/U"),
                ("dynamodb:DeleteItem", "table/V"),
                ("dynamodb:ConditionCheckItem", "table/W"),
            ],
        ),
        ("AWSEvents.PutEvents", {"Entries": [{"EventBusName": "b"}]}, [("events:PutEvents", "event-bus/b")]),
        ("AmazonSQS.SendMessage", {"QueueUrl": "http://h/1/q"}, [("sqs:SendMessage", "q")]),
        (
            "secretsmanager.GetSecretValue",
            {"SecretId": "arn:aws-cn:secretsmanager:r:1:secret:s"},
            [("secretsmanager:GetSecretValue", "secret:s")],
        ),
    ],
)
def test_what_a_request_needs(operation: str, body: dict[str, Any], needed: list[tuple[str, str]]) -> None:
    assert list(needs(operation, body)) == needed


def test_what_the_role_allows_goes_through(stack: Stack, dynamodb: Any) -> None:
    permissions = Permissions(stack)
    with permissions.acting("SweepNowFunction"):
        assert dynamodb.query(**due(stack))["Count"] == 0
        stack.client("secretsmanager").get_secret_value(SecretId=stack.ref("MasterSecret"))
    assert permissions.denied == []


@pytest.mark.parametrize("name", ["SweepNowFunction", "AgendaStreamFunction"])
def test_who_fetches_may_hand_on_and_nothing_else_of_the_queue(stack: Stack, name: str) -> None:
    sqs, queue = stack.client("sqs"), stack.ref("InboundQueue")
    permissions = Permissions(stack)
    with permissions.acting(name):
        sqs.send_message(QueueUrl=queue, MessageBody="{}")
    assert permissions.denied == []
    with permissions.acting(name), pytest.raises(NotPermitted):
        sqs.receive_message(QueueUrl=queue)


def test_what_the_role_does_not_allow_is_refused_and_told(stack: Stack, dynamodb: Any) -> None:
    permissions = Permissions(stack)
    with permissions.acting("SweepNowFunction"), pytest.raises(NotPermitted, match="SweepNowFunction may not"):
        dynamodb.get_item(TableName=stack.ref("RequestsTable"), Key=KEY)
    assert permissions.denied == ["SweepNowFunction may not dynamodb:GetItem on table/care-RequestsTable"]


def test_one_write_that_is_not_allowed_stops_the_whole_transaction(stack: Stack, dynamodb: Any) -> None:
    writes = [{"Put": {"TableName": stack.ref(table), "Item": KEY}} for table in ("TicketsTable", "AgendaTable")]
    with Permissions(stack).acting("SweepNowFunction"):
        dynamodb.transact_write_items(TransactItems=writes)
    written = {"Put": {"TableName": stack.ref("RequestsTable"), "Item": KEY}}
    with Permissions(stack).acting("SweepNowFunction"), pytest.raises(NotPermitted):
        dynamodb.transact_write_items(TransactItems=[writes[0], written])
    assert "Item" not in dynamodb.get_item(TableName=stack.ref("RequestsTable"), Key=KEY)


def test_outside_of_a_function_nothing_is_judged(stack: Stack, dynamodb: Any) -> None:
    with Permissions(stack).acting("SweepNowFunction"):
        pass
    assert dynamodb.scan(TableName=stack.ref("RequestsTable"))["Count"] == 0
