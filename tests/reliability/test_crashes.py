"""Whatever call is a process's last: run again, it comes to the same end.

In memory: storms of deaths each time, exhaustively in `make reliability`; test_crashes_local has real calls.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.accounts.store import LEDGER, PAYOUTS
from care.contact.model import Message, MessageState
from care.contact.store import MESSAGES
from care.dynamo.shelf import Shelf
from care.kernel.agenda import Lane
from care.tickets.store import TICKETS
from fakes.lives import sign, tap_to_apply
from fakes.lives_of_staff import EVERY_LIFE
from fakes.mortal import Died, Enumerated, Mortal, Stormy, judge
from fakes.product import Product
from handlers.reactions import reactions

Life = Callable[[Product], None]


# a request that dies leaves coroutines behind that nobody awaits
pytestmark = pytest.mark.filterwarnings(
    "ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(params=EVERY_LIFE)
def life(request: pytest.FixtureRequest) -> Life:
    return EVERY_LIFE[request.param]


def test_the_lives_fire_every_kind_of_item() -> None:
    fired: set[str] = set()
    for life in EVERY_LIFE.values():
        product = Mortal()
        life(product)
        fired |= {name.partition(":")[2] for name in product.storage.committed if name.startswith("agenda.take:")}
        assert product.dead() == []
    assert fired == set(reactions(Mortal().app))


@pytest.mark.reliability
def test_a_death_at_any_call_leaves_no_trace(life: Life) -> None:
    product = Enumerated()
    life(product)
    assert product.deaths > 100
    assert product.dead() == []


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_deaths_comes_to_the_same_end(life: Life, seed: int) -> None:
    calm, storm = Mortal(), Stormy(seed)
    life(calm)
    life(storm)
    assert storm.deaths > 5
    judge(calm.world(), storm.world())


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize("moments", range(6))
def test_a_message_whose_sender_died_is_unknown_and_not_repeated(moments: int) -> None:
    """Before and after the channel's call (0, 1), the last look at the message (2, 3), writing its outcome (4, 5)."""
    product = Mortal()
    sign(product)
    tap_to_apply(product, "1")
    doomed = _dies_after_claim(product, moments)
    product.advance(minutes=10)
    message = product.storage.get(MESSAGES, MESSAGES.key(doomed))
    assert message is not None
    assert message.state is (MessageState.SENT if moments == 5 else MessageState.UNKNOWN)
    assert product.sent.count(doomed.id) == int(moments > 0)
    inbox = [edge["node"] for edge in product.call("MyMessages", "member:M001")["edges"]]
    assert global_id("Message", doomed.id) in [each["id"] for each in inbox], "the member is shown it all the same"


def _dies_after_claim(product: Mortal, moments: int) -> Message:
    """Sweep until a message is claimed, and die so many moments later; the message."""
    left = [moments]

    def fatal(_moment: int) -> bool:
        claimed = product.storage.committed["message.claimed"] > 0
        left[0] -= claimed
        return left[0] < 0

    product.fate.fatal = fatal
    with pytest.raises(Died):
        product.settle()
    product.fate.fatal = lambda _moment: False
    product.reborn()
    (message,) = (each for each in product.memory.all(MESSAGES) if each.claimed_at)
    return message


# ---------------------------------------------------------------- a system that stood still


def _late(moment: int | None) -> Mortal:
    """An application is left alone for an hour; the sweep that finds it then dies at `moment`."""
    product = Mortal()
    sign(product)
    tap_to_apply(product, "1")
    product.clock.move(timedelta(hours=1))
    product.reborn()
    product.fate.fatal = lambda now: now == moment
    with suppress(Died):
        product.sweep(Lane.NOW)
    product.fate.fatal = lambda _moment: False
    product.moments = 2 * product.fate.made
    product.reborn()
    product.advance(hours=1)
    return product


def test_late_items_survive_a_death_at_any_call() -> None:
    whole = _late(None)
    for moment in range(whole.moments):
        _same_decisions(whole, _late(moment))


def _same_decisions(whole: Mortal, broken: Mortal) -> None:
    """Late items are put off before they are fired, so times may differ; decisions may not."""
    shelves: tuple[Shelf[Any], ...] = (PAYOUTS, LEDGER, TICKETS, MESSAGES)
    for shelf in shelves:
        assert len(broken.memory.all(shelf)) == len(whole.memory.all(shelf))
    assert {each.state for each in broken.memory.all(PAYOUTS)} == {"PAID"}
    states = {each.kind: each.state for each in broken.memory.all(TICKETS)}
    assert states == {"CLAIM": "RESOLVED", "TASK": "IN_REVIEW"}, "the claim, and the first complaint's call"
    assert len(set(broken.sent)) == len(broken.sent)
    assert broken.dead() == []
