"""What no function needs is taken out of the dependencies; the tests of the artifact show that nothing is missed."""

import shutil
from collections.abc import Container
from pathlib import Path

__all__ = ["trim"]

_UNUSED = (
    ".lock",
    "bin",  # console scripts
    "aws_lambda_powertools/event_handler",  # a web framework with its Swagger UI: the API has its own edge
    "aws_lambda_powertools/utilities/parser",  # pydantic models of events
    "aws_lambda_powertools/utilities/auth_alpha",
    "aws_lambda_powertools/utilities/circuit_breaker",
    "aws_lambda_powertools/utilities/data_masking",
    "aws_lambda_powertools/utilities/feature_flags",
    "aws_lambda_powertools/utilities/idempotency",  # ours stands in the decision's own transaction
    "aws_lambda_powertools/utilities/kafka",
    "aws_lambda_powertools/utilities/streaming",
    "cffi",  # makes bindings; cryptography needs the compiled `_cffi_backend` only
    "pycparser*",  # serves cffi
    "boto3/data",  # resources: clients only here
    "boto3/examples",
    "botocore/data/*/*/examples-1.json",
    "strawberry/cli/commands",
    "strawberry/codemods",
    "strawberry/codegen",
    "strawberry/schema_codegen",
    "strawberry/channels",  # other frameworks' ways in
    "strawberry/django",
    "strawberry/fastapi",
    "strawberry/flask",
    "strawberry/litestar",
    "strawberry/pydantic",  # loaded where pydantic is used
    "strawberry/quart",
    "strawberry/sanic",
    "strawberry/extensions/tracing/datadog.py",
    "packaging",  # serves that one
    "packaging-*.dist-info",
    "dateutil/zoneinfo",  # time zones come from the system
    "share",  # manual pages
    "**/test",
    "**/tests",
    "**/*.pyi",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/sboms",
)


def trim(folder: Path, services: Container[str]) -> None:
    """Leave botocore the models of `services` only, and take out what is unused; the names, versions and licences of
    all that stays (`*.dist-info`) stay too.
    """
    for model in (folder / "botocore" / "data").iterdir():
        if model.is_dir() and model.name not in services:
            shutil.rmtree(model)
    for pattern in _UNUSED:
        for path in list(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
