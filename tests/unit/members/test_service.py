from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from care.dynamo.requests import Answer, Request
from care.kernel.errors import KeyReused, NotFound
from care.kernel.work import Batch
from care.members.errors import ServiceIsNeeded
from care.members.events import MemberChanged
from care.members.model import Member, PersonalData, Profile, Purpose, Stats
from care.members.rules import plain_address
from care.members.service import Members
from care.members.store import MEMBERS, RESIDENTS, WECHAT
from fakes.house import START, House
from fakes.mall import at, cipher, event


def changed(hours: float = 0, **detail: Any) -> MemberChanged:
    return event(MemberChanged, **{"member_id": "M001", "occurred_at": at(hours)} | detail)


def members(house: House) -> Members:
    return Members(house.storage, house.uow, house.clock, cipher())


def request(key: str = "key-1", content: object = None) -> Request:
    return Request(caller="member:M001", operation="setContactPreferences", key=key, content=content)


def opt_out(house: House, request_: Request, member_id: str, purposes: Sequence[Purpose]) -> Answer:
    """As a use case of a room above does it."""

    def decide(batch: Batch) -> str:
        members(house).note_opt_out(batch, member_id, purposes, cause=request_.name)
        return member_id

    return house.requests.once(request_, decide)


@pytest.fixture
def house() -> House:
    return House()


def test_personal_data_is_stored_as_cipher_text_only(house: House) -> None:
    known = members(house)
    known.take(changed(name="王小燕", phone="13812345678", openid="oAbc_123"))
    stored = str(house.storage.items)
    assert not any(text in stored for text in ("王小燕", "13812345678", "oAbc_123"))
    assert known.personal(known.get_many(["M001"])["M001"]) == PersonalData(
        name="王小燕", phone="13812345678", openid="oAbc_123"
    )


def test_a_member_is_found_by_phone_and_openid(house: House) -> None:
    known = members(house)
    known.take(changed(phone="+86 138-1234-5678", openid="oAbc_123"))
    known.take(changed(member_id="M002", phone="13812345678"))
    assert [member.id for member in known.by_phone("13812345678")] == ["M001", "M002"]
    assert [member.id for member in known.by_openid("oAbc_123")] == ["M001"]
    assert known.by_phone("13912345678") == []


def test_what_is_left_out_stays_and_an_empty_text_takes_away(house: House) -> None:
    known = members(house)
    known.take(changed(name="王小燕", phone="13812345678", community="阳光花园"))
    known.take(changed(1, phone=""))
    member = known.get_many(["M001"])["M001"]
    assert (member.community, member.phone, member.phone_key) == ("阳光花园", None, None)
    assert known.personal(member).name == "王小燕"
    assert known.by_phone("13812345678") == []


STATEMENTS = [
    changed(1, name="甲", phone="13800000001", opted_out=["MARKETING"]),
    changed(2, name="乙", community="二区"),
    changed(2, name="丙", leader_id="L002", opted_out=[]),
    changed(3, phone="", openid="o9"),
    changed(2, address="甲", openid="o1", unionid="u1"),
    changed(3, address="乙"),
]


def test_every_order_of_arrival_ends_alike() -> None:
    ends = []
    for order in permutations(STATEMENTS):
        house = House()
        for each in (*order, order[0]):
            members(house).take(each)
        (member,) = house.storage.all(MEMBERS)
        ends.append({name: getattr(member, name) for name in Member.__slots__ if name != "version"})
        bound = {(row.kind, row.digest) for row in house.storage.all(WECHAT)}
        assert bound == {("OPENID", member.openid_key), ("UNIONID", member.unionid_key)}
    assert all(end == ends[0] for end in ends)
    assert ends[0]["opted_out"] == ()


def test_a_tie_of_marks_is_broken_by_what_is_stated_personal_data_too() -> None:
    events = [changed(name="甲", event_id="e1"), changed(name="乙", event_id="e1")]
    assert events[0].mark == events[1].mark, "no digest of personal data lies in a mark"
    names = set()
    for order in (events, events[::-1]):
        house = House()
        for each in order:
            members(house).take(each)
        names.add(house.storage.all(MEMBERS)[0].name)
    assert len(names) == 1


def residents(known: Members, address: str) -> list[str]:
    key = cipher().lookup("address", plain_address(address))
    return known.residents(key, 10)


def test_who_shares_an_address_is_found_however_it_is_written(house: House) -> None:
    known = members(house)
    known.take(changed(address="阳光花园3号楼501室"))
    known.take(changed(member_id="M002", address="阳光花园　３号楼，501室 "))
    assert residents(known, "阳光花园3号楼501室") == ["M001", "M002"]
    assert "阳光花园3号楼" not in str(house.storage.items)
    assert known.personal(known.get_many(["M001"])["M001"]).address == "阳光花园3号楼501室"


def test_the_row_of_an_address_moves_with_its_member(house: House) -> None:
    known = members(house)
    known.take(changed(address="甲"))
    known.take(changed(1, address="乙"))
    known.take(changed(address="甲"))
    assert (residents(known, "甲"), residents(known, "乙")) == ([], ["M001"])
    known.take(changed(2, address=""))
    assert house.storage.all(RESIDENTS) == []
    assert [item.kind for item in house.planned()] == ["member.moved"] * 3


def test_what_leaves_the_address_alone_moves_nobody(house: House) -> None:
    known = members(house)
    known.take(changed(address="甲"))
    known.take(changed(1, name="王小燕", address="甲 "))
    assert len(house.planned()) == 1


def test_an_address_of_nothing_but_marks_is_none(house: House) -> None:
    known = members(house)
    known.take(changed(address="，、 -"))
    assert known.get_many(["M001"])["M001"].address_key is None


def test_a_repeated_statement_writes_nothing(house: House) -> None:
    members(house).take(STATEMENTS[0])
    house.storage.calls.clear()
    members(house).take(STATEMENTS[0])
    assert house.storage.calls == ["get"]


def test_figures_are_noted_with_the_profile_in_one_write(house: House) -> None:
    known = members(house)
    profile = Profile(member_id="M001", mark=changed().mark, name="甲")

    def count(before: Stats, after: Stats) -> None:
        found = known.get_many(["M001"]).get("M001")
        house.uow.run(lambda batch: known.note(batch, found, profile, before, after))

    count(Stats(), Stats(orders=1))
    count(Stats(orders=1), Stats(orders=1, spent_fen=7))
    member = known.get_many(["M001"])["M001"]
    assert (member.stats, member.version) == (Stats(orders=1, spent_fen=7), 2)
    assert house.planned() == []


def test_a_member_opts_out_and_in_again(house: House) -> None:
    known = members(house)
    known.take(changed(name="甲", opted_out=["SURVEY"]))
    answer = opt_out(house, request(), "M001", [Purpose.MARKETING, Purpose.CARE])
    assert (answer.result, answer.replayed) == ("M001", False)
    assert known.get_many(["M001"])["M001"].opted_out == (Purpose.CARE, Purpose.MARKETING)
    house.clock.move_to(START.replace(hour=5))
    opt_out(house, request("key-2"), "M001", [])
    assert known.get_many(["M001"])["M001"].opted_out == ()


def test_the_mall_overtakes_a_choice_only_with_a_later_statement(house: House) -> None:
    known = members(house)
    known.take(changed(-2, name="甲"))
    opt_out(house, request(), "M001", [Purpose.MARKETING])
    known.take(changed(-1, opted_out=[]))
    assert known.get_many(["M001"])["M001"].opted_out == (Purpose.MARKETING,)
    known.take(changed(1, opted_out=["SURVEY"]))
    assert known.get_many(["M001"])["M001"].opted_out == (Purpose.SURVEY,)


def test_the_same_key_answers_again_and_refuses_another_input(house: House) -> None:
    known = members(house)
    known.take(changed(name="甲"))
    opt_out(house, request(content=["CARE"]), "M001", [Purpose.CARE])
    assert opt_out(house, request(content=["CARE"]), "M001", [Purpose.CARE]).replayed
    with pytest.raises(KeyReused):
        opt_out(house, request(content=[]), "M001", [])
    assert known.get_many(["M001"])["M001"].opted_out == (Purpose.CARE,)


def test_messages_about_the_members_own_cases_are_always_wanted(house: House) -> None:
    known = members(house)
    known.take(changed(name="甲"))
    before = dict(house.storage.items)
    with pytest.raises(ServiceIsNeeded):
        opt_out(house, request(), "M001", [Purpose.SERVICE])
    assert house.storage.items == before


def test_nobody_is_made_by_opting_out(house: House) -> None:
    with pytest.raises(NotFound):
        opt_out(house, request(), "M404", [])
    assert house.storage.items == {}


def test_a_member_who_opts_out_is_heard_though_the_malls_clock_is_ahead(house: House) -> None:
    known = members(house)
    known.take(changed(2, opted_out=[]))
    house.clock.move_to(START)
    opt_out(house, request(), "M001", [Purpose.MARKETING])
    opt_out(house, request("key-2"), "M001", [Purpose.CARE, Purpose.MARKETING])
    assert known.get_many(["M001"])["M001"].opted_out == (Purpose.CARE, Purpose.MARKETING)


def test_a_statement_of_the_mall_from_after_the_opting_out_holds(house: House) -> None:
    known = members(house)
    known.take(changed(opted_out=[]))
    opt_out(house, request(), "M001", [Purpose.MARKETING])
    known.take(changed(1, opted_out=[]))
    assert known.get_many(["M001"])["M001"].opted_out == ()
