"""Where a life of the guarantee machine begins, so that what is far from the first tap is met often enough."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from reliability.guarantee_deeds import WORDS, Guarantee
from reliability.guarantee_world import LINES

__all__ = ["Begun"]

OIL, DEAR, SAME_MEMBERS = 1, 2, 3 * len(LINES) + 1
BEGINNINGS = ("nothing", "failed", "paid", "returning", "refused", "asked", "claims often", "given by the leader")


class Begun(Guarantee):
    """The first member has come so far with a line of the first order."""

    @initialize(how=st.sampled_from(BEGINNINGS), far=st.booleans())
    def begin(self, how: str, *, far: bool) -> None:
        match how:
            case "failed" | "paid":
                self._claimed(OIL, "FULL_REFUND")
                self.time_passes(0, "FAILED" if how == "failed" else "CONFIRMED")
            case "returning" if far:
                self._claimed(OIL, "EXCHANGE")
                self.state_return_freight(0, 800)
            case "returning":
                self._claimed(OIL, "RETURN_REFUND", reason="DISLIKE")
            case "refused":
                self._refused(appeal=far)
            case "asked":
                self._asked(answer=far)
            case "claims often":
                self._claims_often(lift=far)
            case "given by the leader":
                self.refund_as_leader(0, 500)

    def _refused(self, *, appeal: bool) -> None:
        self._reviewed(OIL)
        wanted = self.about(self.tickets()[0], reason="FAULT_NOT_SEEN", text=WORDS)
        self.ask("RefuseTicket", "manager:B01", **wanted)
        if appeal:
            self.say_to_a_ticket(0, "AppealTicket")

    def _asked(self, *, answer: bool) -> None:
        self._reviewed(DEAR)
        self._decided("agent:A01", remedy="FULL_REFUND")
        if answer:
            self.ask("ApproveDecision", "manager:B02", **self.about(self.tickets()[0], nth=1))

    def _claims_often(self, *, lift: bool) -> None:
        """The third claim of two orders, where that counts, is looked at."""
        for number in (OIL, DEAR, SAME_MEMBERS):
            self.apply(number, "DAMAGED", None)
            self.time_passes(0, None)
        held = [ticket for ticket in self.tickets() if ticket.hold is not None]
        if held:
            wanted = self.about(held[0], why="看过了", seenStep=held[0].step)
            self.ask("LiftHold" if lift else "ConfirmHold", "manager:B01", **wanted)

    def _claimed(self, number: int, remedy: str, reason: str = "DAMAGED") -> None:
        self.apply(number, reason, None)
        (ticket,) = self.tickets()
        for which, offer in enumerate(ticket.menu):
            if offer.remedy == remedy:
                self.choose(0, which, "menu")

    def _reviewed(self, number: int) -> None:
        """Taken back and opened again, it waits for a person."""
        self.apply(number, "DAMAGED", None)
        for word in ("WithdrawTicket", "ReopenTicket"):
            self.say_to_a_ticket(0, word)

    def _decided(self, who: str, **wish: str) -> None:
        reason = {"overrideReason": "情况属实"}
        self.ask("DecideTicket", who, **self.about(self.tickets()[0], text=WORDS, **wish, **reason))
