"""What the schema is made of: the root fields of every domain, one line each."""

from typing import Final

from api.accounts import Payout
from api.answer_message import AnswerMessage
from api.contact import ContactQuery
from api.contact_card import ContactCardQuery, PublishContactCard
from api.evidence.start_evidence_upload import StartEvidenceUpload
from api.frame import FrameQuery
from api.give_up_payout import GiveUpPayout
from api.guides.publish_guide import PublishGuide, RetireGuide
from api.guides.queries import GuidesQuery
from api.guides.rate_guides import OpenGuides, RateGuides
from api.hours.publish_calendar import PublishCalendar
from api.hours.queries import HoursQuery
from api.ledger import LedgerQuery
from api.liability.allocate_liability import AllocateLiability
from api.liability.decide_liability_dispute import DecideLiabilityDispute
from api.liability.dispute_liability import DisputeLiability
from api.liability.publish_liability_rules import PublishLiabilityRules
from api.liability.queries import LiabilityQuery
from api.liability.write_off_liability import WriteOffLiability
from api.login.end_member_sessions import EndMemberSessions
from api.login.log_in import LogIn
from api.login.log_out import LogOut
from api.login.refresh import Refresh
from api.logistics.answer_stalled_parcel import AnswerStalledParcel
from api.logistics.arrivals import ArrivalQuery
from api.logistics.book_delivery_slot import BookDeliverySlot
from api.logistics.hold_parcel import HoldParcel
from api.logistics.holds import HoldQuery
from api.logistics.lift_weather_alert import LiftWeatherAlert
from api.logistics.region_slots import RegionSlotsQuery
from api.logistics.release_parcel import ReleaseParcel
from api.logistics.set_cold_places import SetColdPlaces
from api.logistics.set_region_slots import SetRegionSlots
from api.logistics.set_restock_wish import SetRestockWish
from api.logistics.set_shipping_steps import SetShippingSteps
from api.logistics.state_supply import StateSupply
from api.logistics.state_weather_alert import StateWeatherAlert
from api.logistics.supply import SupplyQuery
from api.logistics.weather import WeatherQuery
from api.members.contact_wishes import SubscriptionQuery
from api.members.record_subscription import RecordSubscription
from api.members.set_contact_preferences import SetContactPreferences
from api.members.set_simple_mode import SetSimpleMode
from api.members.tag_member import AddMemberTag, RemoveMemberTag
from api.members.types import MembersQuery
from api.orders import OrdersQuery
from api.outreach.answer_closure_check import AnswerClosureCheck
from api.outreach.answer_survey import AnswerSurvey, OpenSurvey
from api.outreach.queries import OutreachQuery
from api.outreach.templates import PublishSurveyTemplates
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
from api.programmes.decide_greeting import DecideGreeting
from api.programmes.decline_invitation import DeclineInvitation
from api.programmes.finish_greeting_card import FinishGreetingCard
from api.programmes.greetings import GreetingsQuery
from api.programmes.leave_programme import LeaveProgramme
from api.programmes.moderate_post import ModeratePost
from api.programmes.move_greeting import MoveGreeting
from api.programmes.open_campaign import OpenCampaign
from api.programmes.queries import ProgrammesQuery
from api.programmes.save_greeting import SaveGreeting
from api.programmes.submit_post import SubmitPost
from api.publish_settings import PublishSettings
from api.resolve_discrepancy import ResolveDiscrepancy
from api.retry_payout import RetryPayout
from api.scripts.publish_scripts import PublishScripts
from api.scripts.queries import ScriptsQuery
from api.scripts.record_script_use import RecordScriptUse
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
from api.tickets.ask_for_person import AskForPerson
from api.tickets.authority_queries import AuthorityQuery
from api.tickets.bulk_tickets import BulkTickets
from api.tickets.choose_remedy import ChooseRemedy
from api.tickets.confirm_hold import ConfirmHold
from api.tickets.decide_ticket import DecideTicket
from api.tickets.end_call import EndCall
from api.tickets.escalate_ticket import EscalateTicket
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
from api.tickets.start_call import StartCall
from api.tickets.state_return_freight import StateReturnFreight
from api.tickets.unlink_tickets import UnlinkTickets
from api.tickets.unmerge_ticket import UnmergeTicket
from api.tickets.watch_ticket import WatchTicket
from api.tickets.withdraw_ticket import WithdrawTicket
from api.trust.queries import TrustQuery
from api.trust.vouch_for_member import VouchForMember

__all__ = ["MUTATIONS", "QUERIES", "TYPES"]

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
    HoldQuery,
    ArrivalQuery,
    SupplyQuery,
    WeatherQuery,
    RegionSlotsQuery,
    ContactQuery,
    ContactCardQuery,
    SubscriptionQuery,
    ScriptsQuery,
    TrustQuery,
    LedgerQuery,
    SettlementQuery,
    TicketsQuery,
    AuthorityQuery,
    RulingQuery,
    SimulationQuery,
    OutreachQuery,
    GuidesQuery,
    LiabilityQuery,
    ProgrammesQuery,
    GreetingsQuery,
)
"""Root fields to read, a class per domain, in the order of the domains."""

MUTATIONS: Final[tuple[type, ...]] = (
    LogIn,
    Refresh,
    LogOut,
    EndMemberSessions,
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
    PublishContactCard,
    PublishSettings,
    PublishScripts,
    AddMemberTag,
    RemoveMemberTag,
    SetContactPreferences,
    SetSimpleMode,
    RecordSubscription,
    VouchForMember,
    AnswerStalledParcel,
    AnswerMessage,
    SetShippingSteps,
    BookDeliverySlot,
    HoldParcel,
    ReleaseParcel,
    SetColdPlaces,
    SetRegionSlots,
    StateWeatherAlert,
    StateSupply,
    SetRestockWish,
    LiftWeatherAlert,
    RetryPayout,
    GiveUpPayout,
    ResolveDiscrepancy,
    StartEvidenceUpload,
    ApplyForAftercare,
    ChooseRemedy,
    AskForPerson,
    ReplyToTicket,
    RecordScriptUse,
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
    StateReturnFreight,
    StartCall,
    EndCall,
    EscalateTicket,
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
    OpenSurvey,
    PublishSurveyTemplates,
    AnswerClosureCheck,
    PublishGuide,
    RetireGuide,
    OpenGuides,
    RateGuides,
    AllocateLiability,
    DisputeLiability,
    DecideLiabilityDispute,
    WriteOffLiability,
    PublishLiabilityRules,
    OpenCampaign,
    CloseCampaign,
    SaveGreeting,
    MoveGreeting,
    DecideGreeting,
    FinishGreetingCard,
    AcceptInvitation,
    DeclineInvitation,
    LeaveProgramme,
    SubmitPost,
    ModeratePost,
)
"""Root fields to change, a class per mutation or per domain."""

TYPES: Final[tuple[type, ...]] = (Payout,)
"""Node types that no field returns by their own name."""
