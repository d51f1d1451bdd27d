from pathlib import Path

import pytest

from api import schema as module
from api.schema import SDL, main, schema, sdl


def test_the_committed_sdl_is_what_the_code_says() -> None:
    assert SDL.read_text(encoding="utf-8") == sdl(schema()), "run: python -m api.schema --write"


def test_check_notices_drift_and_write_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "SDL", tmp_path / "schema.graphql")

    assert (main(["--check"]), main(["--write"]), main(["--check"])) == (1, 0, 0)
    assert "python -m api.schema --write" in capsys.readouterr().err

    module.SDL.write_text("type Query { other: Int }", encoding="utf-8")
    assert main(["--check"]) == 1
