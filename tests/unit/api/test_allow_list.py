from pathlib import Path

import pytest

from api.allow_list import OPERATIONS, AllowList
from api.documents import Documents
from api.errors import ApiError
from api.limits import Limits
from api.schema import schema

HEALTH = "query Health {\n  # is it there?\n  health\n}\n"


@pytest.fixture
def allowed(tmp_path: Path) -> AllowList:
    (tmp_path / "Health.graphql").write_text(HEALTH, encoding="utf-8")
    return AllowList(tmp_path)


@pytest.mark.parametrize("text", [HEALTH, "query Health{health}", "query  Health , {health,}"])
def test_a_known_document_may_run_however_it_is_laid_out(allowed: AllowList, text: str) -> None:
    assert Documents(schema().core, Limits(), allowed).prepare(text).name == "Health"


@pytest.mark.parametrize(
    "text",
    [
        "{health}",
        "query Health{health viewer{callerId}}",
        "query Other{health}",
        "query Health{h:health}",
        "mutation Health{health}",
    ],
)
def test_any_other_document_may_not(allowed: AllowList, text: str) -> None:
    with pytest.raises(ApiError, match="OPERATION_NOT_ALLOWED") as refused:
        Documents(schema().core, Limits(), allowed).prepare(text)
    assert refused.value.status == 403


def test_a_refusal_tells_nothing_of_the_schema(allowed: AllowList) -> None:
    with pytest.raises(ApiError, match="OPERATION_NOT_ALLOWED"):
        Documents(schema().core, Limits(), allowed).prepare("query Health{noSuchField}")


@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
def test_each_operation_is_named_after_its_file_valid_and_allowed(file: Path) -> None:
    document = Documents(schema().core, Limits(), AllowList()).prepare(file.read_text(encoding="utf-8"))

    assert document.name == file.stem


def test_a_document_is_prepared_once() -> None:
    documents = Documents(schema().core, Limits())

    assert documents.prepare("{health}") is documents.prepare("{health}")
