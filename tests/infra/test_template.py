"""What the deployment promises, beyond what cfn-lint knows."""

import importlib
import pkgutil
import re
import tomllib
from collections import defaultdict
from typing import Any

import pytest

import care
import deployment
from artifact.kinds import ARTIFACTS
from care.dynamo.shelf import Shelf
from care.evidence.model import KEPT

FUNCTIONS = deployment.functions()
TABLES = deployment.of_type("AWS::DynamoDB::Table")
QUEUES = deployment.of_type("AWS::SQS::Queue")
ALARMS = deployment.of_type("AWS::CloudWatch::Alarm")
INTERFACES = {
    *(f"ec2:{verb}NetworkInterface" for verb in ("Create", "Delete")),
    *(f"ec2:{verb}PrivateIpAddresses" for verb in ("Assign", "Unassign")),
    *("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"),
}
"""What a function in a VPC needs (runbook, a fixed address)."""


def shelves() -> list[Shelf[Any]]:
    found = []
    for module in pkgutil.walk_packages(care.__path__, "care."):
        found += [each for each in vars(importlib.import_module(module.name)).values() if isinstance(each, Shelf)]
    return found


def table_id(logical: str) -> str:
    return f"{logical.capitalize()}Table"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_its_own_role_names_and_no_more(function: str) -> None:
    for statement in deployment.statements(function):
        actions = deployment.as_list(statement["Action"])
        assert all("*" not in action for action in actions)
        wild = [each for each in deployment.walk(statement["Resource"]) if isinstance(each, str) and "*" in each]
        objects = [each for each in wild if re.fullmatch(r"\$\{\w+\.Arn\}/\w+/\*", each)]
        no_resource = actions == ["dynamodb:ListStreams"] or set(actions) == INTERFACES  # AWS takes none of these
        assert wild == objects or no_resource


def test_no_two_functions_share_a_role_or_a_log_group() -> None:
    roles = [each["Properties"]["Role"]["Fn::GetAtt"][0] for each in FUNCTIONS.values()]
    names = [each["Properties"]["FunctionName"]["Fn::Sub"] for each in FUNCTIONS.values()]
    groups = [
        each["Properties"]["LogGroupName"]["Fn::Sub"] for each in deployment.of_type("AWS::Logs::LogGroup").values()
    ]
    assert len(set(roles)) == len(set(names)) == len(FUNCTIONS)
    assert {f"/aws/lambda/{name}" for name in names} <= set(groups)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_on_demand_encrypted_restorable_and_outlives_the_stack(table: str) -> None:
    resource, properties = TABLES[table], TABLES[table]["Properties"]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_the_secret_outlives_the_stack() -> None:
    for secret in deployment.of_type("AWS::SecretsManager::Secret").values():
        assert secret["DeletionPolicy"] == secret["UpdateReplacePolicy"] == "Retain"


def test_each_shelf_has_its_table_and_each_index_its_shelf() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for shelf in shelves():
        used[table_id(shelf.table)] |= set(shelf.indexes or ())
    stated = {
        name: {index["IndexName"] for index in table["Properties"].get("GlobalSecondaryIndexes", ())}
        for name, table in TABLES.items()
        if name in used
    }
    assert stated == used


def test_what_expires_lies_in_a_table_that_lets_it() -> None:
    expiring = {table_id(shelf.table) for shelf in shelves() if shelf.expires}
    stated = {name for name, table in TABLES.items() if "TimeToLiveSpecification" in table["Properties"]}
    assert stated == expiring
    for name in stated:
        assert TABLES[name]["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_table_is_told_to_each_function(function: str) -> None:
    variables = FUNCTIONS[function]["Properties"]["Environment"]["Variables"]
    told = {name: value for name, value in variables.items() if name.startswith("TABLE_")}
    assert told == {f"TABLE_{name.removesuffix('Table').upper()}": {"Ref": name} for name in TABLES}


def test_each_queue_is_encrypted_and_has_dead_letters_or_is_watched() -> None:
    watched = {each["Properties"]["Dimensions"][0]["Value"].get("Fn::GetAtt", [""])[0] for each in ALARMS.values()}
    for name, queue in QUEUES.items():
        assert queue["Properties"]["SqsManagedSseEnabled"] is True
        assert "RedrivePolicy" in queue["Properties"] or name in watched


def test_a_message_is_hidden_for_six_times_as_long_as_its_function_may_run() -> None:
    visibility = deployment.load_template().parameters["QueueVisibilitySeconds"]
    timeout = FUNCTIONS["MallEventsFunction"]["Properties"]["Timeout"]
    assert visibility["Default"] >= visibility["MinValue"] >= 6 * timeout
    photos = QUEUES["EvidenceQueue"]["Properties"]["VisibilityTimeout"]
    assert photos >= 6 * FUNCTIONS["EvidenceFunction"]["Properties"]["Timeout"]


def test_photos_are_kept_for_as_long_as_they_are_shown_and_raw_ones_hardly_at_all() -> None:
    (bucket,) = deployment.of_type("AWS::S3::Bucket").values()
    rules = {rule["Prefix"]: rule for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]}
    assert rules["shown/"]["ExpirationInDays"] == KEPT.days
    assert rules["raw/"]["ExpirationInDays"] <= 2
    assert {rule["Status"] for rule in rules.values()} == {"Enabled"}


def test_no_bucket_is_open_to_anybody() -> None:
    for bucket in deployment.of_type("AWS::S3::Bucket").values():
        properties = bucket["Properties"]
        assert bucket["DeletionPolicy"] == bucket["UpdateReplacePolicy"] == "Retain"
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert properties["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        assert properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert "VersioningConfiguration" not in properties, "what is deleted is gone"


def test_each_function_takes_the_artifact_that_is_built_for_it() -> None:
    used = {name: each["Properties"]["CodeUri"] for name, each in FUNCTIONS.items()}
    assert set(used.values()) == {f"build/{kind.name}" for kind in ARTIFACTS}
    assert [name for name, uri in used.items() if uri == "build/evidence"] == ["EvidenceFunction"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_errors_of_each_function_raise_an_alarm(function: str) -> None:
    dimension = {"Name": "FunctionName", "Value": {"Ref": function}}
    alarms = [each["Properties"] for each in ALARMS.values() if dimension in each["Properties"]["Dimensions"]]
    assert "Errors" in {alarm["MetricName"] for alarm in alarms}


def test_every_alarm_is_heard() -> None:
    for alarm in ALARMS.values():
        assert alarm["Properties"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]


def test_every_dead_letter_queue_has_its_url_in_the_outputs() -> None:
    told = {each["Value"].get("Ref") for each in deployment.load_template().outputs.values()}
    assert {name for name in QUEUES if name.endswith("DeadLetters")} <= told


def test_nothing_is_bound_to_one_partition() -> None:
    text = deployment.TEMPLATE.read_text(encoding="utf-8")
    services = {
        f"{name}.amazonaws.com" for name in ("lambda", "events", "s3")
    }  # principals bear the same names in all partitions
    assert set(re.findall(r"[a-z0-9.-]+\.amazonaws\.com[a-z.]*", text)) == services
    assert not re.search(r"arn:aws[a-z-]*:(?!acm:)", text.replace("arn:aws[a-z-]*:acm:", ""))


def test_sweeps_stop_before_their_tick_comes_round() -> None:
    for function in FUNCTIONS.values():
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] == "Schedule":
                minutes = int(re.findall(r"rate\((\d+) minutes?\)", event["Properties"]["Schedule"])[0])
                assert function["Properties"]["Timeout"] < minutes * 60


def test_the_contract_on_workers_lists_every_worker() -> None:
    contracts = tomllib.loads((deployment.TEMPLATE.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    listed = next(each for each in contracts if each["id"] == "workers-know-no-api")["source_modules"]
    modules = {name: each["Properties"]["Handler"].removesuffix(".handler") for name, each in FUNCTIONS.items()}
    assert set(listed) == set(modules.values()) - {modules["ApiFunction"]}


def test_what_sends_stands_behind_a_fixed_address_where_one_is_given_and_nothing_else_does() -> None:
    senders = {"AgendaStreamFunction", "SweepNowFunction"}
    egress = {"SubnetIds": {"Ref": "EgressSubnetIds"}, "SecurityGroupIds": {"Ref": "EgressSecurityGroupIds"}}
    inside = {
        name: each["Properties"]["VpcConfig"] for name, each in FUNCTIONS.items() if "VpcConfig" in each["Properties"]
    }
    assert inside == {key: {"Fn::If": ["HasEgress", egress, {"Ref": "AWS::NoValue"}]} for key in senders}
    may = {name for name in FUNCTIONS if any(each["Sid"] == "Interfaces" for each in deployment.statements(name))}
    assert may == senders
