"""The one table: what is on the agenda → who does it. Facts in the past tense, errands in the imperative.

`decision(a, b)` takes the decisions of several use cases in one transaction, together with the item's deletion;
an errand does something outside and commits by itself.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from care.guides.notices import GUIDE
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch, Decider, Reaction, decision
from care.logistics.notices import STALL
from care.logistics.supply.notices import SUPPLY
from care.logistics.weather.notices import WEATHER
from care.tickets import (
    choose_remedy,
    close_loop,
    follow_payouts,
    hear_member,
    look_into_discrepancy,
    open_for_parcel,
    review_cancelled,
    wait_for_restock,
)
from care.tickets import evidence as photos
from care.tickets.authority import climb
from care.tickets.calls import lapse_call, open_call
from care.tickets.clocks import end_waiting, promise_counts, red_alert, watch
from care.tickets.deadlines import approve_by_time
from care.tickets.desk import Desk
from care.tickets.returns import expire
from care.tickets.teamwork import drain, follow_parent, reassign_ticket, watch_ticket

if TYPE_CHECKING:
    from handlers.bootstrap import App

__all__ = ["reactions"]


def reactions(app: "App") -> Mapping[str, Reaction]:
    """Kind → reaction."""
    on = partial(_at, app.desk)
    return {
        # facts of orders
        "order.stated": decision(
            app.tags.evaluate,
            app.accounts.on_order_stated,
            app.weather_orders.on_order,
            app.awaited_skus.on_order,
            app.habits.on_order,
        ),
        "order.shipped": decision(app.guide_pushes.on_order_shipped),
        "order.signed": decision(
            app.surveys.on_order_signed,
            app.standings.on_order_signed,
            app.holdings.on_order_signed,
            app.guide_pushes.on_order_signed,
            app.awaited_skus.on_order,
        ),
        "order.cancelled": decision(
            on(review_cancelled.review_cancelled_lines),
            app.slots.on_order_cancelled,
            app.holdings.on_order_cancelled,
            app.awaited_skus.on_order,
            app.habits.on_order,
        ),
        "order.parcel": decision(app.logistics.on_order_parcel, app.weather_orders.on_order),
        # parcels
        "shipment.moved": decision(app.logistics.on_moved),
        "shipment.watch": decision(app.stall_watch.look),
        "shipment.chase": app.ask_carrier.send,
        "slot.soon": decision(app.slots.remind),
        "slot.told": app.slots.tell,
        "hold.remind": decision(app.holdings.remind),
        "hold.end": decision(app.holdings.end),
        "hold.told": app.holdings.tell,
        "supply.follow": decision(app.awaited_skus.follow),
        "supply.page": decision(app.supply_waves.page),
        "supply.communities": decision(app.supply_waves.communities),
        "supply.leader": decision(app.supply_waves.leader),
        "supply.tell": decision(app.supply_notes.tell),
        "supply.refund_wanted": decision(on(open_for_parcel.on_refund_wanted)),
        "restock.page": decision(app.supply_waves.restock),
        "arrival.digest": decision(app.arrivals.digest),
        "weather.region": decision(app.weather_alerts.on_region),
        "weather.mark": decision(app.weather_alerts.mark),
        "weather.page": decision(app.weather_waves.page),
        "weather.offer": decision(app.weather_offers.offer),
        "weather.lifted": decision(app.weather_waves.on_lifted),
        "weather.close": decision(app.weather_offers.close),
        "shipment.refund_wanted": decision(on(open_for_parcel.on_refund_wanted)),
        # facts of members
        "member.tagged": decision(app.tester_invitations.on_tagged),
        "member.moved": decision(app.standings.on_member_moved),
        "tag.expired": decision(app.tags.on_expiry),
        # messages
        "message.plan": decision(app.contact.put),
        "message.send": app.delivery.send,
        "message.unknown": app.delivery.give_up,
        "message.receipt": app.receipts.take,
        "message.confirm": app.ask_confirmation.look,
        "group.post": app.group_posts.send,
        "group.unknown": app.group_posts.give_up,
        "group.failed": decision(app.arrivals.on_group_failed),
        "kf.pass_on": app.pass_on.send,
        "kf.fetch": app.fetch_messages.fetch,
        "employee.say": app.say_to_employee.answer,
        "contact.answered": decision(
            _by_question(
                {
                    STALL: app.stall_watch.on_answered,
                    WEATHER: app.weather_offers.on_answered,
                    SUPPLY: app.supply_notes.on_answered,
                    GUIDE: app.guide_pushes.on_answered,
                }
            )
        ),
        "contact.unclear": decision(on(hear_member.on_unclear)),
        "call.wanted": decision(on(open_call.on_call_wanted)),
        "call.lapse": decision(on(lapse_call.on_call_lapse)),
        # scripts
        "script.used": decision(app.scripts.count),
        # money
        "mall.ask": app.ask_mall.send,
        "payout.judge": decision(app.accounts.judge),
        "payout.settled": decision(
            on(follow_payouts.on_payout_settled), app.bear_payouts.on_payout_moved, app.standings.on_payout_settled
        ),
        "payout.failed": decision(on(follow_payouts.on_payout_failed)),
        "payout.unanswered": decision(on(follow_payouts.on_payout_unanswered)),
        "payout.mismatched": decision(on(follow_payouts.on_payout_odd)),
        "payout.doubled": decision(on(follow_payouts.on_payout_odd)),
        "payout.given_up": decision(on(follow_payouts.on_payout_given_up)),
        "payout.reversed": decision(
            on(follow_payouts.on_payout_reversed), app.bear_payouts.on_payout_moved, app.standings.on_payout_reversed
        ),
        "line.overpaid": decision(on(follow_payouts.on_line_overpaid)),
        "breaker.opened": decision(on(follow_payouts.on_breaker_opened)),
        "settlement.discrepancy": decision(on(look_into_discrepancy.on_discrepancy)),
        # photos
        "evidence.missing": decision(app.evidence.give_up),
        "evidence.judged": decision(on(photos.on_evidence_judged), app.standings.on_evidence_judged),
        # staff
        "shift.begins": decision(app.directory.on_shift_begins),
        "staff.returned": decision(on(drain.on_staff_returned)),
        "alert.raise": decision(app.alerts.put),
        "alert.told": app.say_to_employee.tell_alert,
        "alert.climb": decision(app.alerts.climb),
        "alert.unanswered": decision(app.alerts.fall_to_desk),
        # tickets
        "ticket.assigned": decision(app.directory.loads.on_assigned, on(reassign_ticket.on_parent_assigned)),
        "menu.default": partial(choose_remedy.let_default_fall, app.desk),
        "approval.climb": decision(on(climb.on_approval_climb)),
        "review.default": partial(approve_by_time.approve_by_time, app.desk),
        "slip.remind": decision(on(expire.on_slip_remind)),
        "slip.expire": decision(on(expire.on_slip_expire)),
        "clock.warn": decision(on(watch.on_warn)),
        "clock.breach": decision(on(watch.on_breach)),
        "clock.climb": decision(on(watch.on_climb)),
        "promise.counted": decision(promise_counts.count_promise),
        "red_alert.moved": decision(on(red_alert.on_alert_moved)),
        "wait.end": decision(on(end_waiting.end_waiting)),
        "ticket.opened": decision(
            app.tags.on_ticket_opened,
            app.standings.on_ticket_opened,
            app.first_complaints.on_claim,
            on(wait_for_restock.on_ticket_opened),
        ),
        "hold.lifted": decision(app.first_complaints.on_claim),
        "ticket.resolved": decision(app.closure_checks.on_ticket_resolved, app.bear_payouts.on_ticket_resolved),
        "ticket.closed": decision(app.ugc_invitations.on_ticket_closed),
        "parent.resolved": decision(on(follow_parent.on_parent_resolved)),
        "parent.closed": decision(on(follow_parent.on_parent_closed)),
        "parent.reopened": decision(on(follow_parent.on_parent_reopened)),
        "parent.withdrawn": decision(on(follow_parent.on_parent_withdrawn)),
        "child.ended": decision(on(follow_parent.on_child_ended)),
        "case.watched": decision(on(watch_ticket.on_watched)),
        "closure.awaited": decision(app.closure_checks.on_ticket_resolved),
        # outreach
        "survey.send": decision(app.surveys.send),
        "survey.remind": decision(app.surveys.remind),
        "survey.answered": decision(
            app.silent_members.on_low_score,
            app.care_outcomes.on_survey_answered,
            app.tags.on_survey_answered,
            app.ugc_invitations.on_survey_answered,
        ),
        "guide.send": decision(app.guide_pushes.send),
        "care.ended": decision(app.care_outcomes.on_care_ended),
        "complaint.first": decision(app.first_complaints.answer),
        "closure.ask": decision(app.closure_checks.ask),
        "closure.silence": decision(app.closure_checks.fall_silent),
        "closure.confirmed": decision(on(close_loop.on_closure_confirmed)),
        "closure.disputed": decision(on(close_loop.on_closure_disputed)),
        "closure.silent": decision(on(close_loop.on_closure_silent)),
        # programmes
        "campaign.page": decision(app.tester_invitations.page),
        "campaign.invite": decision(app.tester_invitations.invite),
        "campaign.close": decision(app.campaigns.close_at_end),
        "habit.follow": decision(app.habits.follow),
        "greeting.count": decision(app.greeting_waves.count),
        "greeting.wave": decision(app.greeting_waves.wave),
        "greeting.card": decision(app.greeting_cards.card),
        "greeting.effect": decision(app.greeting_effects.measure),
        "greeting.withdraw": decision(app.greeting_take_back.withdraw),
        "greeting.again": decision(app.greeting_take_back.again),
        "greeting.tally": decision(app.greeting_waves.tally),
        "invitation.expire": decision(app.invitations.expire),
        "ugc.invite": decision(app.ugc_invitations.invite),
    }


def _at(desk: Desk, use_case: Callable[[Desk, AgendaItem, Batch], object]) -> Callable[[AgendaItem, Batch], object]:
    return partial(use_case, desk)


def _by_question(asking: Mapping[str, Decider]) -> Decider:
    """Who asked a question of this kind acts on its answer."""
    return lambda item, batch: asking[str(item.payload["kind"])](item, batch)
