"""Calendar files, read by another library than the one that wrote them and applied as a calendar applies them."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from community.core.calendar import Event, invitation, published

LONDON = ZoneInfo("Europe/London")
MEETING = Event(
    uid="5f0c@ground.example",
    sequence=0,
    starts_at=datetime(2026, 12, 2, 18, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 2, 18, 45, tzinfo=UTC),
    title="Nadia and Comfort",
    url="https://ground.example/buddies/circles/5f0c?tab=meetings&way=a;b,c",
    place="The café, by the door",
    changed_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)
MOVED = replace(MEETING, sequence=1, starts_at=MEETING.starts_at + timedelta(days=1))
OFF = replace(MOVED, sequence=2, is_off=True)


class SmallCalendar:
    """Somebody's calendar: the newest file about an appointment counts, and one that is off is gone."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[int, datetime]] = {}
        self.shown: dict[str, datetime] = {}

    def take(self, file: bytes) -> None:
        calendar = vobject.readOne(file.decode())
        event = calendar.vevent
        uid, age = event.uid.value, (int(event.sequence.value), event.dtstamp.value)
        if uid in self.known and age < self.known[uid]:
            return
        self.known[uid] = age
        self.shown[uid] = event.dtstart.value
        if calendar.method.value == "CANCEL" or event.status.value == "CANCELLED":
            del self.shown[uid]


def sent(event: Event, to: str = "comfort@example.org") -> bytes:
    return invitation(event, organiser="no-reply@ground.example", organiser_name="Even Ground", attendee=to)


def read(file: bytes) -> Any:
    return vobject.readOne(file.decode())


def lines(file: bytes) -> list[str]:
    """Unfolded lines: what a line was before it was broken to 75 bytes."""
    return file.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("written", [published, sent], ids=["a download", "an invitation"])
def test_an_update_moves_the_appointment_and_a_cancellation_removes_it(written: Any) -> None:
    mine = SmallCalendar()
    mine.take(written(MEETING))
    assert mine.shown == {MEETING.uid: MEETING.starts_at}
    mine.take(written(MOVED))
    assert mine.shown == {MEETING.uid: MOVED.starts_at}
    mine.take(written(OFF))
    assert mine.shown == {}


def test_files_may_come_in_any_order_and_twice() -> None:
    files = [sent(MEETING), sent(MOVED), sent(OFF)]
    for order in itertools.permutations([*files, files[0]]):
        mine = SmallCalendar()
        for file in order:
            mine.take(file)
        assert mine.shown == {}
    late = SmallCalendar()
    late.take(sent(MOVED))
    late.take(sent(MEETING))
    assert late.shown == {MEETING.uid: MOVED.starts_at}, "an old file changes nothing"


def test_another_appointment_is_left_alone() -> None:
    mine = SmallCalendar()
    mine.take(sent(MEETING))
    mine.take(sent(replace(OFF, uid="other@ground.example")))
    assert mine.shown == {MEETING.uid: MEETING.starts_at}


@pytest.mark.parametrize(
    ("wall", "fold", "utc"),
    [
        ("2026-03-28T18:00", 0, "20260328T180000Z"),
        ("2026-03-29T00:59", 0, "20260329T005900Z"),
        ("2026-03-29T02:00", 0, "20260329T010000Z"),
        ("2026-03-30T18:00", 0, "20260330T170000Z"),
        ("2026-10-24T18:00", 0, "20261024T170000Z"),
        ("2026-10-25T01:30", 0, "20261025T003000Z"),
        ("2026-10-25T01:30", 1, "20261025T013000Z"),
        ("2026-10-26T18:00", 0, "20261026T180000Z"),
    ],
)
def test_times_are_right_on_both_sides_of_both_clock_changes(wall: str, fold: int, utc: str) -> None:
    starts_at = datetime.fromisoformat(wall).replace(tzinfo=LONDON, fold=fold)
    ends_at = starts_at.astimezone(UTC) + timedelta(minutes=45)
    file = published(replace(MEETING, starts_at=starts_at, ends_at=ends_at))
    assert f"DTSTART:{utc}" in lines(file)
    event = read(file).vevent
    assert event.dtstart.value == starts_at.astimezone(UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    assert b"VTIMEZONE" not in file and b"TZID" not in file


def test_a_download_asks_for_nothing_and_an_invitation_names_whom_it_is_for() -> None:
    download, letter, off = read(published(MEETING)), read(sent(MEETING)), read(sent(OFF))
    assert [each.method.value for each in (download, letter, off)] == ["PUBLISH", "REQUEST", "CANCEL"]
    assert not hasattr(download.vevent, "attendee")
    assert not hasattr(download.vevent, "organizer")
    assert letter.vevent.attendee.value == "mailto:comfort@example.org"
    assert letter.vevent.attendee.params["RSVP"] == ["FALSE"], "nobody reads the answer"
    assert letter.vevent.organizer.value == "mailto:no-reply@ground.example"
    assert letter.vevent.organizer.params["CN"] == ["Even Ground"]
    assert off.vevent.status.value == "CANCELLED"


def test_a_file_holds_what_it_must_once_each() -> None:
    for file in (published(MEETING), sent(MEETING), sent(OFF)):
        names = [re.split("[:;]", line)[0] for line in lines(file)]
        for name in ("PRODID", "VERSION", "METHOD", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "URL"):
            assert names.count(name) == 1, name
        event = read(file).vevent
        assert event.dtstamp.value == MEETING.changed_at
        assert event.url.value == MEETING.url
        assert event.location.value == MEETING.place
        assert "CLASS:PRIVATE" in lines(file)


HOSTILE = {
    "long": "An hour about discharge " * 13,
    "line breaks": "Tea\r\nATTENDEE:mailto:eve@evil.example\nBEGIN:VALARM\rEND:VEVENT\u2028\x85x",
    "signs": r"a;b,c:d\n\\e\;" + '"f" ^n ^^',
    "emoji": "🌱👩🏽‍⚕️" * 60,
    "other scripts": "مرحبا بكم في الاجتماع الأول " * 10,
    "no characters": "Tea\x00\x07\ud800 at six",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_title_is_it_stays_one_line_of_the_file(title: str) -> None:
    usual = len(lines(sent(MEETING)))
    file = sent(replace(MEETING, title=title, place=title))
    assert len(lines(file)) == usual, "nothing became a line of its own"
    assert len(title) < 250 or b"\r\n " in file
    for raw in file.split(b"\r\n"):
        assert len(raw) <= 75
        raw.decode()  # no character is torn in two
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", file), "lines end as the standard says"
    event = read(file).vevent
    words = re.sub(r"[\W_]+", "", title.replace("\ud800", ""))
    assert re.sub(r"[\W_]+", "", event.summary.value) == words
    assert event.location.value == event.summary.value
    assert [child.name for child in event.getChildren()].count("ATTENDEE") == 1


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_whatever_the_organiser_is_called_the_file_has_one_organiser(name: str) -> None:
    file = invitation(MEETING, organiser="no-reply@ground.example", organiser_name=name, attendee="c@example.org")
    event = read(file).vevent
    assert event.organizer.value == "mailto:no-reply@ground.example"
    assert event.attendee.value == "mailto:c@example.org"
    assert len(lines(file)) == len(lines(sent(MEETING)))


@pytest.mark.parametrize(
    "address",
    [
        "comfort@example.org\r\nATTENDEE:mailto:eve@evil.example",
        "comfort@example.org\nX:1",
        "comfort@example.org\u2028X:1",
        "comfort@example.org;CN=x",
        "comfort@example.org,eve@evil.example",
        "mailto:comfort@example.org",
        "comfort@example.org?cc=eve@evil.example",
        '"com fort"@example.org',
        "comfort",
        "",
        "com\ud800fort@example.org",
    ],
)
def test_an_address_that_is_not_plain_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        sent(MEETING, to=address)
    with pytest.raises(ValueError, match="address"):
        invitation(MEETING, organiser=address, attendee="comfort@example.org")


def test_an_unusual_but_plain_address_is_the_one_that_is_written() -> None:
    assert read(sent(MEETING, to="o'neil+tea@example.org")).vevent.attendee.value == "mailto:o'neil+tea@example.org"
    assert read(sent(MEETING, to="a%b&c?@example.org")).vevent.attendee.value == "mailto:a%25b%26c%3F@example.org"


def test_a_time_without_a_zone_and_an_id_of_two_words_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(MEETING, starts_at=MEETING.starts_at.replace(tzinfo=None))
    for wrong in ({"uid": "a\r\nX:1"}, {"uid": ""}, {"url": "https://ground.example/\r\nX:1"}):
        with pytest.raises(ValueError, match="one word"):
            replace(MEETING, **wrong)
