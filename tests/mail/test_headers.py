"""What stands on the envelope, in the head of a letter, and on the files that go with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from flask import Flask

from community.mail import actions, links, rendering, transport
from community.mail.models import Letter
from community.mail.rendering import Written
from tests.mail.conftest import Postman
from tests.mail.letters import CIRCLE, LETTERS, MEETING, MEMBER, MOVED, ONE, SECURITY, SEVERAL, TO, WEEK, about, posted
from tests.world import World

BREAKS = ["\r", "\n", "\r\n", "\x00", "\u2028", "\x85", "\x0b"]
INJECTED = "Bcc: eve@evil.example"
Send = Callable[..., EmailMessage]


@pytest.fixture
def send(app: Flask, postman: Postman) -> Send:
    """Write a letter and hand it over; the bytes that left, read again."""

    def hand_over(kind: str, facts: dict[str, Any], to: str = TO) -> EmailMessage:
        with app.app_context():
            transport.send(rendering.write(posted(kind, facts, to)))
            raw = postman.took[-1].message().as_bytes(linesep="\r\n")
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    return hand_over


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_says_who_sends_it_and_that_no_person_did(send: Send, name: str) -> None:
    message = send(*LETTERS[name])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Even Ground <no-reply@example.org>"
    assert message["To"] == TO
    assert re.fullmatch(r"<[0-9a-f-]{36}@127\.0\.0\.1>", message["Message-ID"])
    assert message["Date"]
    assert [part.get_content_type() for part in message.walk() if not part.is_multipart()][:2] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("name", LETTERS)
def test_letters_about_notices_can_be_stopped_by_the_mail_program_and_others_cannot(
    app: Flask, send: Send, name: str
) -> None:
    kind, facts = LETTERS[name]
    message = send(kind, facts)
    if kind in SECURITY:
        assert not [header for header in message if header.startswith("List-")]
        return
    kinds = facts["stop"]["what"]
    with app.app_context():
        mac = links.proof("stop letters", MEMBER, f"{kinds} {TO}")
    assert message["List-Unsubscribe"] == f"<http://127.0.0.1:8000/letters/stop/{MEMBER}/{kinds}/{mac}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<notices.127.0.0.1>"
    assert message["List-Unsubscribe"][1:-1] in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["//evil.example", "/letters/stop\nX: 1", "https://evil.example/stop", "stop"])
def test_no_letter_is_stopped_elsewhere(app: Flask, path: str) -> None:
    facts = about("now", needs=[MOVED])
    with app.app_context(), pytest.raises(ValueError, match="into this site"):
        rendering.write(posted("notices", facts | {"stop": facts["stop"] | {"path": path}}))


def test_the_message_id_is_that_of_the_row_at_every_try(app: Flask) -> None:
    letter = posted("digest", WEEK)
    with app.app_context():
        first, second = rendering.write(letter), rendering.write(letter._replace(tries=2))
    assert first == second, "every word and every file is the same"
    assert first.message_id == f"<{letter.id}@127.0.0.1>"


def test_a_file_goes_with_each_meeting_for_the_calendar_of_whom_the_letter_is_for(send: Send) -> None:
    other = {**MEETING, "uid": str(MEMBER), "is_off": True, "sequence": 3}
    message = send("notices", about("now", rest=[MOVED], events=[MEETING, other]), to="ama@example.org")
    files = list(message.iter_attachments())
    assert [file.get_filename() for file in files] == ["meeting-1.ics", "meeting-2.ics"]
    assert [file["Content-Type"].params["method"] for file in files] == ["REQUEST", "CANCEL"]
    assert {file.get_content_type() for file in files} == {"text/calendar"}
    for file, uid, sequence in zip(files, (CIRCLE, MEMBER), ("1", "3"), strict=True):
        read = vobject.readOne(file.get_payload(decode=True).decode())
        assert read.method.value == file["Content-Type"].params["method"]
        assert read.vevent.uid.value == f"{uid}@127.0.0.1"
        assert read.vevent.sequence.value == sequence
        assert read.vevent.dtstart.value == datetime(2026, 12, 2, 18, 0, tzinfo=UTC)
        assert read.vevent.dtend.value - read.vevent.dtstart.value == timedelta(minutes=45)
        assert read.vevent.attendee.value == "mailto:ama@example.org"
        assert read.vevent.organizer.value == "mailto:no-reply@example.org"
        assert read.vevent.summary.value == "A conversation (Even Ground)", "others at work may see a calendar"
        assert read.vevent.location.value == "See your space on Even Ground", "and a place from the site is not wiped"
        assert read.vevent.url.value == f"http://127.0.0.1:8000/buddies/circles/{CIRCLE}"


def test_a_letter_without_a_meeting_has_no_file(send: Send) -> None:
    assert not list(send("notices", ONE).iter_attachments())


@pytest.mark.parametrize("break_", BREAKS)
def test_R31_a_line_break_does_not_come_into_the_outbox_however_deep_it_lies(
    app: Flask, world: World, break_: str
) -> None:
    bad = f"Nadia{break_}{INJECTED}"
    deep: list[dict[str, Any]] = [
        about("now", needs=[{"words": bad, "path": "/"}]),
        about("now", needs=[{"words": "x", "path": f"/{bad}"}]),
        about("now", events=[MEETING | {"title": bad}]),
        about("now", f"hello.{bad}"),
        SEVERAL | {"greeting": bad},
        {bad: "x"},
        {"name": bad},
    ]
    with app.app_context():
        for facts in deep:
            with pytest.raises(ValueError, match="one line"):
                actions.post("notices", TO, member_id=None, about=facts)
        for kind, to in ((bad, TO), ("join", bad)):
            with pytest.raises(ValueError, match="one line"):
                actions.post(kind, to, member_id=None)
        actions.post("notices", TO, member_id=None, about=SEVERAL)
        actions.db.session.commit()
    assert world.count(Letter) == 1


@pytest.mark.parametrize("break_", BREAKS)
def test_R31_a_line_break_that_lies_in_the_outbox_does_not_come_into_a_header(app: Flask, break_: str) -> None:
    bad = f"Nadia{break_}{INJECTED}"
    with app.app_context():
        for kind, facts, to in (
            ("notices", about("now", needs=[{"words": bad, "path": "/"}]), TO),
            ("join", SECURITY["join"], f"{TO}{break_}{INJECTED}"),
        ):
            with pytest.raises(ValueError, match="one line"):
                rendering.write(posted(kind, facts, to))


@pytest.mark.parametrize("field", ["message_id", "to", "subject", "headers"])
@pytest.mark.parametrize("break_", ["\r", "\n", "\r\n"])
def test_R31_the_way_out_takes_no_header_of_two_lines_either(
    app: Flask, postman: Postman, field: str, break_: str
) -> None:
    letter = Written("<1@ground.example>", TO, "Hello", "The words", "<p>The words</p>", {"List-Id": "<a.b>"})
    bad = f"x{break_}{INJECTED}"
    value = {"List-Id": bad} if field == "headers" else bad
    with app.app_context():
        transport.send(letter)
        postman.took[-1].message()
        transport.send(replace(letter, **{field: value}))
        with pytest.raises(ValueError, match="newlines"):
            postman.took[-1].message()


@pytest.mark.parametrize("site", ["https://ground.example", "https://ground.example/"])
def test_R31_a_site_name_of_two_lines_is_no_subject(app: Flask, site: str) -> None:
    usual = app.config["SETTINGS"]
    try:
        app.config["SETTINGS"] = replace(usual, site_url=site, site_name=f"Ground\n{INJECTED}")
        with app.app_context(), pytest.raises(ValueError, match="one line"):
            rendering.write(posted("digest", WEEK))
        app.config["SETTINGS"] = replace(usual, site_url=site)
        with app.app_context():
            assert "https://ground.example/notices\n" in rendering.write(posted("digest", WEEK)).text
    finally:
        app.config["SETTINGS"] = usual
