"""The one table: what is on the agenda → who does it. Facts in the past tense, errands in the imperative.

`decision(a, b)` takes the decisions of several use cases in one transaction, together with the item's deletion;
an errand does something outside and commits by itself.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch, Reaction, decision
from care.tickets import choose_remedy, close_loop, follow_payouts, look_into_discrepancy, review_cancelled
from care.tickets.clocks import watch
from care.tickets.desk import Desk

if TYPE_CHECKING:
    from handlers.bootstrap import App

__all__ = ["reactions"]


def reactions(app: "App") -> Mapping[str, Reaction]:
    """Kind → reaction."""
    on = partial(_at, app.desk)
    return {
        # facts of orders
        "order.stated": decision(app.tags.evaluate, app.accounts.on_order_stated),
        "order.signed": decision(app.surveys.on_order_signed),
        "order.cancelled": decision(on(review_cancelled.review_cancelled_lines)),
        # facts of members
        "member.tagged": decision(app.tester_invitations.on_tagged),
        "tag.expired": decision(app.tags.on_expiry),
        # messages
        "message.plan": decision(app.contact.put),
        "message.send": app.delivery.send,
        "message.unknown": app.delivery.give_up,
        # scripts
        "script.used": decision(app.scripts.count),
        # money
        "mall.ask": app.ask_mall.send,
        "payout.judge": decision(app.accounts.judge),
        "payout.settled": decision(on(follow_payouts.on_payout_settled), app.bear_payouts.on_payout_moved),
        "payout.failed": decision(on(follow_payouts.on_payout_failed)),
        "payout.unanswered": decision(on(follow_payouts.on_payout_unanswered)),
        "payout.mismatched": decision(on(follow_payouts.on_payout_odd)),
        "payout.doubled": decision(on(follow_payouts.on_payout_odd)),
        "payout.given_up": decision(on(follow_payouts.on_payout_given_up)),
        "payout.reversed": decision(on(follow_payouts.on_payout_reversed), app.bear_payouts.on_payout_moved),
        "line.overpaid": decision(on(follow_payouts.on_line_overpaid)),
        "breaker.opened": decision(on(follow_payouts.on_breaker_opened)),
        "settlement.discrepancy": decision(on(look_into_discrepancy.on_discrepancy)),
        # tickets
        "menu.default": partial(choose_remedy.let_default_fall, app.desk),
        "clock.warn": decision(on(watch.on_warn)),
        "clock.breach": decision(on(watch.on_breach)),
        "clock.climb": decision(on(watch.on_climb)),
        "ticket.opened": decision(app.tags.on_ticket_opened),
        "ticket.resolved": decision(app.closure_checks.on_ticket_resolved, app.bear_payouts.on_ticket_resolved),
        "ticket.closed": decision(app.ugc_invitations.on_ticket_closed),
        # outreach
        "survey.send": decision(app.surveys.send),
        "survey.answered": decision(
            app.silent_members.on_low_score, app.tags.on_survey_answered, app.ugc_invitations.on_survey_answered
        ),
        "closure.ask": decision(app.closure_checks.ask),
        "closure.silence": decision(app.closure_checks.fall_silent),
        "closure.confirmed": decision(on(close_loop.on_closure_confirmed)),
        "closure.disputed": decision(on(close_loop.on_closure_disputed)),
        "closure.silent": decision(on(close_loop.on_closure_silent)),
        # programmes
        "campaign.page": decision(app.tester_invitations.page),
        "campaign.invite": decision(app.tester_invitations.invite),
        "campaign.close": decision(app.campaigns.close_at_end),
        "invitation.expire": decision(app.invitations.expire),
        "ugc.invite": decision(app.ugc_invitations.invite),
    }


def _at(desk: Desk, use_case: Callable[[Desk, AgendaItem, Batch], object]) -> Callable[[AgendaItem, Batch], object]:
    return partial(use_case, desk)
