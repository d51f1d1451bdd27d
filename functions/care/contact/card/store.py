"""Where contact cards lie: a series of editions beside those of policy and settings."""

from care.contact.card.model import CardVersion
from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf

__all__ = ["CARDS"]

CARDS = Shelf(
    shape=CardVersion,
    kind="contact-card",
    table="policy",
    key=lambda version: edition_key("CONTACT-CARD", version.number),
)
