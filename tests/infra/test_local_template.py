"""The template is read as CloudFormation and SAM read it."""

import boto3
import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from local_cloud.environment import union
from local_cloud.intrinsics import Resolver
from local_cloud.template import Template, TemplateError, read_template
from small_cloud import START, TEMPLATE


class Nothing:
    def ref(self, logical_id: str) -> str:
        return f"ref-{logical_id}"

    def attribute(self, logical_id: str, name: str) -> str:
        return f"{logical_id}/{name}"


def resolver(**values: object) -> Resolver:
    template = Template(
        parameters={"Colour": {"Default": "red"}, "Size": {"Default": 3}},
        conditions={
            "IsRed": {"Fn::Equals": [{"Ref": "Colour"}, "red"]},
            "IsBig": {"Fn::Equals": [{"Ref": "Size"}, "9"]},
        },
        mappings={"By": {"red": {"code": "R"}}},
        resources={},
        outputs={},
    )
    return Resolver(template, values, {"AWS::Region": "here"}, Nothing())


@pytest.mark.parametrize(
    ("node", "value"),
    [
        ({"Ref": "Colour"}, "red"),
        ({"Ref": "AWS::Region"}, "here"),
        ({"Ref": "Table"}, "ref-Table"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "Table/Arn"),
        ({"Fn::Sub": "${Colour}-${Table}-${Table.Arn}-${!Literal}"}, "red-ref-Table-Table/Arn-${Literal}"),
        ({"Fn::Sub": ["${Own}", {"Own": {"Ref": "Size"}}]}, "3"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Colour"}, {"Ref": "AWS::NoValue"}]]}, "a-red"),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}, "b"),
        ({"Fn::FindInMap": ["By", {"Ref": "Colour"}, "code"]}, "R"),
        ({"Fn::If": ["IsRed", 1, 2]}, 1),
        ({"a": {"Fn::If": ["IsBig", 1, {"Ref": "AWS::NoValue"}]}, "b": 2}, {"b": 2}),
        ({"Fn::And": [{"Condition": "IsRed"}, {"Fn::Not": [{"Condition": "IsBig"}]}]}, True),
        ({"Fn::Or": [{"Condition": "IsBig"}, {"Fn::Equals": [True, "true"]}]}, True),
    ],
)
def test_intrinsics(node: object, value: object) -> None:
    assert resolver().resolve(node) == value


def test_what_is_not_known_is_said() -> None:
    with pytest.raises(TemplateError, match="Fn::Cidr"):
        resolver().resolve({"Fn::Cidr": []})
    with pytest.raises(TemplateError, match="no condition"):
        resolver().holds("IsBlue")
    with pytest.raises(TemplateError, match="no such parameters: Weight"):
        resolver(Weight=1)


def test_globals_become_part_of_each_function() -> None:
    function = read_template(TEMPLATE).resources["ApiFunction"]["Properties"]
    assert function["Timeout"] == 20
    assert function["Environment"]["Variables"].keys() >= {"TABLE_AGENDA", "API_ID"}


def test_functions_must_agree_on_their_environment() -> None:
    assert union({"a": {"X": "1"}, "b": {"X": "1", "Y": "2"}}) == {"X": "1", "Y": "2"}
    with pytest.raises(TemplateError, match="b gives X another value"):
        union({"a": {"X": "1"}, "b": {"X": "2"}})


def test_parameters_and_conditions_decide_what_is_there() -> None:
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START), parameters={"Extra": "x"}) as cloud:
        assert cloud.variables["COLOUR"] == "blue-x"
        assert "ExtraQueue" in cloud.queues()
        assert "ExtraFunction" in [spec.logical_id for spec in cloud.functions.specs]
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START)) as cloud:
        assert cloud.variables["COLOUR"] == "blue"
        assert "ExtraQueue" not in cloud.queues()
        assert "ExtraFunction" not in [spec.logical_id for spec in cloud.functions.specs]


def test_resources_are_made_as_the_template_says(cloud: LocalCloud) -> None:
    table = cloud.variables["TABLE_AGENDA"]
    told = boto3.client("dynamodb").describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert told == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
    queue = boto3.client("sqs").get_queue_attributes(QueueUrl=cloud.stack.ref("InQueue"), AttributeNames=["All"])
    assert queue["Attributes"]["VisibilityTimeout"] == "1"
    assert cloud.dead_letter_queues() == {"DeadQueue", "LostQueue"}


def test_a_seed_fixes_the_secrets() -> None:
    def secret(seed: str) -> str:
        with LocalCloud.start(TEMPLATE, clock=SettableClock(START), seed=seed) as cloud:
            arn = cloud.variables["SECRET_ARN"]
            return str(boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])

    assert secret("one") == secret("one") != secret("two")
