"""What members and staff do again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from story_maker import goods as g
from story_maker.script import Good, Script, at

__all__ = [
    "Case",
    "answer_check",
    "answer_survey",
    "apply",
    "decide",
    "one_order",
    "pick_second",
    "queue",
    "refers",
    "sees",
]


@dataclass(frozen=True, slots=True)
class Case:
    """A member's case about line 1 of an order."""

    order_id: str
    member_id: str
    line_id: str = "1"

    @property
    def name(self) -> str:
        return self.order_id.lower()

    @property
    def member(self) -> str:
        return f"member:{self.member_id}"

    @property
    def line(self) -> str:
        return f"@OrderLine:{self.order_id}/{self.line_id}"

    @property
    def ticket(self) -> str:
        """What refers to the ticket's id, once it was opened."""
        return f"${self.name}"


def one_order(good: Good) -> tuple[Script, Case]:
    """A member's order, signed for on Tuesday at 10:00; one agent."""
    script = Script()
    g.house(script, agents=("A01",))
    script.placed(at(1, 9), "O01", g.BUYERS[0], good)
    script.delivered("O01", at(1, 14), at(2, 10))
    return script, Case("O01", "M001")


def refers(case: Case) -> dict[str, str]:
    """The variables of a query about a case."""
    return {"id": case.ticket}


def apply(  # noqa: PLR0913 - what a tap says
    script: Script,
    when: datetime,
    case: Case,
    reason: str,
    *,
    state: str,
    menu: bool = False,
    offer: str = "",
    evidence: Sequence[str] = (),
    note: str = "",
) -> None:
    """One tap, with photos that were sent before; with `offer`, the member takes that remedy of the menu shown."""
    wanted: dict[str, Any] = {"lineId": case.line, "reason": reason}
    if evidence:
        wanted["evidence"] = list(evidence)
    if offer:
        place = "eligibility.reasons.3.menu.1.token"
        shown = {"variables": {"lineId": case.line}, "save": {f"{case.name}_offer": place}}
        script.call(when - timedelta(minutes=1), case.member, "Eligibility", **shown, key=False)
        wanted["offer"] = f"${case.name}_offer"
    save = {case.name: "applyForAftercare.ticket.id"}
    if menu:
        save[f"{case.name}_second"] = "applyForAftercare.ticket.menu.1.token"
    more = {"note": note} if note else {}
    expect = {"applyForAftercare.ticket.state": state}
    script.call(when, case.member, "ApplyForAftercare", variables={"input": wanted}, save=save, expect=expect, **more)


def pick_second(script: Script, when: datetime, case: Case, **more: Any) -> None:
    """The member takes the menu's second way."""
    choice = {"input": {"ticketId": case.ticket, "offer": f"${case.name}_second"}}
    script.call(when, case.member, "ChooseRemedy", variables=choice, **more)


def sees(script: Script, when: datetime, who: str, case: Case, expect: dict[str, Any], **more: Any) -> None:
    """Somebody looks at the case, and it is as expected."""
    script.call(when, who, "TicketDetail", variables=refers(case), key=False, expect=expect, **more)


def answer_survey(script: Script, when: datetime, member_id: str, score: int, text: str) -> None:
    """The member opens the survey and answers it."""
    saved = {f"survey_{member_id}": "myOpenSurveys.edges.0.node.id"}
    script.call(when, f"member:{member_id}", "MyOpenSurveys", key=False, save=saved)
    answer = {"surveyId": f"$survey_{member_id}", "score": score, "text": text}
    script.call(when, f"member:{member_id}", "AnswerSurvey", variables={"input": answer})


def answer_check(script: Script, when: datetime, case: Case, *, fine: bool, name: str = "") -> None:
    """The member taps "all fine" or "still not"."""
    saved = f"check_{case.name}{name}"
    save = {saved: "myOpenClosureChecks.edges.0.node.id"}
    script.call(when, case.member, "MyOpenClosureChecks", key=False, save=save)
    answer = {"checkId": f"${saved}", "fine": fine}
    script.call(when, case.member, "AnswerClosureCheck", variables={"input": answer})


def queue(script: Script, when: datetime, name: str, *, title: str, note: str) -> None:
    """An agent looks at the queue and takes the case of that title, wherever it stands."""
    save = {name: f"ticketQueue.edges.node/title={title}.node.id"}
    script.call(when, "agent:A01", "TicketQueue", key=False, save=save, note=note)


def decide(script: Script, when: datetime, who: str, decision: dict[str, str], **more: Any) -> None:
    """An agent looks at the case once more, and decides what they saw."""
    looks = {"variables": {"id": decision["ticketId"]}, "key": False, "save": {"seen": "node.step"}}
    script.call(when - timedelta(seconds=30), who, "TicketTeam", **looks)
    script.call(when, who, "DecideTicket", variables={"input": {**decision, "seenStep": "$seen"}}, **more)
