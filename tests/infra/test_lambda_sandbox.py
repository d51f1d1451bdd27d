"""The sandbox that other tests lean on tells answers, errors and deaths apart."""

import sys
from pathlib import Path

import pytest

from lambda_sandbox import FunctionError, Sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the runtime client has wheels for Linux only")

SOURCE = """
import os, sys

def echo(event, context):
    return {"got": event, "left": context.get_remaining_time_in_millis() > 0, "stage": os.environ["STAGE"]}

def fail(event, context):
    raise ValueError(event["why"])

def die(event, context):
    os._exit(3)

def look(event, context):
    import importlib.util
    return {name: importlib.util.find_spec(name) is not None for name in event["names"]}
"""


@pytest.fixture
def task_root(tmp_path: Path) -> Path:
    (tmp_path / "little.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "broken.py").write_text("import nothing_of_this_name", encoding="utf-8")
    return tmp_path


def sandbox(handler: str, task_root: Path) -> Sandbox:
    return Sandbox(handler, python=sys.executable, task_root=task_root, environment={"STAGE": "test"})


def test_answers_come_back_one_by_one(task_root: Path) -> None:
    with sandbox("little.echo", task_root) as function:
        for number in range(3):
            assert function.invoke({"number": number}) == {"got": {"number": number}, "left": True, "stage": "test"}


def test_an_exception_is_reported_with_its_class_and_the_sandbox_goes_on(task_root: Path) -> None:
    with sandbox("little.fail", task_root) as function:
        for why in ("first", "second"):
            with pytest.raises(FunctionError, match=f"ValueError: {why}") as caught:
                function.invoke({"why": why})
            assert caught.value.type == "ValueError"
            assert "little.py" in caught.value.trace


def test_a_module_that_cannot_be_imported_is_reported(task_root: Path) -> None:
    with (
        sandbox("broken.handler", task_root) as function,
        pytest.raises(FunctionError, match="nothing_of_this_name"),
    ):
        function.invoke({})


def test_a_process_that_dies_is_told_apart(task_root: Path) -> None:
    with sandbox("little.die", task_root) as function, pytest.raises(RuntimeError, match="process ended"):
        function.invoke({})


def test_nothing_of_this_environment_is_seen(task_root: Path) -> None:
    with sandbox("little.look", task_root) as function:
        seen = function.invoke({"names": ["little", "awslambdaric", "boto3", "pytest", "care"]})
    assert seen == {"little": True, "awslambdaric": True, "boto3": False, "pytest": False, "care": False}
