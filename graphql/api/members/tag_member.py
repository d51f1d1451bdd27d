"""L1: give a tag by hand, or take one away."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TypeVar

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.tags import TagName
from api.members.types import Member
from api.payloads import Outcome, Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer, Request
from care.members.errors import TagNotHeld
from care.members.tags import HandTag

__all__ = ["AddMemberTag", "RemoveMemberTag"]

E = TypeVar("E", bound=Enum)
TAGGERS = staff(Role.AGENT, Role.OPERATOR, Role.MANAGER)


@error_codes()
class AddMemberTagErrorCode(Enum):
    """Why the tag was not given."""


@error_codes(TagNotHeld)
class RemoveMemberTagErrorCode(Enum):
    """Why the tag was not taken away."""


@strawberry.input(description="A tag for a member.")
class AddMemberTagInput:
    member_id: strawberry.ID = strawberry.field(description="The member.")
    tag: TagName = strawberry.field(description="Which tag; one that a rule gave becomes one by hand.")
    reason: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")
    expires_at: datetime | None = strawberry.field(description="When it goes by itself.", default=None)


@strawberry.input(description="A tag to take away.")
class RemoveMemberTagInput:
    member_id: strawberry.ID = strawberry.field(description="The member.")
    tag: TagName = strawberry.field(description="Which tag.")
    reason: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")


@strawberry.type(description="What became of the tag.")
class AddMemberTagPayload(Payload[AddMemberTagErrorCode]):
    member: Member | None = strawberry.field(description="The member as they are now.")


@strawberry.type(description="What became of the tag.")
class RemoveMemberTagPayload(Payload[RemoveMemberTagErrorCode]):
    member: Member | None = strawberry.field(description="The member as they are now.")


@strawberry.type
class AddMemberTag:
    @strawberry.mutation(metadata=may(TAGGERS))
    async def add_member_tag(
        self,
        info: Info,
        input: AddMemberTagInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> AddMemberTagPayload:
        """Give a member a tag by hand; no rule takes it away."""
        add = info.context.app.tags.add
        done = _done(info, AddMemberTagErrorCode, input, idempotency_key, add, expires_at=input.expires_at)
        member = await done.load(info, Member)
        return AddMemberTagPayload(member=member, replayed=done.replayed, user_errors=done.errors)


@strawberry.type
class RemoveMemberTag:
    @strawberry.mutation(metadata=may(TAGGERS))
    async def remove_member_tag(
        self,
        info: Info,
        input: RemoveMemberTagInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> RemoveMemberTagPayload:
        """Take a tag from a member; no rule gives it back until what it went by changes."""
        remove = info.context.app.tags.remove
        done = _done(info, RemoveMemberTagErrorCode, input, idempotency_key, remove)
        member = await done.load(info, Member)
        return RemoveMemberTagPayload(member=member, replayed=done.replayed, user_errors=done.errors)


def _done(  # what both mutations share
    info: Info,
    codes: type[E],
    wanted: AddMemberTagInput | RemoveMemberTagInput,
    key: IdempotencyKey,
    act: Callable[[Request, HandTag], Answer],
    expires_at: datetime | None = None,
) -> Outcome[Answer, E]:
    def use_case() -> Answer:
        hand = HandTag(
            member_id=local_id("Member", wanted.member_id, field="member_id"),
            name=wanted.tag,
            reason=wanted.reason,
            by=info.context.viewer.id,
            expires_at=expires_at,
        )
        return act(request_of(info, key, wanted), hand)

    return attempt(info, codes, use_case)
