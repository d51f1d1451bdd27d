"""What staff say among themselves about a case is on no way that a member or a leader can go."""

from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type

from api.schema import ACCESS, schema
from api.viewer import Role, Viewer
from fakes.front import AGENT, ME
from fakes.team import OTHER_AGENT, Team, Ticket

SECRET = "这位会员上月也报过三次"
LEADER = "leader:L001"


@pytest.fixture(scope="module")
def team() -> Team:
    team = Team()
    team.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    ticket, other = team.claims()
    team.note(ticket, f"{SECRET} @A02")
    team.call("WatchTicket", AGENT, input={"ticketId": ticket["id"], "watch": True})
    now = team.seen(ticket)["assignee"]
    hand = {"ticketId": ticket["id"], "seenAssignee": now, "to": "A02", "text": SECRET}
    team.call("ReassignTicket", AGENT, input=hand)
    team.call("MergeTickets", OTHER_AGENT, input=team.merging(other, ticket) | {"text": SECRET})
    wanted = {"ticketId": ticket["id"], "title": SECRET, "text": SECRET}
    team.call("SplitTicket", AGENT, input=wanted)
    team.settle()
    return team


def claims(team: Team) -> list[Ticket]:
    return [edge["node"] for edge in team.call("MyTickets", ME)["edges"]]


def fields(kind: GraphQLObjectType) -> dict[str, GraphQLField]:
    """Those that can be asked without arguments."""
    return {
        name: field
        for name, field in kind.fields.items()
        if all(
            not str(argument.type).endswith("!") or argument.default_value is not None
            for argument in field.args.values()
        )
    }


def selection(kind: Any, depth: int) -> str:
    """Everything that can be asked of a type, so deep."""
    named = get_named_type(kind)
    if not isinstance(named, GraphQLObjectType):
        return ""
    inner = [
        f"{name} {selection(field.type, depth - 1)}"
        for name, field in fields(named).items()
        if depth or not isinstance(get_named_type(field.type), GraphQLObjectType)
    ]
    return f"{{ __typename {' '.join(inner)} }}"


def ticket_fields() -> dict[str, GraphQLField]:
    kind = schema().core.type_map["Ticket"]
    assert isinstance(kind, GraphQLObjectType)
    return fields(kind)


def test_staff_read_it(team: Team) -> None:
    ticket = claims(team)[1]
    assert SECRET in str(team.inner(ticket))


@pytest.mark.parametrize("who", [ME, LEADER])
@pytest.mark.parametrize("name", sorted(ticket_fields()))
def test_no_field_of_a_ticket_shows_it(team: Team, who: str, name: str) -> None:
    """So deep as documents may be: what is too large or refused at one depth is asked less deep."""
    field, codes = ticket_fields()[name], []
    for depth in (3, 2, 1, 0):
        wanted = selection(field.type, depth)
        query = f"query Q($id: ID!) {{ node(id: $id) {{ ... on Ticket {{ id {name} {wanted} }} }} }}"
        for ticket in claims(team):
            reply = team.ask(query, who, id=ticket["id"])
            assert SECRET not in str(reply.data) + str(reply.errors)
            codes.append(reply.codes)
    assert any(set(each) <= {"FORBIDDEN"} for each in codes), "some of it was asked, and answered or refused"


@pytest.mark.parametrize("who", [ME, LEADER])
@pytest.mark.parametrize(
    "name", ["innerTimeline", "children", "parent", "links", "watchers", "assignee", "step", "outcome"]
)
def test_what_is_staffs_is_refused_whether_there_is_any_or_not(team: Team, who: str, name: str) -> None:
    wanted = selection(ticket_fields()[name].type, 1)
    query = f"query Q($id: ID!) {{ node(id: $id) {{ ... on Ticket {{ {name} {wanted} }} }} }}"
    for ticket in claims(team):
        assert team.ask(query, who, id=ticket["id"]).codes == ["FORBIDDEN"]


def test_nothing_that_the_member_is_sent_tells_of_it(team: Team) -> None:
    assert SECRET not in str(team.call("MyMessages", ME, first=100))
    assert all(SECRET not in str(team.timeline(ticket)) for ticket in claims(team))


def test_the_members_part_of_the_case_is_the_same_with_and_without_it(team: Team) -> None:
    """Neither an entry more, nor another state, nor another message."""
    ticket = claims(team)[1]
    assert [entry["kind"] for entry in team.timeline(ticket)] == ["OPENED"]
    assert len(team.told(ticket)) == 1


def test_access_txt_says_so() -> None:
    rules = dict(line.split(": ", 1) for line in ACCESS.read_text(encoding="utf-8").splitlines())
    staff = rules["Ticket.assignee"]
    assert {rules["InnerEntry"], rules["Ticket.innerTimeline"], rules["Ticket.children"]} == {staff}
    assert "member" not in staff
    assert "leader" not in staff
