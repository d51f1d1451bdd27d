"""A1: a member's simple mode, set by themselves, or for them by who they asked: staff, or their leader."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, MEMBER, may, staff
from api.relay import local_id
from api.viewer import Role, Viewer
from care.dynamo.requests import Answer
from care.kernel.errors import NotFound
from care.members.simple_mode import SimpleWish

__all__ = ["SetSimpleMode"]

_CARERS = frozenset({Role.AGENT, Role.MANAGER})


@error_codes()
class SetSimpleModeErrorCode(Enum):
    """Why simple mode was not changed."""


@strawberry.input(description="Whether a member is spoken to simply: short words, few options, a call before a text.")
class SetSimpleModeInput:
    on: bool = strawberry.field(description="Whether it is to be on.")
    member_id: strawberry.ID | None = strawberry.field(
        description="The member; the caller when left out.", default=None
    )
    reason: str = strawberry.field(
        description="Why, up to 200 characters; staff and leaders say it, such as that the member asked by phone.",
        default="",
    )


@strawberry.type(description="What became of simple mode.")
class SetSimpleModePayload(Payload[SetSimpleModeErrorCode]):
    member: Member | None = strawberry.field(description="The member as they are now.")


@strawberry.type
class SetSimpleMode:
    @strawberry.mutation(metadata=may(MEMBER | CARERS | staff(Role.LEADER)))
    async def set_simple_mode(
        self,
        info: Info,
        input: SetSimpleModeInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> SetSimpleModePayload:
        """Turn a member's simple mode on or off. A leader does so for members of their own community."""

        def use_case() -> Answer:
            wish = _wish(info.context.viewer, input)
            return info.context.app.simple_modes.set(request_of(info, idempotency_key, input), wish)

        done = attempt(info, SetSimpleModeErrorCode, use_case)
        member = await done.load(info, Member)
        return SetSimpleModePayload(member=member, replayed=done.replayed, user_errors=done.errors)


def _wish(viewer: Viewer, wanted: SetSimpleModeInput) -> SimpleWish:
    named = None if wanted.member_id is None else local_id("Member", wanted.member_id, field="member_id")
    role, community = _speaks_as(viewer, named)
    return SimpleWish(
        member_id=named or viewer.id,
        on=wanted.on,
        by=f"{role}:{viewer.id}",
        reason=wanted.reason,
        community=community,
    )


def _speaks_as(viewer: Viewer, named: str | None) -> tuple[str, str | None]:
    """As what the caller acts, and the community that they are bound to; NotFound where they may act for nobody."""
    if Role.MEMBER in viewer.roles and named in (None, viewer.id):
        return "member", None
    if named is not None and viewer.roles & _CARERS:
        return "staff", None
    if named is not None and Role.LEADER in viewer.roles and viewer.community:
        return "leader", viewer.community
    raise NotFound(field="member_id")
