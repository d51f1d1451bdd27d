"""Whatever members do, in whatever order: places, invitations and what was told agree (L2)."""

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from care.kernel.errors import Refused
from care.programmes.model import InvitationState
from fakes.programmes_room import FAN, ProgrammesRoom, draft

MEMBERS = ("M1", "M2", "M3", "M4")
members = st.sampled_from(MEMBERS)


class Places(RuleBasedStateMachine):
    """Four members and two places; the campaign may close at any time, and time passes."""

    @initialize()
    def invite(self) -> None:
        self.room = ProgrammesRoom()
        for member in MEMBERS:
            self.room.live(member, FAN)
        self.campaign = self.room.open(draft(quota=2))
        self.room.run(minutes=10)

    @rule(member=members, key=st.sampled_from(("a", "b", "c")))
    def accept(self, member: str, key: str) -> None:
        with suppress(Refused):
            self.room.accept(self.campaign, member, key=f"accept-{member}-{key}")

    @rule(member=members)
    def decline(self, member: str) -> None:
        with suppress(Refused):
            self.room.decline(self.campaign, member)

    @rule(member=members, key=st.sampled_from(("a", "b", "c")))
    def leave(self, member: str, key: str) -> None:
        with suppress(Refused):
            self.room.leave(self.campaign, member, key=f"leave-{member}-{key}")

    @rule()
    def close(self) -> None:
        with suppress(Refused):
            self.room.close(self.campaign)

    @rule(days=st.sampled_from((1, 8)))
    def wait(self, days: int) -> None:
        self.room.run(days=days)

    @rule(member=members)
    def tell_again(self, member: str) -> None:
        self.room.fact("member.tagged", member, tag=FAN.value, member_id=member)

    @invariant()
    def the_count_is_what_the_invitations_say(self) -> None:
        accepted = [each for each in self.room.invited().values() if each.state is InvitationState.ACCEPTED]
        assert self.room.campaign(self.campaign).taken == len(accepted) <= 2

    @invariant()
    def each_was_invited_and_told_once(self) -> None:
        assert sorted(self.room.invited()) == list(MEMBERS)
        assert len(self.room.sent("tester_invitation")) == len(MEMBERS)
        assert self.room.sweeper.failures == []


TestPlaces = Places.TestCase
TestPlaces.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
