"""Makes a template's tables, queues, buckets, bus, rules and secrets on moto, each under a name that never changes.

A resource is made when the first reference to it is followed, so what it needs itself is there before it. What moto
has no use for here (roles, log groups, alarms, the API's own furniture) is not made; a reference to it gives its name.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from local_cloud.buckets import make_bucket
from local_cloud.intrinsics import Resolver
from local_cloud.template import Template, TemplateError

__all__ = ["ACCOUNT", "Physical", "Stack", "dead_letter_queues"]

ACCOUNT = "123456789012"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_QUEUE_ATTRIBUTES = ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds")
_TABLE_PROPERTIES = ("KeySchema", "AttributeDefinitions", "BillingMode", "GlobalSecondaryIndexes")


@dataclass(frozen=True, slots=True)
class Physical:
    """What `Ref` and `GetAtt` say of a resource."""

    ref: str
    attributes: Mapping[str, str]


class Stack:
    """One deployment of a template. `seed` fixes the secrets, so that two runs make the same rows."""

    def __init__(self, template: Template, *, name: str, region: str, seed: str, parameters: Mapping[str, Any]) -> None:
        self.template = template
        self.name = name
        self.region = region
        self._seed = seed
        self._session: Any = boto3.session.Session()
        self._clients: dict[str, Any] = {}
        self._made: dict[str, Physical] = {}
        pseudo = {
            "AWS::StackName": name,
            "AWS::Region": region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws-cn" if region.startswith("cn-") else "aws",
            "AWS::URLSuffix": "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com",
        }
        self._partition = pseudo["AWS::Partition"]
        self.resolver = Resolver(template, parameters, pseudo, self)
        self._makers: dict[str, Callable[[str, dict[str, Any]], Physical]] = {
            "AWS::DynamoDB::Table": self._make_table,
            "AWS::SQS::Queue": self._make_queue,
            "AWS::S3::Bucket": self._make_bucket,
            "AWS::Events::EventBus": self._make_bus,
            "AWS::Events::Rule": self._make_rule,
            "AWS::SecretsManager::Secret": self._make_secret,
        }

    def make(self) -> None:
        """Make all that the template has and whose condition holds."""
        for logical_id, resource in self.template.resources.items():
            if resource["Type"] in self._makers and self._wanted(resource):
                self.physical(logical_id)

    def client(self, service: str) -> Any:
        """A boto3 client; one of each service."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service, region_name=self.region)
        return self._clients[service]

    def physical(self, logical_id: str) -> Physical:
        if logical_id not in self._made:
            self._made[logical_id] = self._make(logical_id)
        return self._made[logical_id]

    def ref(self, logical_id: str) -> str:
        return self.physical(logical_id).ref

    def attribute(self, logical_id: str, name: str) -> str:
        attributes = self.physical(logical_id).attributes
        if name not in attributes:
            message = f"the local cloud does not know {logical_id}.{name}"
            raise TemplateError(message)
        return attributes[name]

    def properties(self, logical_id: str) -> dict[str, Any]:
        """A resource's properties, resolved."""
        resolved: dict[str, Any] = self.resolver.resolve(self.template.resources[logical_id].get("Properties", {}))
        return resolved

    def names(self, kind: str) -> dict[str, str]:
        """Logical id → `Ref` of the resources of a type that are there."""
        return {each: self._made[each].ref for each in self.template.of_type(kind) if each in self._made}

    def outputs(self) -> dict[str, str]:
        """The template's outputs whose condition holds."""
        wanted = {name: body for name, body in self.template.outputs.items() if self._wanted(body)}
        return {name: str(self.resolver.resolve(body["Value"])) for name, body in wanted.items()}

    def _wanted(self, resource: dict[str, Any]) -> bool:
        return "Condition" not in resource or self.resolver.holds(resource["Condition"])

    def _make(self, logical_id: str) -> Physical:
        if logical_id not in self.template.resources:
            message = f"nothing is called {logical_id}"
            raise TemplateError(message)
        kind = self.template.resources[logical_id]["Type"]
        if kind not in self._makers:
            name = f"{self.name}-{logical_id}"
            return Physical(name, {"Arn": self._arn("local", name)})
        return self._makers[kind](logical_id, self.properties(logical_id))

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:{self._partition}:{service}:{self.region}:{ACCOUNT}:{resource}"

    def _make_table(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        name = properties.get("TableName", f"{self.name}-{logical_id}")
        arguments = {each: properties[each] for each in _TABLE_PROPERTIES if each in properties}
        if stream := properties.get("StreamSpecification"):
            arguments["StreamSpecification"] = {"StreamEnabled": True} | stream
        table = self.client("dynamodb").create_table(TableName=name, **arguments)["TableDescription"]
        if ttl := properties.get("TimeToLiveSpecification"):
            self.client("dynamodb").update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
        return Physical(name, {"Arn": table["TableArn"], "StreamArn": table.get("LatestStreamArn", "")})

    def _make_queue(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        name = properties.get("QueueName", f"{self.name}-{logical_id}")
        attributes = {each: str(properties[each]) for each in _QUEUE_ATTRIBUTES if each in properties}
        if redrive := properties.get("RedrivePolicy"):
            attributes["RedrivePolicy"] = json.dumps(redrive)
        url = self.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return Physical(url, {"Arn": self._arn("sqs", name), "QueueName": name, "QueueUrl": url})

    def _make_bucket(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        name = properties.get("BucketName", f"{self.name}-{logical_id}".lower())
        make_bucket(self.client("s3"), name, self.region, properties)
        address = f"{name}.s3.{self.region}.{self.resolver.resolve({'Ref': 'AWS::URLSuffix'})}"
        return Physical(name, {"Arn": f"arn:{self._partition}:s3:::{name}", "RegionalDomainName": address})

    def _make_bus(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        name = properties.get("Name", f"{self.name}-{logical_id}")
        arn = self.client("events").create_event_bus(Name=name)["EventBusArn"]
        return Physical(name, {"Arn": arn, "Name": name})

    def _make_rule(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        name = properties.get("Name", f"{self.name}-{logical_id}")
        bus = properties.get("EventBusName", "default")
        pattern = json.dumps(properties["EventPattern"])
        arn = self.client("events").put_rule(Name=name, EventBusName=bus, EventPattern=pattern)["RuleArn"]
        self.client("events").put_targets(Rule=name, EventBusName=bus, Targets=properties.get("Targets", []))
        return Physical(name, {"Arn": arn})

    def _make_secret(self, logical_id: str, properties: dict[str, Any]) -> Physical:
        text = properties.get("SecretString") or self._generated(logical_id, properties["GenerateSecretString"])
        name = properties.get("Name", f"{self.name}-{logical_id}")
        arn = self.client("secretsmanager").create_secret(Name=name, SecretString=text)["ARN"]
        return Physical(arn, {"Id": arn})

    def _generated(self, logical_id: str, how: dict[str, Any]) -> str:
        """AWS draws a secret at random; here it follows from the seed."""
        numbers = hashlib.shake_256(f"{self._seed}/{logical_id}".encode()).digest(int(how.get("PasswordLength", 32)))
        password = "".join(_LETTERS[number % len(_LETTERS)] for number in numbers)
        if "GenerateStringKey" not in how:
            return password
        return json.dumps(json.loads(how["SecretStringTemplate"]) | {how["GenerateStringKey"]: password})


def dead_letter_queues(stack: Stack) -> set[str]:
    """Logical ids of the queues that anything names as the place for what failed."""
    named = set(_dead_letter_arns(_all_properties(stack)))
    return {each for each in stack.names("AWS::SQS::Queue") if stack.attribute(each, "Arn") in named}


def _all_properties(stack: Stack) -> list[Any]:
    kinds = ("AWS::SQS::Queue", "AWS::Events::Rule", "AWS::Serverless::Function")
    return [stack.properties(each) for kind in kinds for each in stack.template.of_type(kind)]


def _dead_letter_arns(node: Any) -> Iterator[str]:
    for name, value in node.items() if isinstance(node, dict) else ():
        match name, value:
            case "deadLetterTargetArn", str():
                yield value
            case "DeadLetterConfig", {"Arn": str() as arn}:
                yield arn
            case "OnFailure", {"Destination": str() as arn}:
                yield arn
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _dead_letter_arns(child)
