"""Where a life of the guarantee machine begins, so that what is far from the first tap is met often enough."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from reliability.guarantee_deeds import WORDS, Guarantee

__all__ = ["Begun"]

OIL, DEAR = 1, 2
BEGINNINGS = ("nothing", "failed", "paid", "returning", "reviewed", "refused", "asked", "given by the leader")


class Begun(Guarantee):
    """The first member has come so far with a line of the first order."""

    @initialize(how=st.sampled_from(BEGINNINGS))
    def begin(self, how: str) -> None:
        match how:
            case "failed" | "paid":
                self._claimed(OIL, "FULL_REFUND")
                self.time_passes(0, "FAILED" if how == "failed" else "CONFIRMED")
            case "returning":
                self._claimed(OIL, "RETURN_REFUND", reason="DISLIKE")
            case "reviewed" | "refused":
                self._reviewed(OIL)
            case "asked":
                self._reviewed(DEAR)
                self._decided("agent:A01", remedy="FULL_REFUND")
            case "given by the leader":
                self.refund_as_leader(0, 500)
        if how == "refused":
            wanted = self.about(self.tickets()[0], reason="FAULT_NOT_SEEN", text=WORDS)
            self.ask("RefuseTicket", "manager:B01", **wanted)

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
