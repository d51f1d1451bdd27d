"""G8: photos go straight to the bucket, are judged by what they are, and found again; no case waits for them."""

import io
from typing import Any

import pytest
from PIL import Image

from care.evidence.model import Problem
from fakes.bucket import Denied
from fakes.darkroom import Darkroom, Sees
from fakes.front import AGENT, ME, NEIGHBOUR, line_of
from fakes.mall import line
from fakes.photos import bomb, encoded, photo, picture, with_gps
from fakes.policy_desk import content_of, publish_policy
from fakes.shop import FRESH, OIL

LEADER, OPERATOR = "leader:L001", "operator:O01"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture
def room() -> Darkroom:
    return Darkroom()


def elsewhere(room: Darkroom, member_id: str = "M002", order_id: str = "O201") -> str:
    """Another member's line of fresh goods."""
    room.place(order_id, member_id, lines=[FRESH, OIL])
    room.sign(order_id, member_id, lines=[FRESH, OIL])
    room.advance(minutes=3)
    return line_of("1", order_id)


# ---------------------------------------------------------------- the way of a good photo


def test_a_photo_goes_straight_to_the_bucket_and_joins_its_case(room: Darkroom) -> None:
    ticket = room.tap("2")
    begun = room.begin(ticketId=ticket["id"])
    assert (begun["state"], begun["upload"]["mostBytes"]) == ("AWAITED", 10_240 * 1024)
    assert room.photos_of(ticket) == []
    room.post(begun, photo())
    room.arrive()
    (shown,) = room.photos_of(ticket)
    assert (shown["id"], shown["state"], shown["width"], shown["height"]) == (begun["id"], "ACCEPTED", 1200, 900)
    added = [(entry["kind"], entry["actor"], entry["note"]) for entry in room.timeline(ticket)][-1]
    assert added == ("EVIDENCE_ADDED", "MEMBER", "UNKNOWN")
    assert Image.open(io.BytesIO(room.bucket.look(shown["url"], room.clock.now()))).size == (1200, 900)


def test_what_is_shown_says_nothing_of_place_time_or_phone_and_what_came_is_gone(room: Darkroom) -> None:
    image = picture(7, (800, 600))
    assert b"SecretPhone" in with_gps(image)
    seen = room.upload(with_gps(image.transpose(Image.Transpose.ROTATE_90), orientation=6))
    (kept,) = room.bucket.objects.items()
    assert kept[0].startswith("shown/")
    assert (seen["width"], seen["height"]) == (800, 600)
    assert not [told for told in (b"SecretPhone", b"Exif", b"taken at home") if told in kept[1]]


def test_the_slip_is_the_same_whenever_it_is_asked_for(room: Darkroom) -> None:
    asked = {"input": room.wanted(), "idempotencyKey": "one-photo-01"}
    first = room.call("StartEvidenceUpload", ME, **asked)
    room.advance(minutes=5)
    again = room.call("StartEvidenceUpload", ME, **asked)
    assert again == first | {"replayed": True}


def test_the_problem_is_what_the_recogniser_sees_on_the_shown_photo() -> None:
    room = Darkroom(Sees(Problem.MOULDY))
    ticket = room.tap("2")
    assert room.upload(ticketId=ticket["id"])["problem"] == "MOULDY"
    assert room.call("TicketEvidence", AGENT, id=ticket["id"])["problem"] == "MOULDY"
    assert isinstance(room.recogniser, Sees)
    assert room.recogniser.shown == list(room.bucket.objects.values())


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"contentType": "application/pdf"}, "PHOTO_TYPE_NOT_TAKEN"),
        ({"contentType": "image/heic"}, "PHOTO_TYPE_NOT_TAKEN"),
        ({"bytes": 50_000_000}, "PHOTO_TOO_HEAVY"),
        ({"bytes": 0}, "BAD_INPUT"),
        ({"bytes": -5}, "BAD_INPUT"),
        ({"lineId": line_of("9")}, "NOT_FOUND"),
        ({"lineId": line_of("1", "O999")}, "NOT_FOUND"),
        ({"lineId": line_of("1"), "ticketId": "VGlja2V0Om5vbmU="}, "BAD_INPUT"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_and_nothing_is_awaited(
    room: Darkroom, wanted: dict[str, Any], code: str
) -> None:
    assert room.refused("StartEvidenceUpload", ME, input=room.wanted(**wanted)) == code


def test_a_line_of_somebody_else_is_not_found(room: Darkroom) -> None:
    assert room.refused("StartEvidenceUpload", NEIGHBOUR, input=room.wanted()) == "NOT_FOUND"
    ticket = room.tap("2")
    assert room.refused("StartEvidenceUpload", NEIGHBOUR, input=room.wanted(ticketId=ticket["id"])) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (b"x" * 50_000_000, {}, "EntityTooLarge"),
        (b"", {}, "EntityTooSmall"),
        (photo(), {"Content-Type": "text/html"}, "AccessDenied"),
        (photo(), {"key": "raw/somebody-elses"}, "AccessDenied"),
        (photo(), {"acl": "public-read"}, "AccessDenied"),
        (photo(), {"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
    ],
)
def test_the_bucket_itself_refuses_what_the_slip_does_not_allow(
    room: Darkroom, content: bytes, changes: dict[str, str], code: str
) -> None:
    begun = room.begin()
    with pytest.raises(Denied) as denied:
        room.post(begun, content, **changes)
    assert (denied.value.code, room.bucket.objects) == (code, {})


def test_a_slip_runs_out(room: Darkroom) -> None:
    begun = room.begin()
    room.advance(minutes=15)
    with pytest.raises(Denied, match="expired"):
        room.post(begun, photo())


@pytest.mark.parametrize(
    ("content", "fault", "told"),
    [
        (PDF, "NO_PHOTO", "不是照片"),
        (b"<html><script>alert(1)</script>", "NO_PHOTO", "不是照片"),
        (bomb(), "TOO_LARGE", "压缩"),
        (photo()[:4000], "UNREADABLE", "重新上传"),
        (encoded(picture(1, (60, 60))), "TOO_SMALL", "原图"),
        (encoded(picture(1, (300, 300)), "GIF"), "ANIMATED", "动图"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 64, "HEIC", "JPG"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_comes_is_judged_by_its_content_and_the_case_goes_on(
    room: Darkroom, content: bytes, fault: str, told: str
) -> None:
    """A PDF named .jpg, a decompression bomb, a photo that was cut off."""
    ticket = room.tap("2")
    seen = room.upload(content, ticketId=ticket["id"])
    assert (seen["state"], seen["fault"], seen["url"], seen["problem"]) == ("REFUSED", fault, None, None)
    assert told in seen["faultText"]
    assert room.bucket.objects == {}, "nothing that was refused is kept"
    assert room.photos_of(ticket) == []
    assert room.see(ticket)["state"] == "CHOOSING"
    assert room.pick(ticket, "FULL_REFUND")["state"] == "PAYING"


def test_a_photo_that_is_heavier_than_the_slip_says_is_refused_without_a_look(room: Darkroom) -> None:
    """The bucket would not take it; if it lies there all the same, it is not even read."""
    begun = room.begin()
    key = next(each["value"] for each in begun["upload"]["fields"] if each["name"] == "key")
    room.bucket.objects[key] = b"\xff" * (10_240 * 1024 + 1)
    room.bucket.read = lambda *_: pytest.fail("it was read")  # type: ignore[method-assign]
    room.bucket.told.append(key)
    room.arrive()
    assert (room.photo(begun)["fault"], room.bucket.objects) == ("TOO_HEAVY", {})


def test_a_line_has_so_many_photos_and_a_refused_one_frees_its_place(room: Darkroom) -> None:
    figures = {"values": [{"key": "evidence.most_photos", "value": 2}, {"key": "evidence.most_tries", "value": 4}]}
    at = {"effectiveAt": "2026-03-02T12:00:00+08:00", "why": "fewer"}
    room.call("PublishSettings", OPERATOR, input=figures | at)
    room.advance(hours=3)
    room.upload(photo(1))
    begun = room.begin()
    assert room.refused("StartEvidenceUpload", ME, input=room.wanted()) == "TOO_MANY_PHOTOS"
    room.post(begun, PDF)
    room.arrive()
    room.upload(PDF)
    room.upload(photo(2))
    assert room.refused("StartEvidenceUpload", ME, input=room.wanted()) == "TOO_MANY_PHOTOS", "four tries are all"
    room.begin(lineId=line_of("2"))


# ---------------------------------------------------------------- what never comes, comes late, comes again


def test_a_photo_that_never_comes_leaves_the_case_as_it_is(room: Darkroom) -> None:
    ticket = room.tap("2")
    begun = room.begin(ticketId=ticket["id"])
    room.advance(minutes=31)
    assert (room.photo(begun)["state"], room.dead()) == ("EXPIRED", [])
    assert room.see(ticket)["state"] == "CHOOSING"
    assert room.pick(ticket, "FULL_REFUND")["state"] == "PAYING"


def test_word_that_comes_late_is_still_good(room: Darkroom) -> None:
    ticket = room.tap("2")
    begun = room.begin(ticketId=ticket["id"])
    room.post(begun, photo())
    room.advance(hours=5)
    assert room.photo(begun)["state"] == "EXPIRED"
    room.arrive()
    assert room.photo(begun)["state"] == "ACCEPTED"
    assert [each["id"] for each in room.photos_of(ticket)] == [begun["id"]]


def test_word_that_comes_again_changes_nothing(room: Darkroom) -> None:
    ticket = room.tap("2")
    begun = room.begin(ticketId=ticket["id"])
    room.post(begun, photo())
    (key,) = room.bucket.told
    room.bucket.told *= 3
    room.arrive()
    before = {home: dict(item) for home, item in room.memory.items.items()}
    objects = dict(room.bucket.objects)
    room.bucket.told.append(key)
    room.arrive()
    assert (room.memory.items, room.bucket.objects) == (before, objects)
    kinds = [entry["kind"] for entry in room.timeline(ticket)]
    assert kinds.count("EVIDENCE_ADDED") == 1


def test_whoever_posts_another_photo_under_the_same_slip_changes_nothing_that_was_judged(room: Darkroom) -> None:
    begun = room.begin()
    room.post(begun, photo(1))
    room.arrive()
    shown = dict(room.bucket.objects)
    room.post(begun, photo(2))
    room.arrive()
    assert room.bucket.objects == shown


def test_the_order_in_which_word_comes_makes_no_difference() -> None:
    ends = []
    for turn in (1, -1):
        room = Darkroom()
        ticket = room.tap("2")
        for seed in (1, 2, 3):
            room.post(room.begin(ticketId=ticket["id"]), photo(seed))
        room.bucket.told = room.bucket.told[::turn]
        room.arrive()
        ends.append(sorted(each["id"] for each in room.photos_of(ticket)))
    assert ends[0] == ends[1]
    assert len(ends[0]) == 3


class Crash(BaseException):
    """The function's process ends."""


@pytest.mark.parametrize("moment", ["size", "read", "put_photo", "recognise", "commit", "delete"])
def test_a_function_that_dies_at_any_moment_is_made_good_by_the_next_run(
    room: Darkroom, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    ticket = room.tap("2")
    begun = room.begin(ticketId=ticket["id"])
    room.post(begun, photo())
    (key,) = room.bucket.told
    room.recogniser = Sees(Problem.ROTTEN)
    home: Any = {"recognise": room.recogniser, "commit": room.memory}.get(moment, room.bucket)

    def die(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as dying:
        dying.setattr(home, "transact" if moment == "commit" else moment, die)
        with pytest.raises(Crash):
            room.arrivals.take(key)
    room.arrive()
    assert room.photo(begun)["state"] == "ACCEPTED"
    assert [each.partition("/")[0] for each in room.bucket.objects] == ["shown"]
    assert [each["id"] for each in room.photos_of(ticket)] == [begun["id"]]


# ---------------------------------------------------------------- the same photo again


def copies(image: Image.Image) -> dict[str, bytes]:
    width, height = image.size
    rim = (int(width * 0.03), int(height * 0.03), int(width * 0.97), int(height * 0.97))
    return {
        "the same file": encoded(image, quality=90),
        "compressed": encoded(image, quality=30),
        "small, as PNG": encoded(image.resize((480, 360)), "PNG"),
        "cropped": encoded(image.crop(rim), quality=80),
    }


@pytest.mark.parametrize("how", ["the same file", "compressed", "small, as PNG", "cropped"])
def test_the_same_photo_is_found_again_across_members(room: Darkroom, how: str) -> None:
    first = room.upload(encoded(picture(5), quality=90))
    again = room.upload(copies(picture(5))[how], NEIGHBOUR, lineId=elsewhere(room))
    assert again["state"] == "ACCEPTED", "it is no refusal, and no reproach"
    before = room.call("EvidenceReview", AGENT, id=again["id"])["seenBefore"]
    assert [each["id"] for each in before] == [first["id"]]
    assert room.call("EvidenceReview", AGENT, id=first["id"])["seenBefore"] == []


def test_of_two_that_are_judged_at_one_moment_the_second_knows_the_first(room: Darkroom) -> None:
    mine, theirs = room.begin(), room.begin(NEIGHBOUR, lineId=elsewhere(room))
    for begun in (mine, theirs):
        room.post(begun, photo(5))
    first, second = room.bucket.told
    room.meanwhile(lambda: room.arrivals.take(second))
    room.arrivals.take(first)
    found = [room.call("EvidenceReview", AGENT, id=each["id"])["seenBefore"] for each in (mine, theirs)]
    assert [[each["id"] for each in before] for before in found] == [[theirs["id"]], []]


def test_another_photo_is_not_taken_for_the_same(room: Darkroom) -> None:
    for seed in range(6):
        room.upload(photo(seed))
    again = room.upload(photo(77), NEIGHBOUR, lineId=elsewhere(room))
    assert room.call("EvidenceReview", AGENT, id=again["id"])["seenBefore"] == []


def test_two_photos_of_one_line_may_be_alike_and_plain_ones_say_nothing(room: Darkroom) -> None:
    white = encoded(Image.new("RGB", (400, 300), "white"))
    room.upload(photo(5))
    second = room.upload(photo(5))
    room.upload(white)
    plain = room.upload(white, NEIGHBOUR, lineId=elsewhere(room))
    for each in (second, plain):
        assert room.call("EvidenceReview", AGENT, id=each["id"])["seenBefore"] == []


# ---------------------------------------------------------------- who sees it


def test_its_member_and_staff_see_a_photo_and_nobody_else_does(room: Darkroom) -> None:
    ticket = room.tap("2")
    seen = room.upload(ticketId=ticket["id"])
    assert room.call("EvidenceDetail", AGENT, id=seen["id"])["url"]
    for who in (NEIGHBOUR, LEADER):
        assert room.run("EvidenceDetail", who, id=seen["id"]).data["node"] is None
    assert room.run("EvidenceReview", ME, id=seen["id"]).codes == ["FORBIDDEN"]
    begun = room.begin(ticketId=ticket["id"])
    slip = "query Slip($id: ID!) { node(id: $id) { ... on Photo { upload { url } } } }"
    assert room.ask(slip, ME, id=begun["id"]).data["node"]["upload"]
    assert room.ask(slip, AGENT, id=begun["id"]).data["node"]["upload"] is None, "only the member posts"


def test_an_address_is_good_for_ten_minutes_and_a_photo_for_180_days(room: Darkroom) -> None:
    seen = room.upload()
    assert room.bucket.look(seen["url"], room.clock.now())
    room.advance(minutes=10)
    with pytest.raises(Denied, match="expired"):
        room.bucket.look(seen["url"], room.clock.now())
    assert room.bucket.look(room.photo(seen)["url"], room.clock.now())
    room.clock.move_to(room.clock.now().replace(year=2027))
    assert room.photo(seen)["url"] is None


# ---------------------------------------------------------------- applying with photos


def needing_a_photo() -> Darkroom:
    """The policy asks for a photo of damaged fresh goods, and pays up to 50 yuan at once with one."""
    room = Darkroom()
    content = content_of(room.call("PolicyContent", OPERATOR))
    for rule in content["rules"]:
        if rule["match"]["category"] == "FRESH" and rule["reasonClass"] == "QUALITY":
            rule["evidence"] = "PHOTO"
    call = lambda operation, **variables: room.call(operation, OPERATOR, **variables)  # noqa: E731
    publish_policy(call, content, effective_at="2026-03-02T10:20:00+08:00", why="photos")
    room.advance(minutes=25)
    assert room.verdict()["evidence"] == "PHOTO"
    return room


def test_where_a_photo_is_asked_for_a_good_one_makes_the_case_clear() -> None:
    room = needing_a_photo()
    seen = room.upload()
    ticket = room.tap(evidence=[seen["id"]])
    assert (ticket["state"], ticket["chosenBy"]) == ("PAYING", "INSTANT")
    assert [each["id"] for each in room.photos_of(ticket)] == [seen["id"]]
    assert [entry["kind"] for entry in room.timeline(ticket)][:3] == ["OPENED", "CHOSEN", "EVIDENCE_ADDED"]


def test_without_a_good_photo_the_menu_waits_as_before() -> None:
    room = needing_a_photo()
    assert room.tap()["state"] == "CHOOSING"
    awaited, again = needing_a_photo(), needing_a_photo()
    begun = awaited.begin()
    ticket = awaited.tap(evidence=[begun["id"]])
    assert ticket["state"] == "CHOOSING"
    awaited.post(begun, photo())
    awaited.arrive()
    assert [each["id"] for each in awaited.photos_of(ticket)] == [begun["id"]], "it joins when it has come"
    again.upload(photo(5), NEIGHBOUR, lineId=elsewhere(again))
    repeated = again.upload(photo(5))
    assert again.tap(evidence=[repeated["id"]])["state"] == "CHOOSING", "shown before, by somebody else"


def test_only_ones_own_unused_photos_of_the_line_can_be_named(room: Darkroom) -> None:
    other_line = room.upload(lineId=line_of("2"))
    theirs = room.upload(photo(3), NEIGHBOUR, lineId=elsewhere(room))
    ticket = room.tap("2", evidence=[other_line["id"]])
    used = room.photos_of(ticket)[0]
    for bad in (other_line, theirs, used):
        assert room.refused("ApplyForAftercare", ME, input=room.wish(evidence=[bad["id"]])) == "EVIDENCE_NOT_YOURS"
    nothing = room.wish(evidence=[line_of("1")])
    assert room.refused("ApplyForAftercare", ME, input=nothing) in {"NOT_FOUND", "BAD_INPUT"}


def test_a_photo_that_was_refused_stands_in_no_applications_way(room: Darkroom) -> None:
    refused = room.upload(PDF)
    ticket = room.tap(evidence=[refused["id"]])
    assert ticket["state"] == "PAYING"
    assert room.photos_of(ticket) == []


def test_a_photo_above_the_limit_pays_nothing_at_once() -> None:
    room = needing_a_photo()
    dear = line(line_id="1", category="FRESH", quantity=1, unit_price_fen=5001)
    room.place("O777", lines=[dear])
    room.sign("O777", lines=[dear])
    room.advance(minutes=3)
    seen = room.upload(lineId=line_of("1", "O777"))
    wish = {"lineId": line_of("1", "O777"), "reason": "DAMAGED", "evidence": [seen["id"]]}
    assert room.call("ApplyForAftercare", ME, input=wish)["ticket"]["state"] == "CHOOSING"
