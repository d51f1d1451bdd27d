"""Who plays DynamoDB: moto in every run; ministack, which has real indexes, in `make conformance`."""

from collections.abc import Iterator

import pytest

from fakes.engines import ministack_server


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server's address."""
    with ministack_server(tmp_path_factory.mktemp("ministack")) as endpoint:
        yield endpoint


@pytest.fixture(params=["memory", "moto", pytest.param("ministack", marks=pytest.mark.conformance)])
def engine(request: pytest.FixtureRequest) -> str:
    """Who holds the contract: `memory`, `moto`, or the address of a server."""
    name: str = request.param
    return str(request.getfixturevalue("ministack")) if name == "ministack" else name
