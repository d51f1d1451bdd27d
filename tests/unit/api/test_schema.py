from pathlib import Path

import pytest

from api import schema as module
from api.guards import access
from api.schema import ACCESS, SDL, main, schema, sdl
from fakes.serving import serve
from fakes.shop_api import Shop, ShopMutation, ShopQuery


def test_the_committed_sdl_is_what_the_code_says() -> None:
    assert SDL.read_text(encoding="utf-8") == sdl(schema()), "run: python -m api.schema --write"


def test_the_committed_rights_are_those_of_the_code() -> None:
    assert ACCESS.read_text(encoding="utf-8").splitlines() == list(access(schema().core)), (
        "python -m api.schema --write"
    )


def test_rights_are_listed_by_type_and_field() -> None:
    staff = "agent or manager or operator or product or quality"

    lines = list(access(serve((ShopQuery,), (ShopMutation,), app=Shop()).schema.core))

    assert lines[0] == "Mutation.buy: signed in"
    assert f"Basket: own member | leader of the community | {staff}" in lines
    assert f"Basket.margin: {staff}" in lines
    assert not [line for line in lines if line.startswith(("Goods", "Money", "PageInfo"))]


def test_check_notices_drift_and_write_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "SDL", tmp_path / "schema.graphql")
    monkeypatch.setattr(module, "ACCESS", tmp_path / "access.txt")

    assert (main(["--check"]), main(["--write"]), main(["--check"])) == (1, 0, 0)
    assert "python -m api.schema --write" in capsys.readouterr().err

    module.ACCESS.write_text("Query.viewer: anyone", encoding="utf-8")
    assert main(["--check"]) == 1
    assert "access.txt: not what the code says" in capsys.readouterr().err
