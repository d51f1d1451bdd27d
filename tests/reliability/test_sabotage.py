"""Each guard of money, members and time is taken out in turn, and the probe that stands for it goes red."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from api import permissions
from care.accounts import answers
from care.accounts.ledger_line import Cause
from care.contact.quiet import QuietHours
from care.outreach.answer_survey import SurveyAnswers
from care.outreach.closure_checks import ClosureChecks
from care.programmes.invitations import Invitations
from care.tickets import apply_for_aftercare, check_eligibility, choose_remedy, lifecycle, talk
from care.tickets.clocks import end_waiting
from care.tickets.returns import hand_in
from care.tickets.returns.rules import Course
from care.tickets.timeline import Actor
from fakes.saboteur import Saboteur
from reliability import probes, probes_of_promises

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """What is taken out: the conditions of writes, writes as a whole, or a rule; and the probe that must notice."""

    probe: probes.Probe
    bare: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    patch: Patch | None = None


class Anybody:
    """Is equal to whoever asks."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, _other: object) -> bool:
        return True


def never_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuietHours, "covers", lambda _self, _at: False)


def everything_is_everybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    belongs = permissions.Belongs(member_id=Anybody())  # type: ignore[arg-type]
    monkeypatch.setattr(permissions, "_belongs", lambda _rule, _value: belongs)


def answers_with(place: object, name: str, answer: object) -> Patch:
    """The rule `name` says the same of everything."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place, name, lambda *_given: answer)

    return patch


def told_the_owner_calls(place: object, name: str, argument: int, owner: object = "M001") -> Patch:
    """The check is made, but of the owner, whoever calls; `argument` is the place of the caller among its arguments."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = getattr(place, name)

        def check(*arguments: Any, **named: Any) -> Any:
            return real(*arguments[:argument], owner, *arguments[argument + 1 :], **named)

        monkeypatch.setattr(place, name, check)

    return patch


SABOTAGES = {
    "payout condition": Sabotage(probe=probes.a_payout_is_written_once, bare=("payout.book",)),
    "payout condition and its line in the books": Sabotage(
        probe=probes.a_source_is_booked_once, bare=("payout.book", "ledger.booked")
    ),
    "cap of a line": Sabotage(probe=probes.two_bookings_at_once_stay_under_the_cap, bare=("line.book",)),
    "slice of a budget": Sabotage(probe=probes_of_promises.a_budget_holds_two_at_once, bare=("budget.take",)),
    "cap of a member": Sabotage(probe=probes_of_promises.a_members_month_holds_two_at_once, bare=("cap.take",)),
    "cap of an agent": Sabotage(probe=probes_of_promises.an_agents_day_holds_two_at_once, bare=("cap.take",)),
    "cap of an order": Sabotage(probe=probes_of_promises.an_order_holds_two_at_once, bare=("line.book",)),
    "an approval's end": Sabotage(
        probe=probes_of_promises.what_goes_on_without_its_approval_cannot_be_approved, missing=("approval.supersede",)
    ),
    "condition of an approval's end": Sabotage(
        probe=probes_of_promises.what_was_answered_is_not_superseded, bare=("approval.supersede",)
    ),
    "hold before a decision": Sabotage(
        probe=probes_of_promises.nothing_is_given_before_a_person_has_looked,
        patch=answers_with(lifecycle, "_check_not_held", None),
    ),
    "hold before a payment at once": Sabotage(
        probe=probes_of_promises.what_must_be_looked_at_is_not_paid_at_once,
        patch=answers_with(apply_for_aftercare, "must_hold", answer=False),
    ),
    "giving up": Sabotage(probe=probes_of_promises.what_is_paid_meanwhile_is_not_given_up, bare=("payout.give_up",)),
    "given up, then confirmed": Sabotage(
        probe=probes_of_promises.what_was_given_up_and_is_paid_counts,
        patch=answers_with(answers, "_paid", (Cause.CONFIRMED,)),
    ),
    "a slip that was used": Sabotage(
        probe=probes_of_promises.a_slip_is_used_once, patch=answers_with(hand_in, "course_of", Course.PAY)
    ),
    "end of a slip": Sabotage(probe=probes_of_promises.a_slip_ends_once, bare=("slip.end",)),
    "end of one waiting": Sabotage(
        probe=probes_of_promises.the_end_of_one_waiting_passes_the_next_by,
        patch=answers_with(end_waiting, "_stale", answer=False),
    ),
    "reward-once condition": Sabotage(
        probe=probes.a_survey_is_answered_and_rewarded_once, bare=("survey.answer", "survey.load")
    ),
    "one application for a line": Sabotage(probe=probes.two_taps_at_once_are_one_application, bare=("ticket.claim",)),
    "replay of a request": Sabotage(probe=probes.a_request_is_carried_out_once, bare=("request.remember",)),
    "quota": Sabotage(probe=probes.two_on_the_last_place_are_one, bare=("campaign.take_place",)),
    "claim of a message": Sabotage(probe=probes.a_message_is_claimed_once, bare=("message.claimed",)),
    "quiet hours": Sabotage(probe=probes.a_night_is_quiet, patch=never_quiet),
    "condition of an item's delete": Sabotage(probe=probes.an_item_fires_once, bare=("agenda.take:",)),
    "an item's delete": Sabotage(probe=probes.an_item_fires_once, missing=("agenda.take:",)),
    "owner: application": Sabotage(
        probe=probes.a_stranger_cannot_apply, patch=told_the_owner_calls(apply_for_aftercare, "read_case", 1)
    ),
    "owner: eligibility": Sabotage(
        probe=probes.a_stranger_sees_no_menu, patch=told_the_owner_calls(check_eligibility, "read_case", 1)
    ),
    "owner: choice": Sabotage(
        probe=probes.a_stranger_cannot_choose, patch=told_the_owner_calls(choose_remedy, "_read", 1)
    ),
    "owner: ticket": Sabotage(
        probe=probes.a_stranger_cannot_withdraw,
        patch=told_the_owner_calls(talk, "own_ticket", 1, Actor(role="member", id="M001")),
    ),
    "owner: survey": Sabotage(
        probe=probes.a_stranger_cannot_answer_a_survey, patch=told_the_owner_calls(SurveyAnswers, "_of", 2)
    ),
    "owner: closure check": Sabotage(
        probe=probes.a_stranger_cannot_answer_a_closure_check, patch=told_the_owner_calls(ClosureChecks, "_answer", 2)
    ),
    "owner: invitation": Sabotage(
        probe=probes.a_stranger_cannot_take_anothers_place, patch=told_the_owner_calls(Invitations, "own", 1)
    ),
    "owner: object by id": Sabotage(probe=probes.a_stranger_sees_nothing_by_id, patch=everything_is_everybodys),
}


@pytest.fixture(params=SABOTAGES)
def sabotage(request: pytest.FixtureRequest) -> Sabotage:
    return SABOTAGES[request.param]


def test_with_its_guard_the_probe_holds(sabotage: Sabotage) -> None:
    sabotage.probe(probes.Probed(Saboteur()))


def test_without_its_guard_the_probe_goes_red(sabotage: Sabotage, monkeypatch: pytest.MonkeyPatch) -> None:
    if sabotage.patch:
        sabotage.patch(monkeypatch)
    product = probes.Probed(Saboteur(bare=sabotage.bare, missing=sabotage.missing))
    with pytest.raises(AssertionError):
        sabotage.probe(product)
