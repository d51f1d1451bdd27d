"""A town in which everything is going on at once: for each shipped operation an input with which it succeeds.

M001 and M003 live in 阳光花园 (leader L001), M002 elsewhere (leader L009). On day 7 M001 has a claim that waits for a
choice, one whose payout failed, one that has ended, an open survey, an open closure check, an invitation of each kind,
a tag by hand and a full inbox; M003 takes part in the tester campaign and has handed in a post; M004's is published.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from api.relay import global_id
from api.viewer import Role, Viewer
from care.kernel.clock import SHANGHAI
from fakes.darkroom import send_photo
from fakes.front import Front, line_of
from fakes.login_codes import code_of
from fakes.mall import member, order
from fakes.memory_storage import MemoryStorage
from fakes.photos import photo
from fakes.policy_desk import content_of, publish_policy
from fakes.product import ENVIRONMENT, Product, ProductApp
from fakes.shop import FRESH, OIL
from fakes.town_authority import authority_calls, use_authority
from fakes.town_books import book_calls, open_books
from fakes.town_calls import call_calls, let_two_be_called
from fakes.town_duty import call_somebody, duty_calls
from fakes.town_greetings import card_to_write, greet_by_hand, greet_twice, greeting
from fakes.town_guides import cook_something, guide_calls
from fakes.town_holds import hold_calls, hold_one
from fakes.town_login import log_in, login_calls
from fakes.town_parcels import alert_of_snow, keep_one, let_one_lack, let_one_stall, parcel_calls, plan_an_arrival
from fakes.town_refusals import refusal_calls, refuse_one
from fakes.town_returns import return_calls, send_back

__all__ = ["ELSEWHERE", "FRIEND", "HOME", "OWNER", "STRANGER", "Call", "Town"]

HOME, ELSEWHERE = "阳光花园", "翠湖花园"
OWNER, STRANGER, FRIEND, NEIGHBOUR = "member:M001", "member:M002", "member:M003", "member:M004"
PHONE = "13812345678"
RETIRED = {"retired": ["PRAISE_NEW_EMPATHY"]}
TEMPLATES = {
    "templates": [
        {
            "code": "STANDARD",
            "questions": [{"kind": "CSAT", "text": "{goods}还满意吗"}, {"kind": "TEXT", "text": "有什么想告诉我们的"}],
        }
    ]
}
CALENDAR = {
    "week": [["08:30-12:00", "13:00-21:00"]] * 6 + [[]],
    "holidays": ["10:00-16:00"],
    "makeUpDays": ["08:30-18:00"],
    "overrides": [{"date": "2026-05-09", "hours": []}],
}


@dataclass(frozen=True)
class Call:
    """Who may run an operation, and with what it succeeds."""

    as_: str
    variables: dict[str, Any]


class Town(Front):
    """Built once for a module; `restore` brings it back to what it was."""

    def __init__(self) -> None:
        Product.__init__(self)
        self.viewers.stated = {
            "leader:L001": Viewer(id="L001", roles=frozenset({Role.LEADER}), community=HOME),
            "leader:L009": Viewer(id="L009", roles=frozenset({Role.LEADER}), community=ELSEWHERE),
        }
        self._settle_down()
        self._first_week()
        self._today()
        self._kept = self._copy()

    def restore(self) -> None:
        """Undo whatever was done since, and forget what was read: a fresh sandbox."""
        memory = MemoryStorage()
        memory.items = {home: dict(item) for home, item in self._kept.items()}
        self.app = ProductApp(environment=ENVIRONMENT, clock=self.clock, memory=memory)
        self.__dict__.pop("server", None)

    def changed(self) -> bool:
        return self.memory.items != self._kept

    # ---------------------------------------------------------------- what has happened

    def _settle_down(self) -> None:
        self.event("LeaderChanged", leader_id="L001", community=HOME, region="华东", occurred_at=self._now())
        entry = {"staffId": "A01", "name": "小陈", "roles": ["AGENT"], "regions": ["华东"]}
        self.call("RegisterStaffMember", "manager:B01", input=entry)
        self.call("SetPresence", "agent:A01", input={"present": True})
        publish_policy(self._operator, self._content(), effective_at=self._later("")["effectiveAt"], why="照旧")
        self.call("PublishCalendar", "operator:O01", input=CALENDAR | self._later("照旧"))
        self.call("PublishSurveyTemplates", "operator:O01", input=TEMPLATES | self._later("照旧"))
        self.call("PublishScripts", "operator:O01", input=RETIRED | self._later("精简"))
        figure = {"key": "tickets.offer_minutes", "value": 40}
        self.call("PublishSettings", "operator:O01", input={"values": [figure]} | self._later("放宽"))
        for goods in (FRESH, OIL):
            about = {"category": goods["category"], "name": goods["name"], "occurred_at": self._now()}
            self.event("ProductChanged", sku=goods["sku"], **about)
        for order_id, who in (("O001", "M001"), ("O101", "M003"), ("O201", "M002"), ("O301", "M004")):
            self._buy(order_id, who)

    def _first_week(self) -> None:
        """Three neighbours were upset and made happy; two have told the others of it."""
        for order_id, who in (("O001", OWNER), ("O101", FRIEND), ("O301", NEIGHBOUR)):
            self.claim(order_id, "1", who)
        self.advance(days=3)
        for who in (OWNER, FRIEND, NEIGHBOUR):
            (check,) = self.nodes("MyOpenClosureChecks", who)
            self.call("AnswerClosureCheck", who, input={"checkId": check["id"], "fine": True})
        self.advance(days=1)
        self._buy("O002", "M001")
        self.claim("O002", "1", OWNER)
        wanted = {"kind": "TESTER", "title": "春季鲜肉体验", "anyOf": ["NEWCOMER"], "quota": 5}
        self.call("OpenCampaign", "product:P01", input=wanted)
        self.advance(hours=1)
        self.call("AcceptInvitation", FRIEND, input={"invitationId": self.invitation(FRIEND, "TESTER")})
        self._publish(self._post(NEIGHBOUR))
        self._post(FRIEND)
        self.advance(days=3)

    def _post(self, who: str) -> str:
        wanted = {"invitationId": self.invitation(who, "UGC"), "text": "坏的当天就赔了,新到的苹果又脆又甜"}
        return str(self.call("SubmitPost", who, input=wanted)["post"]["id"])

    def _publish(self, post: str) -> None:
        self.call("ModeratePost", "operator:O01", input={"postId": post, "verdict": "PUBLISH"})

    def _today(self) -> None:
        self.mall = lambda _request: "FAILED"
        self._buy("O003", "M001")
        self.claim("O003", "1", OWNER)
        self.claim("O003", "2", OWNER)
        tag = {"memberId": global_id("Member", "M001"), "tag": "SENSITIVE", "reason": "电话里很着急"}
        self.call("AddMemberTag", "agent:A01", input=tag)
        spoken = {"ticketId": self.ticket("CHOOSING")["id"], "script": "QUALITY_LOCATE"}
        self.call("ReplyToTicket", "agent:A01", input=spoken)
        self.photo = send_photo(self, OWNER, photo(3, (300, 300)), ticketId=self.ticket("CHOOSING")["id"])
        self._drafts()
        self._merged()
        open_books(self)
        call_somebody(self)
        self.advance(minutes=5)
        for order_id in ("O401", "O402", "O403", "O501", "O502"):
            self._buy(order_id, "M003")
        self._buy("O701", "M006")
        use_authority(self)
        refuse_one(self)
        hold_one(self)
        self._buy("O601", "M005")
        send_back(self)
        cook_something(self)
        greet_twice(self)
        greet_by_hand(self)
        let_one_stall(self)
        keep_one(self)
        for order_id, who in (("O801", "M007"), ("O802", "M008")):
            self._buy(order_id, who)
        let_two_be_called(self)
        alert_of_snow(self)
        plan_an_arrival(self)
        let_one_lack(self)
        self.refresh_token = str(log_in(self, code_of("open-M001"))["refreshToken"])

    def _merged(self) -> None:
        """M004 says "not again", and then claims a second line: an agent merges the two, and links them."""
        (first,) = self.nodes("MyTickets", NEIGHBOUR)
        self.call("ReopenTicket", NEIGHBOUR, input={"ticketId": first["id"], "text": "又坏了"})
        self.claim("O301", "2", NEIGHBOUR, "SPOILED")
        self.advance(minutes=3)
        second, _first = self.nodes("MyTickets", NEIGHBOUR)
        self.call("MergeTickets", "agent:A01", input=self._merging(second["id"], first["id"]))
        self.call("LinkTickets", "agent:A01", input={"ticketId": second["id"], "otherId": first["id"]})
        self.child, self.parent = str(second["id"]), str(first["id"])

    def team(self, ticket_id: str) -> dict[str, Any]:
        """What an agent sees of those who work on a case."""
        return dict(self.call("TicketTeam", "agent:A01", id=ticket_id))

    def _merging(self, child: str, parent: str) -> dict[str, Any]:
        seen = {"seenStep": self.team(child)["step"], "seenParentStep": self.team(parent)["step"]}
        return {"childId": child, "parentId": parent, **seen}

    def _seen_now(self, ticket_id: str) -> dict[str, Any]:
        return {"ticketId": ticket_id, "seenStep": self.team(ticket_id)["step"]}

    def _of_photos(self) -> dict[str, Call]:
        ticket = self.ticket("CHOOSING")["id"]
        wanted = {"ticketId": ticket, "contentType": "image/png", "bytes": 90_000}
        return {
            "StartEvidenceUpload": Call(OWNER, {"input": wanted}),
            "EvidenceDetail": Call(OWNER, {"id": self.photo}),
            "EvidenceReview": Call("agent:A01", {"id": self.photo}),
            "TicketEvidence": Call(OWNER, {"id": ticket}),
        }

    def _of_teams(self) -> dict[str, Call]:
        choosing, failed = (self.ticket(state)["id"] for state in ("CHOOSING", "IN_REVIEW"))
        inputs: dict[str, dict[str, Any]] = {
            "AddInternalNote": {"ticketId": choosing, "text": "@A01 请今天给她回个电话"},
            "WatchTicket": {"ticketId": choosing, "watch": True},
            "ReassignTicket": {"ticketId": choosing, "seenAssignee": "A01", "to": "duty", "text": "我要下班了"},
            "SetTicketPriority": self._seen_now(choosing) | {"priority": "URGENT"},
            "MergeTickets": self._merging(choosing, failed),
            "UnmergeTicket": self._seen_now(self.child),
            "SplitTicket": {"ticketId": choosing, "title": "发票抬头要改", "text": "她顺便问了发票"},
            "LinkTickets": {"ticketId": choosing, "otherId": failed},
            "UnlinkTickets": {"ticketId": self.child, "otherId": self.parent},
            "BulkTickets": {"ticketIds": [choosing, failed], "action": "NOTE", "text": "同一批次"},
        }
        calls = {name: Call("agent:A01", {"input": each}) for name, each in inputs.items()}
        return calls | {"TicketTeam": Call("agent:A01", {"id": self.parent})}

    def _buy(self, order_id: str, who: str) -> None:
        home = who != "M002"
        person = member(id=who, openid=f"open-{who}", community=HOME if home else ELSEWHERE)
        body = order(order_id=order_id, member=person, lines=[FRESH, OIL], leader_id="L001" if home else "L009")
        self.event("OrderPlaced", **body, placed_at=self._now(hours=-24))
        self.event("OrderSigned", **body, signed_at=self._now())
        self.advance(minutes=3)

    def claim(self, order_id: str, line_id: str, who: str, reason: str = "DAMAGED") -> None:
        self.call("ApplyForAftercare", who, input={"lineId": line_of(line_id, order_id), "reason": reason})
        self.settle()

    # ---------------------------------------------------------------- what there is

    def nodes(self, operation: str, as_: str, **variables: Any) -> list[dict[str, Any]]:
        """The nodes of a connection's first hundred."""
        return [edge["node"] for edge in self.call(operation, as_, first=100, **variables)["edges"]]

    def invitation(self, who: str, kind: str) -> str:
        (found,) = [each for each in self.nodes("MyInvitations", who) if each["kind"] == kind]
        return str(found["id"])

    def ticket(self, state: str) -> dict[str, Any]:  # type: ignore[override]  # as the member sees it
        """M001's first claim that is in this state."""
        return next(each for each in self.nodes("MyTickets", OWNER) if each["state"] == state)

    @cached_property
    def mine(self) -> dict[str, list[str]]:
        """M001's objects by type: global ids, as M001 is shown them."""
        tickets = self.nodes("MyTickets", OWNER)
        orders = self.nodes("MyOrders", OWNER)
        return {
            "Member": [str(self.call("Me", OWNER)["id"])],
            "Order": [each["id"] for each in orders],
            "OrderLine": [line["id"] for each in orders for line in each["lines"]],
            "Ticket": [each["id"] for each in tickets],
            "Photo": [self.photo],
            "Payout": [payout["id"] for each in tickets for payout in self.see(each, OWNER)["payouts"]],
            "Survey": [each["id"] for each in self.nodes("MyOpenSurveys", OWNER)],
            "ClosureCheck": [each["id"] for each in self.nodes("MyOpenClosureChecks", OWNER)],
            "Invitation": [each["id"] for each in self.nodes("MyInvitations", OWNER)],
            "ParcelHold": [global_id("ParcelHold", "O010")],
            "RestockWish": [each["id"] for each in self.nodes("MyRestockWishes", OWNER)],
            "GuidePush": [each["id"] for each in self.nodes("MyGuides", OWNER)],
            "Message": [each["id"] for each in self.nodes("MyMessages", OWNER)],
        }

    @cached_property
    def posts(self) -> list[str]:
        """M003's post, which waits for moderation."""
        return [each["id"] for each in self.nodes("ModerationQueue", "operator:O01")]

    # ---------------------------------------------------------------- what can be asked

    @cached_property
    def calls(self) -> dict[str, Call]:
        """An input for every operation of graphql/operations."""
        others = (
            book_calls(self)
            | duty_calls(self)
            | authority_calls(self)
            | refusal_calls(self)
            | hold_calls(self)
            | return_calls(self)
            | guide_calls(self)
            | parcel_calls(self)
            | call_calls(self)
            | login_calls(self.refresh_token)
        )
        books = {name: Call(*each) for name, each in others.items()}
        return self._reads() | self._of_members() | self._of_staff() | self._of_teams() | self._of_photos() | books

    def _reads(self) -> dict[str, Call]:
        me, mine = global_id("Member", "M001"), self.mine
        member_reads = (
            "Me", "MyInvitations", "MyMessages", "MyOpenClosureChecks", "MyOpenSurveys", "MyOrders", "MyTickets",
            "Policy", "Viewer", "Health", "CommunityPosts",
        )  # fmt: skip
        operator_reads = (
            "Calendar", "CalendarVersions", "ContactCard", "SurveyTemplates", "SurveyTemplatesVersions",
            "Campaigns", "Greetings", "ModerationQueue", "PolicyContent", "PolicyDrafts",
            "PolicyVersions", "ScriptLibrary", "ScriptLibraryVersions", "Settings", "SettingsVersions", "Staff",
        )  # fmt: skip
        return {
            **{name: Call(OWNER, {}) for name in member_reads},
            **{name: Call("operator:O01", {}) for name in operator_reads},
            "PolicyVersion": Call(OWNER, {"number": 0}),
            "PolicyDraft": Call("operator:O01", {"draftId": self.draft("DRAFT")["draftId"]}),
            "SimulatePolicy": Call(
                "operator:O01", {"draftId": self.draft("CHECKED")["draftId"], "from": "2026-03-02", "to": "2026-03-09"}
            ),
            "ProductGuarantee": Call(OWNER, {"sku": FRESH["sku"]}),
            "HostLines": Call("leader:L001", {"skus": [FRESH["sku"], OIL["sku"]]}),
            "ExplainRule": Call("agent:A01", {"lineId": mine["OrderLine"][0], "reason": "DAMAGED"}),
            "TicketOptions": Call("agent:A01", {"id": mine["Ticket"][0]}),
            "TicketRuling": Call("agent:A01", {"id": mine["Ticket"][0]}),
            "Eligibility": Call(OWNER, {"lineId": mine["OrderLine"][0]}),
            "OrderDetail": Call(OWNER, {"id": mine["Order"][0]}),
            "TicketDetail": Call(OWNER, {"id": mine["Ticket"][0]}),
            "MemberDetail": Call("agent:A01", {"id": me}),
            "MyContactWishes": Call(OWNER, {}),
            "SubscriptionsToAsk": Call(OWNER, {"moment": "APPLIED"}),
            "MemberMessages": Call("agent:A01", {"memberId": me}),
            "MembersByPhone": Call("agent:A01", {"phone": PHONE}),
            "TicketClocks": Call("agent:A01", {"id": mine["Ticket"][0]}),
            "TicketQueue": Call("agent:A01", {}),
            "ScriptsFor": Call("leader:L001", {"ticketId": mine["Ticket"][0]}),
            "ScriptUses": Call("operator:O01", {"month": f"{self.clock.now().astimezone(SHANGHAI):%Y-%m}"}),
            "MemberStanding": Call("agent:A01", {"memberId": me}),
            "CareHistory": Call("agent:A01", {"id": me}),
            "SurveyCounts": Call("manager:B01", {"month": f"{self.clock.now().astimezone(SHANGHAI):%Y-%m}"}),
            "CardsToWrite": Call("agent:A01", {}),
            "Festivals": Call("operator:O01", {"year": 2026}),
            "PromisesKept": Call("manager:B01", {"month": f"{self.clock.now().astimezone(SHANGHAI):%Y-%m}"}),
            "CareOutcomes": Call("manager:B01", {"month": f"{self.clock.now().astimezone(SHANGHAI):%Y-%m}"}),
            "Ledger": Call("operator:O01", {"day": f"{self.clock.now().astimezone(SHANGHAI):%Y-%m-%d}"}),
            "CommunityOrders": Call("leader:L001", {}),
            "CommunityTickets": Call("leader:L001", {}),
            "MyRefundLimit": Call("leader:L001", {}),
        }

    def _of_members(self) -> dict[str, Call]:
        choosing, ended = self.ticket("CHOOSING"), self.ticket("CLOSED")
        tester, ugc = self.invitation(OWNER, "TESTER"), self.invitation(OWNER, "UGC")
        inputs: dict[str, dict[str, Any]] = {
            "ApplyForAftercare": {"lineId": line_of("2", "O002"), "reason": "DAMAGED"},
            "ChooseRemedy": {"ticketId": choosing["id"], "offer": choosing["menu"][0]["token"]},
            "ReplyToTicket": {"ticketId": choosing["id"], "text": "油瓶漏了"},
            "WithdrawTicket": {"ticketId": choosing["id"]},
            "ReopenTicket": {"ticketId": ended["id"], "text": "又坏了"},
            "OpenSurvey": {"link": self.nodes("MyOpenSurveys", OWNER)[0]["link"]},
            "AnswerSurvey": {"surveyId": self.mine["Survey"][0], "score": 5, "text": "很新鲜"},
            "AnswerClosureCheck": {"checkId": self.mine["ClosureCheck"][0], "fine": True},
            "AcceptInvitation": {"invitationId": tester},
            "DeclineInvitation": {"invitationId": tester},
            "SubmitPost": {"invitationId": ugc, "text": "又脆又甜,下次还买"},
            "SetContactPreferences": {"optedOut": ["MARKETING"]},
            "RecordSubscription": {"accepted": ["ticket_settled"]},
        }
        leaving = Call(FRIEND, {"input": {"invitationId": self.invitation(FRIEND, "TESTER")}})
        return {name: Call(OWNER, {"input": each}) for name, each in inputs.items()} | {"LeaveProgramme": leaving}

    def _of_staff(self) -> dict[str, Call]:
        me = global_id("Member", "M001")
        failed = next(each for each in self.nodes("MyTickets", OWNER) if each["state"] == "IN_REVIEW")
        payout = self.see(failed, OWNER)["payouts"][0]
        (campaign,) = [each for each in self.nodes("Campaigns", "product:P01") if each["kind"] == "TESTER"]
        greetings = {each["state"]: each["id"] for each in self.nodes("Greetings", "operator:O01")}
        figure = {"key": "tickets.offer_minutes", "value": 20}
        inputs: dict[str, tuple[str, dict[str, Any]]] = {
            "RecordScriptUse": ("leader:L001", {"ticketId": self.mine["Ticket"][0], "script": "QUALITY_LOCATE"}),
            "EscalateTicket": ("leader:L001", {"ticketId": self.ticket("CHOOSING")["id"], "text": "老邻居等着答复"}),
            "FinishGreetingCard": ("agent:A01", {"cardId": card_to_write(self), "written": True}),
            "RetryPayout": ("agent:A01", {"payoutId": payout["id"]}),
            "GiveUpPayout": ("agent:A01", {"payoutId": payout["id"], "why": "账户已注销"}),
            "DecideTicket": (
                "agent:A01",
                self._seen_now(self.ticket("CHOOSING")["id"]) | {"text": "给您全额退款", "remedy": "FULL_REFUND"},
            ),
            "AddMemberTag": ("agent:A01", {"memberId": me, "tag": "HIGH_VALUE", "reason": "老客户"}),
            "RemoveMemberTag": ("agent:A01", {"memberId": me, "tag": "SENSITIVE", "reason": "已经安抚"}),
            "VouchForMember": ("manager:B01", {"memberId": me, "why": "核实过,没有问题"}),
            "PublishScripts": ("operator:O01", {"retired": ["PRAISE_HIGH_VALUE_EMPATHY"]} | self._later("精简")),
            "SetPresence": ("agent:A01", {"present": False}),
            "OpenCampaign": ("product:P01", {"kind": "TESTER", "title": "夏季水果体验", "anyOf": ["NEWCOMER"]}),
            "CloseCampaign": ("product:P01", {"campaignId": campaign["id"]}),
            "SaveGreeting": ("operator:O01", greeting(self)),
            "MoveGreeting": ("operator:O01", {"greetingId": greetings["DRAFT"], "step": "SUBMIT"}),
            "DecideGreeting": ("manager:B01", {"greetingId": greetings["SUBMITTED"]}),
            "ModeratePost": ("operator:O01", {"postId": self.posts[0], "verdict": "PUBLISH"}),
            "SavePolicyDraft": ("operator:O01", self.draft("DRAFT") | {"content": self._content()}),
            "CheckPolicyDraft": ("operator:O01", self.draft("DRAFT")),
            "DiscardPolicyDraft": ("operator:O01", self.draft("DRAFT")),
            "SchedulePolicy": ("operator:O01", self.draft("CHECKED") | self._later("照旧")),
            "PublishCalendar": ("operator:O01", CALENDAR | self._later("春节后")),
            "PublishSurveyTemplates": ("operator:O01", TEMPLATES | self._later("换新问卷")),
            "PublishContactCard": ("operator:O01", {"contacts": {"phone": "400-800-1234"}} | self._later("新号码")),
            "PublishSettings": ("operator:O01", {"values": [figure]} | self._later("缩短")),
            "RegisterStaffMember": (
                "operator:O01",
                {"staffId": "A02", "name": "小李", "roles": ["AGENT"], "regions": []},
            ),
        }
        return {name: Call(who, {"input": each}) for name, (who, each) in inputs.items()}

    def draft(self, state: str) -> dict[str, Any]:
        """The operator's draft in this state, as a step of it names it."""
        (found,) = [each for each in self.nodes("PolicyDrafts", "operator:O01") if each["state"] == state]
        return {"draftId": found["id"], "expectedVersion": found["version"]}

    def _operator(self, operation: str, **variables: Any) -> Any:
        return self.call(operation, "operator:O01", **variables)

    def _content(self) -> dict[str, Any]:
        """The policy in force as the content of a draft."""
        return content_of(self._operator("PolicyContent"))

    def _drafts(self) -> None:
        """One draft is begun, another one checked."""
        for last in ("SavePolicyDraft", "CheckPolicyDraft"):
            saved = self._operator("SavePolicyDraft", input={"content": self._content()})["draft"]
            if last == "CheckPolicyDraft":
                step = {"draftId": saved["id"], "expectedVersion": saved["version"]}
                self._operator("CheckPolicyDraft", input=step)

    def _later(self, why: str) -> dict[str, str]:
        return {"effectiveAt": (self.clock.now() + timedelta(hours=1)).isoformat(), "why": why}

    def _copy(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {home: dict(item) for home, item in self.memory.items.items()}
