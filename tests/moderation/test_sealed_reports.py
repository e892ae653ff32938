"""No word of a report, of a reported passage or of an answer lies open in the database or in a letter."""

from datetime import timedelta

import pytest
from flask import Flask

from community.core import clock
from community.core.crypto import Tampered
from community.core.roles import Role
from community.mail.models import Letter
from community.moderation.models import About, Outcome, Reason, Report
from community.moderation.queries import Told, seal_told
from community.moderation.queries.boxes import open_answered, open_told
from community.notifications import actions as notices
from community.notifications.models import Kind, Timing
from community.settings import Settings
from tests.buddying.people import buddies, gareth, nadia
from tests.buddying.test_nothing_leaks import every_letter
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.digests.post import A_TUESDAY, the_clock, write
from tests.moderation.reports import decide, report_on_the_page
from tests.practice.people import a_community, a_thread
from tests.world import World

WORDS = ["Quillfeather passage", "Quillfeather reporter", "Quillfeather answer", "Quillfeather decision"]


def test_a_dump_holds_no_word_of_a_report(app: Flask, world: World, settings: Settings) -> None:
    writer, reader, moderator = gareth(world), nadia(world), world.member("Maya", role=Role.MODERATOR)
    with world.inside():
        for person in (writer, reader, moderator):
            notices.begin(person.id)
            notices.set_times(person.actor, zone="Europe/London", from_hour=0, to_hour=0, weekday=0)
            notices.set_timings(person.actor, dict.fromkeys(Kind, Timing.NOW))
    with the_clock() as watch:
        circle_id = buddies(world, reader, writer)
        url = f"/buddies/circles/{circle_id}"
        theirs = world.browser(writer)
        theirs.submit(theirs.get(url), "/messages", words=f"{WORDS[0]}.")
        link = next(link for link in world.browser(reader).get(url).links if link.endswith("/report"))
        sent = report_on_the_page(
            world, reader, link.removesuffix("/report"), Reason.UNKIND, words=WORDS[1], passages=["0"]
        )
        assert sent.status == 303
        report = world.one(Report, about=About.MESSAGE)
        said = {"to_reporter": WORDS[2], "to_subject": WORDS[3]}
        decide(world, moderator, report.public_id, Outcome.ASKED_TO_EDIT, **said)
        watch.move_to(A_TUESDAY + timedelta(days=1))
        write(app)
        with world.inside():
            dump = everything_in_the_database(settings)
        letters, _, written = every_letter(app)
        case = world.browser(moderator).get(f"/care/{report.public_id}")
        assert all(words in case for words in WORDS), "whoever looks after it reads every word"
    assert letters >= 2 and world.count(Letter) >= 2 and b"Nadia" in dump
    for words in WORDS:
        for shape in shapes_of(words):
            assert shape not in dump, f"{words} lies open in the database"
            assert shape not in written, f"{words} is in a letter"


def test_the_two_boxes_of_a_report_open_only_in_their_own_places(world: World) -> None:
    reporter, author = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, reporter, a_community(world, members=(reporter, author)), (author, "Words."))
    report_on_the_page(world, reporter, f"/posts/{talk.posts[1]}", Reason.OTHER)
    report = world.one(Report)
    with world.inside():
        assert open_told(report.box, report.public_id).text == "Words."
        other = seal_told(Told(words="", title="", text="Others."), author.public_id)
        with pytest.raises(Tampered):
            open_told(other, report.public_id)
        with pytest.raises(Tampered):
            open_answered(report.box, report.public_id)
        assert report.made_at <= clock.now()
