"""The desk: what happens by itself, and letters that are stuck. Never a word of anybody, never a whole address."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from community.core import clock
from community.core.audit import AuditLine
from community.core.database import db
from community.core.roles import Role
from community.jobs import registry
from community.jobs.models import JobRun
from community.jobs.worker import Crew
from community.mail.models import Letter, LetterState
from tests.admin.stuck import a_stuck_letter, put_run, put_stuck_letter
from tests.browser import Browser
from tests.statements import statements
from tests.world import Person, World


@pytest.fixture
def ade(world: World) -> Person:
    return world.member("Ade", role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(world: World, ade: Person) -> Browser:
    return world.browser(ade)


def test_every_job_stands_on_the_desk_with_its_last_run(app: Flask, world: World, desk: Browser) -> None:
    with world.inside():
        put_run("send-letters", ago=timedelta(minutes=3))
        put_run("forget-expired", ago=timedelta(hours=3), failed_with="OperationalError")
    page = desk.get("/desk")
    for job in registry.all_jobs(app):
        assert job.does in page.text
        assert f"flask {job.name}" in page.text
    assert "Last run 3 minutes ago, took 2 seconds." in page.text
    assert "3 times" in page.text and "OperationalError" in page.text
    assert "Nothing has run" not in page.text


def test_a_worker_that_is_down_is_said_plainly(world: World, desk: Browser) -> None:
    assert "Nothing has run by itself yet." in desk.get("/desk").text
    with world.inside():
        put_run("send-letters", ago=timedelta(minutes=25))
    assert "Nothing has run for 25 minutes." in desk.get("/desk").text


def test_a_job_that_there_is_no_more_is_not_taken_for_a_worker(world: World, desk: Browser) -> None:
    with world.inside():
        put_run("an-old-job", ago=timedelta(minutes=1), failed_with="OperationalError")
    page = desk.get("/desk")
    assert "an-old-job" not in page.text and "OperationalError" not in page.text
    assert "Nothing has run by itself yet." in page.text


def test_a_letter_whose_carrier_was_lost_is_overdue(world: World, desk: Browser) -> None:
    with world.inside():
        long_ago = clock.now() - timedelta(hours=3)
        letter = Letter(
            kind="already_member",
            to_address="comfort@hospice.example",
            about={},
            state=LetterState.SENDING,
            made_at=long_ago,
            due_at=long_ago,
            leased_until=clock.now() + timedelta(minutes=1),
        )
        db.session.add(letter)
    assert " late." not in desk.get("/desk").text, "it is on its way"
    with world.inside():
        db.session.execute(update(Letter).values(leased_until=clock.now() - timedelta(minutes=1)))
    assert "The oldest one is 3 hours late." in desk.get("/desk").text


def test_an_empty_desk_says_so(world: World, desk: Browser) -> None:
    page = desk.get("/desk")
    assert "No letter is stuck." in page.text
    assert "Try all again" not in page.text


def test_a_stuck_letter_is_told_of_without_its_words_or_its_reader(world: World, desk: Browser) -> None:
    a_stuck_letter(world)
    page = desk.get("/desk")
    for shown in ("somebody at hospice.example", "SMTPRecipientsRefused", "5 tries", "Already member"):
        assert shown in page.text
    for hidden in ("comfort@", "Canary Comfort"):
        assert hidden not in page.html
    assert world.one(Letter).about == {"name": "Canary Comfort"}, "it is there to be hidden"


def test_trying_again_lets_the_letter_wait_as_a_new_one_and_leaves_a_line(
    world: World, desk: Browser, ade: Person
) -> None:
    letter_id = a_stuck_letter(world)
    assert desk.post(f"/desk/letters/{letter_id}/try-again").status == 303
    letter = world.one(Letter)
    assert (letter.state, letter.tries, letter.failed_with) == (LetterState.WAITING, 0, "SMTPRecipientsRefused")
    line = world.one(AuditLine, action="try letter again")
    assert (line.actor_id, line.object_id) == (ade.id, letter_id)
    assert desk.post(f"/desk/letters/{letter_id}/try-again").status == 303, "a repeat changes nothing"
    assert world.count(AuditLine, action="try letter again") == 1


def test_all_stuck_letters_can_be_tried_again_at_once(world: World, desk: Browser) -> None:
    a_stuck_letter(world)
    a_stuck_letter(world, to="hassan@council.example")
    assert "Try all again" in desk.get("/desk").text
    desk.post("/desk/letters/try-again")
    assert world.count(Letter, state=LetterState.WAITING) == 2
    assert world.one(AuditLine, action="try letters again").reason == "2 letters"


def test_a_letter_that_was_tried_shows_at_once_and_until_it_has_left(world: World, desk: Browser, ade: Person) -> None:
    with world.inside():
        next_at = clock.now() + timedelta(minutes=5)
        waits = {"state": LetterState.WAITING, "tries": 2, "failed_with": "ConnectionRefusedError", "due_at": next_at}
        for letter_id in (put_stuck_letter(), put_stuck_letter(to="hassan@council.example")):
            db.session.execute(update(Letter).where(Letter.id == letter_id).values(waits))
    page = desk.get("/desk")
    said = "2 letters were tried and did not leave yet ; last trouble ConnectionRefusedError , next try"
    assert said.replace(" ;", ";").replace(" ,", ",") in " ".join(page.text.split()).replace(" ;", ";").replace(
        " ,", ","
    )
    assert f"next try {clock.local(next_at):%H:%M}" in page and "2 tries" in page
    assert "No letter is stuck." not in page and "Let go" not in page
    desk.post(f"/desk/letters/{letter_id}/try-again")
    desk.post(f"/desk/letters/{letter_id}/try-again")
    assert world.count(AuditLine, action="try letter again") == 1, "a repeat changes nothing"
    assert world.one(Letter, id=letter_id).due_at < next_at and world.one(Letter, id=letter_id).tries == 2
    desk.post("/desk/letters/try-again")
    page = desk.get("/desk")
    assert "next try as soon as a worker is free" in page and "No letter is stuck." not in page
    with world.inside():
        db.session.execute(update(Letter).values(state=LetterState.SENT, failed_with=""))
    assert "No letter is stuck." in desk.get("/desk")


def test_letting_a_letter_go_is_asked_twice_and_written_down(world: World, desk: Browser) -> None:
    letter_id = a_stuck_letter(world)
    kept = a_stuck_letter(world, to="hassan@council.example")
    assert f"/desk/letters/{letter_id}/let-go" in desk.get("/desk").links
    asked = desk.get(f"/desk/letters/{letter_id}/let-go")
    assert "cannot be brought back" in asked.text
    assert world.count(Letter) == 2, "asking changes nothing"
    assert desk.post(f"/desk/letters/{letter_id}/let-go").status == 303
    assert world.one(Letter).id == kept
    assert world.one(AuditLine, action="let letter go").object_id == letter_id


def test_a_letter_that_still_waits_cannot_be_let_go(world: World, desk: Browser) -> None:
    letter_id = a_stuck_letter(world)
    desk.post(f"/desk/letters/{letter_id}/try-again")
    assert desk.get(f"/desk/letters/{letter_id}/let-go", check=False).status == 404
    desk.post(f"/desk/letters/{letter_id}/let-go")
    assert world.count(Letter) == 1
    assert world.count(AuditLine, action="let letter go") == 0


def test_run_now_makes_the_job_due_in_the_same_transaction_as_its_line(
    app: Flask, world: World, desk: Browser, ade: Person
) -> None:
    with world.inside():
        put_run("forget-old-letters", ago=timedelta(minutes=5))
    before = world.one(JobRun)
    assert desk.post("/desk/jobs/forget-old-letters/run").status == 303
    assert world.one(AuditLine, action="run job now").reason == "forget-old-letters"
    assert world.one(JobRun).due_at < before.due_at
    crew = Crew(app)
    crew.tick()
    crew.rest()
    assert world.one(JobRun, name="forget-old-letters").began_at > before.began_at


def test_there_is_no_running_of_what_is_no_job(world: World, desk: Browser) -> None:
    assert desk.post("/desk/jobs/drop-everything/run", check=False).status == 404
    assert world.count(AuditLine) == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR])
def test_to_everybody_else_the_desk_is_not_there(world: World, ade: Person, role: Role) -> None:
    browser = world.browser(world.member("Comfort", role=role))
    assert browser.get("/desk", check=False).status == 404
    assert "/desk" not in browser.get("/account").html
    assert "/desk" in world.browser(ade).get("/account").html


def test_the_desk_asks_the_same_few_questions_however_much_is_on_it(app: Flask, world: World, desk: Browser) -> None:
    desk.get("/desk")
    with statements(app) as few:
        desk.get("/desk")
    for number in range(30):
        a_stuck_letter(world, to=f"somebody.{number}@hospice.example")
    with statements(app) as many:
        desk.get("/desk")
    assert len(few) == len(many) <= 8
