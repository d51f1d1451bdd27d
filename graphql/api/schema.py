"""The schema, put together from the domains. `python -m api.schema --write` writes it out, `--check` compares."""

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import strawberry
from graphql import GraphQLError, GraphQLSchema, lexicographic_sort_schema, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.tools import merge_types
from strawberry.types.base import StrawberryObjectDefinition, StrawberryType
from strawberry.types.execution import ExecutionContext

from api import idempotency, scalars
from api.accounts import Payout
from api.contact import ContactQuery
from api.documents import Prepared
from api.evidence.start_evidence_upload import StartEvidenceUpload
from api.frame import FrameQuery
from api.give_up_payout import GiveUpPayout
from api.guards import access, guard, python_type
from api.hours.publish_calendar import PublishCalendar
from api.hours.queries import HoursQuery
from api.ledger import LedgerQuery
from api.liability.allocate_liability import AllocateLiability
from api.liability.decide_liability_dispute import DecideLiabilityDispute
from api.liability.dispute_liability import DisputeLiability
from api.liability.publish_liability_rules import PublishLiabilityRules
from api.liability.queries import LiabilityQuery
from api.liability.write_off_liability import WriteOffLiability
from api.members.set_contact_preferences import SetContactPreferences
from api.members.tag_member import AddMemberTag, RemoveMemberTag
from api.members.types import MembersQuery
from api.orders import OrdersQuery
from api.outreach.answer_closure_check import AnswerClosureCheck
from api.outreach.answer_survey import AnswerSurvey
from api.outreach.queries import OutreachQuery
from api.payloads import UserError
from api.policy.check_policy_draft import CheckPolicyDraft
from api.policy.discard_policy_draft import DiscardPolicyDraft
from api.policy.drafts import PolicyDraftQuery
from api.policy.guarantee import GuaranteeQuery
from api.policy.queries import PolicyQuery
from api.policy.save_policy_draft import SavePolicyDraft
from api.policy.schedule_policy import SchedulePolicy
from api.policy.simulate_policy import SimulationQuery
from api.programmes.accept_invitation import AcceptInvitation
from api.programmes.close_campaign import CloseCampaign
from api.programmes.decline_invitation import DeclineInvitation
from api.programmes.leave_programme import LeaveProgramme
from api.programmes.moderate_post import ModeratePost
from api.programmes.open_campaign import OpenCampaign
from api.programmes.queries import ProgrammesQuery
from api.programmes.submit_post import SubmitPost
from api.publish_settings import PublishSettings
from api.relay import Node
from api.resolve_discrepancy import ResolveDiscrepancy
from api.retry_payout import RetryPayout
from api.scripts.publish_scripts import PublishScripts
from api.scripts.queries import ScriptsQuery
from api.settings import SettingsQuery
from api.settlement import SettlementQuery
from api.staff.acknowledge_alert import AcknowledgeAlert
from api.staff.alerts import AlertQuery
from api.staff.mark_notices_read import MarkNoticesRead
from api.staff.notices import NoticeQuery
from api.staff.on_call import OnCallQuery
from api.staff.queries import StaffQuery
from api.staff.register_staff_member import RegisterStaffMember
from api.staff.set_on_call import SetOnCall
from api.staff.set_presence import SetPresence
from api.staff.set_shifts import SetShifts
from api.tickets.accept_return import AcceptReturn
from api.tickets.add_internal_note import AddInternalNote
from api.tickets.answer_approval import AnswerApproval
from api.tickets.appeal_ticket import AppealTicket
from api.tickets.apply_for_aftercare import ApplyForAftercare
from api.tickets.authority_queries import AuthorityQuery
from api.tickets.bulk_tickets import BulkTickets
from api.tickets.choose_remedy import ChooseRemedy
from api.tickets.confirm_hold import ConfirmHold
from api.tickets.decide_ticket import DecideTicket
from api.tickets.lift_hold import LiftHold
from api.tickets.link_tickets import LinkTickets
from api.tickets.merge_tickets import MergeTickets
from api.tickets.queries import TicketsQuery
from api.tickets.reassign_ticket import ReassignTicket
from api.tickets.refund_as_leader import RefundAsLeader
from api.tickets.refuse_ticket import RefuseTicket
from api.tickets.reopen_ticket import ReopenTicket
from api.tickets.reply_to_ticket import ReplyToTicket
from api.tickets.rulings import RulingQuery
from api.tickets.set_ticket_priority import SetTicketPriority
from api.tickets.split_ticket import SplitTicket
from api.tickets.unlink_tickets import UnlinkTickets
from api.tickets.unmerge_ticket import UnmergeTicket
from api.tickets.watch_ticket import WatchTicket
from api.tickets.withdraw_ticket import WithdrawTicket
from api.trust.queries import TrustQuery
from api.trust.vouch_for_member import VouchForMember

__all__ = ["ACCESS", "SDL", "CareSchema", "build_schema", "schema", "sdl"]

QUERIES: Final[tuple[type, ...]] = (
    FrameQuery,
    StaffQuery,
    OnCallQuery,
    AlertQuery,
    NoticeQuery,
    HoursQuery,
    PolicyQuery,
    PolicyDraftQuery,
    GuaranteeQuery,
    SettingsQuery,
    MembersQuery,
    OrdersQuery,
    ContactQuery,
    ScriptsQuery,
    TrustQuery,
    LedgerQuery,
    SettlementQuery,
    TicketsQuery,
    AuthorityQuery,
    RulingQuery,
    SimulationQuery,
    OutreachQuery,
    LiabilityQuery,
    ProgrammesQuery,
)
"""Root fields to read, a class per domain, in the order of the domains."""

MUTATIONS: Final[tuple[type, ...]] = (
    RegisterStaffMember,
    SetPresence,
    SetShifts,
    SetOnCall,
    AcknowledgeAlert,
    MarkNoticesRead,
    SavePolicyDraft,
    CheckPolicyDraft,
    SchedulePolicy,
    DiscardPolicyDraft,
    PublishCalendar,
    PublishSettings,
    PublishScripts,
    AddMemberTag,
    RemoveMemberTag,
    SetContactPreferences,
    VouchForMember,
    RetryPayout,
    GiveUpPayout,
    ResolveDiscrepancy,
    StartEvidenceUpload,
    ApplyForAftercare,
    ChooseRemedy,
    ReplyToTicket,
    WithdrawTicket,
    ReopenTicket,
    AppealTicket,
    RefuseTicket,
    ConfirmHold,
    LiftHold,
    DecideTicket,
    AnswerApproval,
    RefundAsLeader,
    AcceptReturn,
    AddInternalNote,
    WatchTicket,
    ReassignTicket,
    SetTicketPriority,
    MergeTickets,
    UnmergeTicket,
    SplitTicket,
    LinkTickets,
    UnlinkTickets,
    BulkTickets,
    AnswerSurvey,
    AnswerClosureCheck,
    AllocateLiability,
    DisputeLiability,
    DecideLiabilityDispute,
    WriteOffLiability,
    PublishLiabilityRules,
    OpenCampaign,
    CloseCampaign,
    AcceptInvitation,
    DeclineInvitation,
    LeaveProgramme,
    SubmitPost,
    ModeratePost,
)
"""Root fields to change, a class per mutation or per domain."""

TYPES: Final[tuple[type, ...]] = (Payout,)
"""Node types that no field returns by their own name."""

SDL: Final = Path(__file__).parent.parent / "schema.graphql"
ACCESS: Final = Path(__file__).parent.parent / "access.txt"
"""Who may what: committed, so that a change of rights is seen in review."""


class CareSchema(strawberry.Schema):
    """Strawberry's schema, guarded; it logs nothing of its own."""

    def __init__(self, query: type, mutation: type | None = None, types: tuple[type, ...] = ()) -> None:
        super().__init__(query, mutation, types=types, config=_config(), extensions=[Prepared])
        guard(self.core)
        self.node_types: dict[str, type[Node]] = {
            kind.name: python_type(kind)
            for kind in self.core.get_implementations(self.core.type_map["Node"]).objects  # type: ignore[arg-type]
        }

    @property
    def core(self) -> GraphQLSchema:
        """As graphql-core has it."""
        return self._schema

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: strawberry would log the query's text; `api.faults` logs what is ours, without it."""


class _Names(NameConverter):
    """`UserError[ChooseRemedyErrorCode]` is called `ChooseRemedyError`."""

    def from_generic(self, generic_type: StrawberryObjectDefinition, types: list[StrawberryType | type]) -> str:
        if issubclass(generic_type.origin, UserError):
            return "".join(map(self.get_name_from_type, types)).removesuffix("Code")
        return super().from_generic(generic_type, types)


def _config() -> StrawberryConfig:
    return StrawberryConfig(
        name_converter=_Names(),
        disable_field_suggestions=True,
        scalar_map={**scalars.SCALARS, **idempotency.SCALARS},
    )


def build_schema(
    queries: tuple[type, ...] = QUERIES, mutations: tuple[type, ...] = MUTATIONS, types: tuple[type, ...] = TYPES
) -> CareSchema:
    """Put a schema together; SchemaFault where a part of it does not say who may."""
    query = _root("Query", queries, "What can be read.")
    return CareSchema(query, _root("Mutation", mutations, "What can be done.") if mutations else None, types)


def _root(name: str, parts: tuple[type, ...], description: str) -> Any:  # noqa: ANN401  # a class made here
    merged = merge_types(name, parts)
    merged.__strawberry_definition__.description = description  # type: ignore[attr-defined]
    return merged


@cache
def schema() -> CareSchema:
    """The product's schema, built once per process."""
    return build_schema()


def sdl(built: CareSchema) -> str:
    """The schema as text, sorted, with descriptions."""
    return print_schema(lexicographic_sort_schema(built.core)) + "\n"


def main(arguments: list[str]) -> int:
    """--write or --check; 1 when a committed file differs from the code."""
    texts = {SDL: sdl(schema()), ACCESS: "\n".join(access(schema().core)) + "\n"}
    if "--write" in arguments:
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        return 0
    drifted = [file.name for file, text in texts.items() if not file.is_file() or file.read_text("utf-8") != text]
    if drifted:
        sys.stderr.write(f"{', '.join(drifted)}: not what the code says; run: python -m api.schema --write\n")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
