import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

import event_schemas
from event_schemas import EVENTS, FOLDER, main, schema_of
from fakes.mall import at, facts, line, order

MONEY = {"version": 1, "occurred_at": at(), "key": "K"}
EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    *facts(),
    ("OrderCancelled", order(cancelled_at=at(), line_ids=["1"])),
    ("ShipmentMoved", {"shipment_id": "S", "order_id": "O", "status": "MOVING", "moved_at": at()}),
    ("ProductChanged", {"sku": "A", "category": "FRESH", "occurred_at": at()}),
    ("MemberChanged", {"member_id": "M", "occurred_at": at(), "phone": ""}),
    ("LeaderChanged", {"leader_id": "L", "community": "阳光花园", "occurred_at": at()}),
    ("RefundConfirmed", MONEY | {"attempt": 1}),
    ("BenefitRedeemed", MONEY | {"redeemed_at": at()}),
]
BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("OrderPlaced", order()),
    ("OrderPlaced", order(placed_at=at(), lines=[])),
    ("OrderPlaced", order(placed_at=at(), version=2)),
    ("OrderPlaced", order(placed_at=at(), lines=[line(unit_price_fen=1.5)])),
    ("OrderPlaced", order(placed_at=at(), lines=[line(quantity=0)])),
    ("OrderPlaced", order(placed_at=at(), order_id="O#1")),
    ("OrderSigned", order(signed_at=at(), by="nobody")),
    ("RefundConfirmed", MONEY | {"attempt": 0}),
]


def test_the_committed_schemas_are_what_the_types_say() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_each_is_a_valid_schema_with_a_description(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["description"]
    assert schema["title"] == name


@pytest.mark.parametrize(("name", "detail"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_what_the_house_takes_fits_its_schema(name: str, detail: dict[str, Any]) -> None:
    Draft202012Validator(schema_of(name)).validate(detail)


@pytest.mark.parametrize(("name", "detail"), BROKEN)
def test_what_the_house_refuses_does_not_fit(name: str, detail: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema_of(name)).is_valid(detail)


def test_drift_is_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--write"], tmp_path)
    assert main(["--check"], tmp_path) == 0
    (tmp_path / "OrderPlaced.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "OrderEaten.schema.json").write_text("{}", encoding="utf-8")
    assert main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err.startswith("OrderEaten.schema.json, OrderPlaced.schema.json: ")


def test_writing_removes_what_is_no_event_any_more(tmp_path: Path) -> None:
    (tmp_path / "OrderEaten.schema.json").write_text("{}", encoding="utf-8")
    main(["--write"], tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.schema.json" for name in event_schemas.EVENTS}
