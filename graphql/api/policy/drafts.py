"""G1: drafts of policies, for those who write them; and what all steps of a draft share."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import may, seen_by
from api.policy.enums import DraftState
from api.policy.types import PolicyReason, PolicyRemedy, PolicyRule, reasons, remedies, rules
from api.publishing import PUBLISHERS
from api.relay import After, Connection, First, local_id, page
from api.stored import Source, Stored
from care.policy import model
from care.policy.drafts import Wish

__all__ = ["PolicyDraft", "PolicyDraftQuery", "wish"]


@seen_by(PUBLISHERS)
@strawberry.type(description="A policy that is being written. Save, check, schedule; then it is a version.")
class PolicyDraft(Stored[model.StoredDraft]):
    @staticmethod
    def source(app: App) -> Source[model.StoredDraft]:
        return "policy_drafts", app.policies.drafts.get_many

    @strawberry.field
    def state(self) -> DraftState:  # type: ignore[valid-type]
        """How far it is."""
        return self.model.state

    @strawberry.field
    def version(self) -> int:
        """State it with the next step: who is late is told so."""
        return self.model.version

    @strawberry.field
    def rules(self) -> list[PolicyRule]:
        """Its rules."""
        return rules(self.model.content.rules)

    @strawberry.field
    def reasons(self) -> list[PolicyReason]:
        """Its reasons."""
        return reasons(self.model.content.reasons)

    @strawberry.field
    def remedies(self) -> list[PolicyRemedy]:
        """Its remedies."""
        return remedies(self.model.content.remedies)

    @strawberry.field
    def made_at(self) -> datetime:
        """When it was begun."""
        return self.model.made_at

    @strawberry.field
    def saved_at(self) -> datetime:
        """When its content was last saved."""
        return self.model.saved_at

    @strawberry.field
    def saved_by(self) -> str:
        """Id of the staff member who saved it last."""
        return self.model.saved_by

    @strawberry.field
    def policy_number(self) -> int | None:
        """The number of the version that it has become."""
        return self.model.edition


@strawberry.type
class PolicyDraftQuery:
    @strawberry.field(metadata=may(PUBLISHERS))
    def policy_drafts(self, info: Info, first: First = 20, after: After = None) -> Connection[PolicyDraft]:
        """All drafts, the newest first."""
        drafts = info.context.app.policies.drafts
        return page(info, "policyDrafts", first, after, fetch=drafts.listed, kind=PolicyDraft)

    @strawberry.field(metadata=may(PUBLISHERS))
    async def policy_draft(self, info: Info, draft_id: strawberry.ID) -> PolicyDraft | None:
        """One draft."""
        return await PolicyDraft.load(info.context, local_id("PolicyDraft", draft_id, field="draft_id"))


def wish(info: Info, draft_id: strawberry.ID | None, expected_version: int | None) -> Wish:
    """Which draft a step is about; BadInput for what is no draft's id."""
    return Wish(
        draft_id=None if draft_id is None else local_id("PolicyDraft", draft_id, field="draft_id"),
        expected_version=expected_version,
        who=info.context.viewer.id,
    )
