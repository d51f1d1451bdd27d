"""C6: an operator sets scripts, takes some out, or changes what is banned, to take effect at a stated time."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import may
from api.policy.enums import MemberSegment
from api.publishing import PUBLISHERS, attempt_publication
from api.scripts.types import ScriptLibraryVersion, ScriptSituation, ScriptStep
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.scripts import model
from care.scripts.errors import SCRIPT_FLAWS

__all__ = ["PublishScripts"]


@error_codes(EffectiveTooSoon, *SCRIPT_FLAWS)
class PublishScriptsErrorCode(Enum):
    """Why the library was not changed."""


@strawberry.input(description="A script.")
class ScriptInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _; one that is there is replaced.")
    situation: ScriptSituation = strawberry.field(description="What the talk is about.")  # type: ignore[valid-type]
    segment: MemberSegment | None = strawberry.field(  # type: ignore[valid-type]
        description="For whom; none: for every segment without a text of its own.", default=None
    )
    step: ScriptStep = strawberry.field(description="Which step of the talk.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="1 to 300 characters, with variables as `{goods}`.")

    def entry(self) -> model.Script:
        return model.Script(
            code=self.code, situation=self.situation, segment=self.segment, step=self.step, text=self.text
        )


@strawberry.input(description="A change of the script library; what is not named stays.")
class PublishScriptsInput:
    scripts: list[ScriptInput] = strawberry.field(description="Set by their codes.", default_factory=list)
    retired: list[str] = strawberry.field(description="Codes to take out.", default_factory=list)
    banned: list[str] | None = strawberry.field(
        description="All banned phrases, each of at most 20 characters; null: they stay as they are.", default=None
    )
    effective_at: datetime = strawberry.field(description="At least `scripts.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")

    def change(self) -> model.Change:
        return model.Change(
            scripts=tuple(each.entry() for each in self.scripts),
            retired=tuple(self.retired),
            banned=None if self.banned is None else tuple(self.banned),
        )


@strawberry.type(description="What became of the change.")
class PublishScriptsPayload(Payload[PublishScriptsErrorCode]):
    library: ScriptLibraryVersion | None = strawberry.field(description="The library with the change.")


@strawberry.type
class PublishScripts:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_scripts(
        self, info: Info, input: PublishScriptsInput, idempotency_key: IdempotencyKey
    ) -> PublishScriptsPayload:
        """Change the script library; every flaw is told with its place."""

        def use_case() -> Answer:
            return info.context.app.scripts.publish(
                input.change(),
                input.effective_at,
                info.context.viewer.id,
                input.why,
                request_of(info, idempotency_key, input),
            )

        done = attempt_publication(info, PublishScriptsErrorCode, use_case)
        library = await done.load(info, ScriptLibraryVersion)
        return PublishScriptsPayload(library=library, replayed=done.replayed, user_errors=done.errors)
