"""The domains that take facts in, over one house, and an API over them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from api.members.set_contact_preferences import SetContactPreferences
from api.members.tag_member import AddMemberTag, RemoveMemberTag
from api.members.types import MembersQuery
from api.orders import OrdersQuery
from api.viewer import Role, Viewer
from care.catalog.report import CategoryReport
from care.contact.wishes import ContactWishes
from care.kernel.settings import Settings
from care.members.service import Members
from care.members.tags import Tags
from care.orders import events
from care.orders.service import Orders
from fakes.house import House
from fakes.mall import cipher, event
from fakes.serving import Server, serve, viewer

__all__ = ["FactsRoom"]

VIEWERS: dict[str, Viewer] = {
    "owner": viewer("M001", Role.MEMBER),
    "stranger": viewer("M404", Role.MEMBER),
    "leader": viewer("L001", Role.LEADER, community="阳光花园"),
    "other leader": viewer("L001", Role.LEADER, community="别处"),
    **{role.lower(): viewer("S001", role) for role in Role if role not in (Role.MEMBER, Role.LEADER)},
}


@dataclass
class FactsRoom:
    """Takes facts and answers questions."""

    house: House = field(default_factory=House)

    @cached_property
    def members(self) -> Members:
        return Members(self.house.storage, self.house.uow, self.house.clock, cipher())

    @cached_property
    def contact_wishes(self) -> ContactWishes:
        return ContactWishes(self.house.storage, self.house.requests, self.house.clock, Settings, self.members)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self.house.storage, self.house.requests, self.house.clock, Settings)

    @cached_property
    def orders(self) -> Orders:
        return Orders(self.house.storage, self.house.uow, self.house.clock, self.members, CategoryReport())

    @cached_property
    def server(self) -> Server:
        queries = (OrdersQuery, MembersQuery)
        return serve(queries, (AddMemberTag, RemoveMemberTag, SetContactPreferences), app=self, viewers=VIEWERS)

    def take(self, kind: str, detail: dict[str, Any]) -> None:
        """An order event comes in."""
        self.orders.take(event(getattr(events, kind), **detail))

    def judge(self) -> None:
        """What was planned for the facts fires: the rules look at the member of each."""
        for item in self.house.planned("order.stated"):
            self.house.uow.run(lambda batch, item=item: self.tags.evaluate(item, batch))  # type: ignore[misc]
