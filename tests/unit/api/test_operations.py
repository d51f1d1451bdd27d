"""Every shipped operation runs, with an input that succeeds; every mutation under a key runs once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from api.allow_list import OPERATIONS
from api.relay import global_id
from api.schema import schema
from fakes.front import line_of
from fakes.product import operation_text
from fakes.town import Call, Town

NAMES = sorted(file.stem for file in Path(OPERATIONS).glob("*.graphql"))


def root_field(name: str) -> tuple[str, str]:
    """(kind, field) of an operation's only root field."""
    (definition,) = parse(operation_text(name)).definitions
    assert isinstance(definition, OperationDefinitionNode)
    (field,) = definition.selection_set.selections
    assert isinstance(field, FieldNode)
    return definition.operation.value, field.name.value


MUTATIONS = [name for name in NAMES if root_field(name)[0] == "mutation"]
KEYED = [name for name in MUTATIONS if "$idempotencyKey" in operation_text(name)]


@pytest.fixture(scope="module")
def built() -> Town:
    return Town()


@pytest.fixture
def town(built: Town) -> Iterator[Town]:
    yield built
    built.restore()


def run(town: Town, name: str, call: Call, **more: Any) -> Any:
    reply = town.run(name, call.as_, **call.variables, **more)
    assert (reply.status, reply.errors) == (200, [])
    (answer,) = reply.data.values()
    return answer


def test_every_operation_has_an_input_here(town: Town) -> None:
    assert sorted(town.calls) == NAMES


def test_every_root_field_has_an_operation() -> None:
    """`nodes` is for whoever explores; the mini-program and the console read one thing or a connection."""
    core = schema().core
    used = {root_field(name) for name in NAMES}
    assert {name for kind, name in used if kind == "query"} == set(core.query_type.fields) - {"nodes"}  # type: ignore[union-attr]
    assert {name for kind, name in used if kind == "mutation"} == set(core.mutation_type.fields)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_returns_data(town: Town, name: str) -> None:
    answer = run(town, name, town.calls[name])
    assert answer
    if isinstance(answer, dict) and "edges" in answer:
        assert answer["edges"], "an empty page shows nothing of its nodes"
    if name in MUTATIONS:
        assert answer["userErrors"] == []
        beside = {"userErrors", "replayed", "approval", "retryAfterSeconds", "phone", "promise"}
        (result,) = (value for key, value in answer.items() if key not in beside)
        assert all(each["id"] for each in (result if isinstance(result, list) else [result]))
        assert town.changed()
    else:
        assert not town.changed(), "a query changes nothing"


OTHER: dict[str, dict[str, Any]] = {
    "AddInternalNote": {"text": "另一条备注"},
    "BulkTickets": {"text": "另一条备注"},
    "LinkTickets": {"otherId": global_id("Ticket", "none")},
    "MergeTickets": {"text": "另一个理由"},
    "ReassignTicket": {"text": "另一句话"},
    "SetTicketPriority": {"priority": "NORMAL"},
    "StartEvidenceUpload": {"bytes": 80_000},
    "SplitTicket": {"title": "另一个问题"},
    "UnlinkTickets": {"otherId": global_id("Ticket", "none")},
    "UnmergeTicket": {"ticketId": global_id("Ticket", "none")},
    "AcceptInvitation": {"invitationId": global_id("Invitation", "none")},
    "AddMemberTag": {"reason": "另一个理由"},
    "AllocateLiability": {"why": "另一个理由"},
    "AnswerClosureCheck": {"fine": False},
    "AnswerMessage": {"option": "1"},
    "AnswerStalledParcel": {"option": "CHASE"},
    "AnswerSurvey": {"score": 1},
    "AppealTicket": {"text": "另一句话"},
    "LiftHold": {"why": "另一个理由"},
    "ConfirmHold": {"why": "另一个理由"},
    "RefuseTicket": {"text": "另一句话"},
    "AcceptReturn": {"quantity": 2},
    "StateReturnFreight": {"freightFen": 801},
    "ApplyForAftercare": {"lineId": line_of("2", "O001")},
    "ChooseRemedy": {"offer": "x"},
    "CheckPolicyDraft": {"expectedVersion": 9},
    "CloseCampaign": {"campaignId": global_id("Campaign", "none")},
    "DecideTicket": {"remedy": None},
    "ApproveDecision": {"text": "同意"},
    "RefuseDecision": {"text": "另一个理由"},
    "RefundAsLeader": {"amountFen": 2100},
    "DecideLiabilityDispute": {"why": "另一个理由"},
    "DisputeLiability": {"words": "另一句话"},
    "PublishLiabilityRules": {"why": "别的理由"},
    "ResolveDiscrepancy": {"why": "另一个理由"},
    "WriteOffLiability": {"why": "另一个理由"},
    "DeclineInvitation": {"invitationId": global_id("Invitation", "none")},
    "DiscardPolicyDraft": {"expectedVersion": 9},
    "GiveUpPayout": {"why": "另一个理由"},
    "LeaveProgramme": {"invitationId": global_id("Invitation", "none")},
    "ModeratePost": {"verdict": "DECLINE", "reason": "请不要写联系方式"},
    "OpenCampaign": {"title": "秋季水果体验"},
    "SaveGreeting": {"words": "中秋快乐。"},
    "MoveGreeting": {"step": "STOP"},
    "DecideGreeting": {"refusedBecause": "话太长了"},
    "PublishCalendar": {"why": "别的理由"},
    "PublishSurveyTemplates": {"why": "别的理由"},
    "OpenSurvey": {"link": "none"},
    "PublishScripts": {"why": "别的理由"},
    "PublishSettings": {"why": "别的理由"},
    "RegisterStaffMember": {"name": "小王"},
    "RemoveMemberTag": {"reason": "另一个理由"},
    "ReopenTicket": {"text": "另一句话"},
    "RecordScriptUse": {"script": "QUALITY_EMPATHY"},
    "ReplyToTicket": {"text": "另一句话"},
    "RetryPayout": {"payoutId": global_id("Payout", "none")},
    "SavePolicyDraft": {"expectedVersion": 9},
    "SchedulePolicy": {"why": "别的理由"},
    "SetContactPreferences": {"optedOut": []},
    "SetShippingSteps": {"steps": []},
    "SetSimpleMode": {"reason": "另一个理由"},
    "EndMemberSessions": {"reason": "另一个理由"},
    "AskForPerson": {"text": "另一句话"},
    "StartCall": {"ticketId": global_id("Ticket", "none")},
    "EndCall": {"outcome": "NOT_REACHED"},
    "BookDeliverySlot": {"slot": None},
    "PublishGuide": {"title": "另一个名字"},
    "RetireGuide": {"why": "另一个理由"},
    "OpenGuides": {"pushId": global_id("GuidePush", "none")},
    "RateGuides": {"useful": False},
    "HoldParcel": {"until": None},
    "SetRegionSlots": {"open": True},
    "StateWeatherAlert": {"level": "RED"},
    "PublishContactCard": {"why": "另一个理由"},
    "FinishGreetingCard": {"written": False},
    "EscalateTicket": {"text": "另一句话"},
    "StateSupply": {"left": 2},
    "SetRestockWish": {"on": False},
    "LiftWeatherAlert": {"alertId": global_id("WeatherAlert", "none")},
    "ReleaseParcel": {"orderId": global_id("Order", "none")},
    "SetColdPlaces": {"places": 5},
    "RecordSubscription": {"accepted": ["ticket_reply"]},
    "SubmitPost": {"text": "另一段关于苹果的话"},
    "VouchForMember": {"why": "另一个理由"},
    "WithdrawTicket": {"ticketId": global_id("Ticket", "none")},
}


@pytest.mark.parametrize("name", KEYED)
def test_under_its_key_it_runs_once_and_for_one_input(town: Town, name: str) -> None:
    call = town.calls[name]
    first = run(town, name, call, idempotencyKey="the-same-key")
    after = {home: dict(item) for home, item in town.memory.items.items()}
    again = run(town, name, call, idempotencyKey="the-same-key")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again | {"replayed": False} == first
    other = Call(call.as_, {"input": call.variables["input"] | OTHER[name]})
    (error,) = run(town, name, other, idempotencyKey="the-same-key")["userErrors"]
    assert error["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert town.memory.items == after


@pytest.mark.parametrize("name", KEYED)
def test_another_caller_has_keys_of_their_own(town: Town, name: str) -> None:
    """Nobody replays what another has done, nor learns that a key was used."""
    call = town.calls[name]
    run(town, name, call, idempotencyKey="the-same-key")
    role, _, id_ = call.as_.partition(":")
    reply = town.run(name, f"{role}:{id_}9", **call.variables, idempotencyKey="the-same-key")
    (answer,) = (reply.data or {"": None}).values()
    if answer:
        assert answer["replayed"] is False
        assert "IDEMPOTENCY_KEY_REUSED" not in [error["code"] for error in answer["userErrors"]]


def test_only_what_says_how_things_are_takes_no_key() -> None:
    assert set(MUTATIONS) - set(KEYED) == {
        "AcknowledgeAlert",
        "Login",
        "Logout",
        "MarkNoticesRead",
        "Refresh",
        "SetOnCall",
        "SetPresence",
        "SetShifts",
        "WatchTicket",
    }
