"""What the hot paths cost, as ratios taken in one run: `make bench` prints them and judges nothing."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

import pytest

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch
from fakes.product import Product
from fakes.shop import Shop

pytestmark = pytest.mark.bench
HEALTH = "{ health }"


def took(work: Callable[[], object], times: int = 30) -> float:
    """Median seconds of one call."""
    spent = []
    for _ in range(times):
        began = perf_counter()
        work()
        spent.append(perf_counter() - began)
    return median(spent)


def test_requests_against_the_cheapest_request() -> None:
    shop = Shop()
    line = shop.call("MyOrders", "member:M001")["edges"][0]["node"]["lines"][0]["id"]
    health = took(lambda: shop.ask(HEALTH, None))
    costs = {
        "eligibility": took(lambda: shop.call("Eligibility", "member:M001", lineId=line)),
        "my tickets": took(lambda: shop.call("MyTickets", "member:M001")),
        "agent's queue": took(lambda: shop.call("TicketQueue", "agent:A01")),
    }
    for name, seconds in costs.items():
        print(f"{name}: {seconds / health:.1f} × a health request")


def _plan(items: list[AgendaItem], batch: Batch) -> None:
    batch.plan(*items)


@pytest.mark.parametrize("stored", [100, 10_000])
def test_an_idle_sweep_by_what_is_stored(stored: int) -> None:
    """The calls are counted, since the fake's time says nothing about an index."""
    product = Product()
    house = product.app
    later = [
        AgendaItem(lane=Lane.CARE, kind="survey.send", due=product.clock.now().replace(year=2027), subject=str(number))
        for number in range(stored)
    ]
    for start in range(0, stored, 100):
        house.uow.run(partial(_plan, later[start : start + 100]))
    product.memory.calls.clear()
    house.runner.sweep(Lane.CARE, lambda: 60.0)
    print(f"{stored} stored, none due: {len(product.memory.calls)} calls for {house.agenda.shards} shards")


def test_cold_imports_against_boto3() -> None:
    """What a sandbox pays before its first request."""

    def cold(statement: str) -> float:
        return took(lambda: subprocess.run([sys.executable, "-c", statement], check=True), times=3)

    nothing = cold("pass")
    boto3 = cold("import boto3; boto3.client") - nothing
    for name, statement in (("a sweep", "import handlers.sweep_now"), ("the API", "import handlers.api")):
        print(f"{name}: {(cold(statement) - nothing) / boto3:.1f} × the import of boto3")
