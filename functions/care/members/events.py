"""The mall's event about members."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent
from care.members.model import Profile, Purpose

__all__ = ["Address", "ExternalId", "MemberChanged", "OpenId", "PersonName", "Phone", "UnionId"]

PersonName = Annotated[str, Meta(max_length=64, description="Personal data. An empty text takes it away.")]
Phone = Annotated[
    str, Meta(pattern=r"^(\+?[0-9][0-9 -]{4,22})?$(?!\n)", description="Personal data. An empty text takes it away.")
]
OpenId = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{0,64}$(?!\n)", description="WeChat openid. An empty text takes it away.")
]
UnionId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{0,64}$(?!\n)",
        description="WeChat unionid, by which a first login finds its member. An empty text takes it away.",
    ),
]
ExternalId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{0,64}$(?!\n)",
        description="External user id of 企业微信. An empty text takes it away.",
    ),
]
Address = Annotated[
    str,
    Meta(
        max_length=200,
        description="Where the member lives, never a pickup point. Personal data. An empty text takes it away.",
    ),
]
_Optional = Literal["SURVEY", "CARE", "MARKETING"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged(MallEvent):
    """What changed of a member; what is left out stays as it is."""

    occurred_at: Annotated[Instant, Meta(description="When the mall stated this. The latest statement wins.")]
    member_id: Id
    name: PersonName | None = None
    phone: Phone | None = None
    openid: OpenId | None = None
    unionid: UnionId | None = None
    external_id: ExternalId | None = None
    address: Address | None = None
    community: Annotated[Label | None, Meta(description="The community that the member shops in.")] = None
    leader_id: Annotated[Id | None, Meta(description="The leader (团长) that serves the member.")] = None
    opted_out: Annotated[
        tuple[_Optional, ...] | None, Meta(description="All purposes that the member wants no messages for.")
    ] = None

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at

    @property
    def impersonal(self) -> "MemberChanged":
        return replace(self, name=None, phone=None, openid=None, unionid=None, external_id=None, address=None)

    @property
    def profile(self) -> Profile:
        return Profile(
            member_id=self.member_id,
            mark=self.mark,
            name=self.name,
            phone=self.phone,
            openid=self.openid,
            unionid=self.unionid,
            external_id=self.external_id,
            address=self.address,
            community=self.community,
            leader_id=self.leader_id,
            opted_out=None if self.opted_out is None else tuple(sorted({Purpose(each) for each in self.opted_out})),
        )
