"""Who reads what members were told: a message's text greets the member by name."""

import pytest

from api.relay import global_id
from care.contact.store import MESSAGES
from fakes.shop import Shop

READ = "query($id: ID!) { node(id: $id) { ... on Message { state text } } }"


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    shop.apply()
    shop.settle()
    return shop


def message(shop: Shop) -> str:
    return global_id("Message", shop.memory.all(MESSAGES)[0].id)


@pytest.mark.parametrize("who", ["member:M001", "agent:A01", "manager:B01"])
def test_who_may_know_the_name_may_read_the_text(shop: Shop, who: str) -> None:
    assert shop.ask(READ, who, id=message(shop)).data["node"]["text"].startswith("王小燕，您好")


def test_an_operator_sees_what_became_of_a_message_but_not_whom_it_greets(shop: Shop) -> None:
    reply = shop.ask(READ, "operator:P01", id=message(shop))
    assert (reply.data["node"], reply.codes) == ({"state": "SENT", "text": None}, ["FORBIDDEN"])
