from datetime import UTC, datetime

import pytest
import strawberry

from api.permissions import ANYONE, may
from api.scalars import Money, money
from fakes.serving import Server, serve
from fakes.shop_api import Shop, ShopQuery

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@strawberry.type
class TimeQuery:
    @strawberry.field(metadata=may(ANYONE))
    def at(self, time: datetime) -> datetime:
        """The same time."""
        assert time.utcoffset() == NOON.utcoffset()
        return time

    @strawberry.field(metadata=may(ANYONE))
    def naive(self) -> datetime | None:
        """A mistake."""
        return datetime(2026, 3, 2)  # noqa: DTZ001  # what must not leave


@pytest.fixture(scope="module")
def server() -> Server:
    return serve((ShopQuery, TimeQuery), app=Shop())


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("2026-03-02T12:00:00+08:00", "2026-03-02T12:00:00+08:00"),
        ("2026-03-02T04:00:00Z", "2026-03-02T12:00:00+08:00"),
        ("2026-03-01T23:00:00.5-05:00", "2026-03-02T12:00:00.500000+08:00"),
    ],
)
def test_times_come_with_any_offset_and_leave_in_that_of_shanghai(server: Server, sent: str, shown: str) -> None:
    assert server.ask("query($t:DateTime!){at(time:$t)}", t=sent).data == {"at": shown}


@pytest.mark.parametrize(
    "sent", ["2026-03-02T12:00:00", "2026-03-02", "noon", "", 5, "0001-01-01T00:00:00+08:00", None, ["x"]]
)
def test_a_time_without_an_offset_is_refused(server: Server, sent: object) -> None:
    assert server.ask("query($t:DateTime!){at(time:$t)}", t=sent).codes == ["BAD_USER_INPUT"]


def test_a_naive_time_never_leaves(server: Server) -> None:
    reply = server.ask("{naive}")

    assert (reply.codes, reply.data) == (["INTERNAL"], {"naive": None})


@pytest.mark.parametrize(
    ("fen", "yuan"), [(0, "0.00"), (5, "0.05"), (1250, "12.50"), (-1250, "-12.50"), (3_000_000_000, "30000000.00")]
)
def test_money_is_shown_in_fen_and_yuan(server: Server, fen: int, yuan: str) -> None:
    reply = server.ask("query($f:Fen!){quote(price:$f){fen yuan}}", as_="m1", f=fen)

    assert reply.data["quote"] == {"fen": fen, "yuan": yuan}


@pytest.mark.parametrize("sent", [1.5, 1.0, "1", True, 2**53, -(2**53), None])
def test_fen_are_whole_numbers_that_json_keeps(server: Server, sent: object) -> None:
    assert server.ask("query($f:Fen!){quote(price:$f){fen}}", as_="m1", f=sent).codes == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("literal", ["1.5", '"1"', "true"])
def test_fen_in_the_document_are_checked_too(server: Server, literal: str) -> None:
    assert server.ask("{quote(price:" + literal + "){fen}}", as_="m1").codes == ["GRAPHQL_VALIDATION_FAILED"]


def test_money_is_made_of_fen() -> None:
    assert isinstance(money(5), Money)
