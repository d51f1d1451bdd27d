"""The contact card: what is empty is not shown."""

from dataclasses import dataclass

from care.kernel.editions import Edition

__all__ = ["CardVersion", "Contacts", "RegionContacts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """`mini_program`: the path of its service page; `wecom`: a link that opens a talk with us; `phone`: as dialled."""

    mini_program: str = ""
    wecom: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionContacts:
    """What a region has of its own; what is empty is as everywhere."""

    region: str
    contacts: Contacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CardVersion(Edition):
    """The card as it was published."""

    contacts: Contacts
    regions: tuple[RegionContacts, ...] = ()

    def of(self, region: str | None) -> Contacts:
        """What holds in a region."""
        own = next((each.contacts for each in self.regions if each.region == region), Contacts())
        return Contacts(
            mini_program=own.mini_program or self.contacts.mini_program,
            wecom=own.wecom or self.contacts.wecom,
            phone=own.phone or self.contacts.phone,
        )
