"""What no function needs is taken out of the dependencies; the tests of the artifact show that nothing is missed."""

import shutil
from pathlib import Path

__all__ = ["SERVICES", "trim"]

SERVICES = frozenset({"dynamodb", "events", "secretsmanager", "sqs"})
"""The services that the functions call. botocore ships models of four hundred: more than half of the weight."""

_UNUSED = (
    ".lock",
    "bin",  # console scripts
    "aws_lambda_powertools/event_handler",  # a web framework with its Swagger UI: the API has its own edge
    "aws_lambda_powertools/utilities/parser",  # pydantic models of events
    "cffi",  # makes bindings; cryptography needs the compiled `_cffi_backend` only
    "pycparser*",  # serves cffi
    "boto3/data",  # resources: clients only here
    "boto3/examples",
    "botocore/data/*/*/examples-1.json",
    "strawberry/cli/commands",
    "**/test",
    "**/tests",
    "**/*.pyi",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/sboms",
)


def trim(folder: Path) -> None:
    """Take out the unused; the names, versions and licences of all that stays (`*.dist-info`) stay too."""
    for model in (folder / "botocore" / "data").iterdir():
        if model.is_dir() and model.name not in SERVICES:
            shutil.rmtree(model)
    for pattern in _UNUSED:
        for path in list(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
