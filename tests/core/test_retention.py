"""R63: what is kept goes when its time is over, and not a day sooner; the papers say the same numbers."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete

from community.accounts.actions.sessions import USED_LINKS_STAY
from community.accounts.models import Link, LinkPurpose, MemberSession
from community.belonging.models import Avoidance, Belonging, Group
from community.buddying import actions as buddying
from community.buddying.actions import forgetting as old_circles
from community.buddying.actions.meetings import Plan
from community.buddying.actions.words import Promise
from community.buddying.models import Circle, CircleMessage, CircleSeat, Hello, Meeting, MeetingHow, PromiseMade
from community.buddying.seen import STAYS
from community.core import audit, chance, clock, limits
from community.core.audit import AuditLine
from community.core.database import db
from community.core.limits import ThrottleCount
from community.jobs.registry import all_jobs
from community.mail import actions as mail
from community.mail.models import Letter, LetterState
from community.notifications.actions import forgetting as old_notices
from community.notifications.actions.forgetting import READ_ONES_STAY, UNREAD_ONES_STAY
from community.notifications.models import Kind, Notice, Timing, What
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia, seen_circle
from tests.house.source import HOUSE
from tests.statements import statements
from tests.world import Person, World

A_DAY = timedelta(days=1)
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
JOBS = ("forget-expired", "forget-old-letters", "forget-old-notices", "forget-old-circles", "forget-old-ledger")


def run(app: Flask, *names: str) -> None:
    """As cron would: by the plain command of each job."""
    for name in names or JOBS:
        done = app.test_cli_runner().invoke(args=[name])
        assert done.exit_code == 0, (done.output, done.exception)


@pytest.fixture
def machine() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def full_circle(world: World, one: Person, other: Person) -> UUID:
    """Buddies with a message, a promise and a meeting."""
    circle_id = buddies(world, one, other)
    with world.inside():
        circle = buddying_seen(one, circle_id)
        buddying.write_message(one.actor, circle, words="How was it?", once=chance.new_id())
        promise = Promise(words="Ring the desk", owner=one.public_id, due_on=None)
        buddying.make_promise(one.actor, circle, promise, once=chance.new_id())
        plan = Plan(starts_at=clock.now() + A_DAY, how=MeetingHow.WALK, where="The bench", seen=0)
        buddying.plan_meeting(one.actor, circle, plan, once=chance.new_id())
    return circle_id


def buddying_seen(viewer: Person, circle_id: UUID):  # type: ignore[no-untyped-def]
    from community.buddying import queries

    return queries.circle_seen_by(viewer.actor, circle_id)


def finish(world: World, who: Person, circle_id: UUID, *, is_not_again: bool = False) -> None:
    with world.inside():
        buddying.finish(who.actor, buddying_seen(who, circle_id), is_not_again=is_not_again)


IN_A_CIRCLE = (Circle, CircleSeat, CircleMessage, PromiseMade, Meeting, Hello, Belonging, Group)


def test_a_finished_circle_is_there_for_24_months_and_then_with_all_that_was_in_it_gone(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = full_circle(world, one, other)
    finish(world, one, circle_id)
    before = {table: world.count(table) for table in IN_A_CIRCLE}
    assert all(before.values())
    machine.move_to(START + STAYS - timedelta(minutes=1))
    run(app, "forget-old-circles")
    assert {table: world.count(table) for table in IN_A_CIRCLE} == before
    machine.move_to(START + STAYS)
    run(app, "forget-old-circles")
    assert {table: world.count(table) for table in IN_A_CIRCLE} == dict.fromkeys(IN_A_CIRCLE, 0)
    run(app)  # a second time finds nothing to do
    assert world.count(Notice) == 0


def test_a_circle_that_goes_on_keeps_everything_but_the_hello_it_began_with(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = full_circle(world, one, other)
    machine.move_to(START + 5 * STAYS)
    run(app)
    assert world.count(Hello) == 0
    assert (world.count(Circle), world.count(CircleMessage), world.count(PromiseMade), world.count(Meeting)) == (
        1,
        2,
        1,
        1,
    )
    page = world.browser(one).get(f"/buddies/circles/{circle_id}")
    assert "May I ask you something?" in page.text and "How was it?" in page.text


def test_other_peoples_circles_and_younger_ones_are_left_alone(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    finish(world, one, circle_of(world, one, other))
    kept = circle_of(world, one, third)
    machine.move_to(START + STAYS - A_DAY)
    finish(world, one, kept)
    machine.move_to(START + STAYS + A_DAY)
    run(app, "forget-old-circles")
    assert world.one(Circle).public_id == kept


def test_not_again_outlives_its_circle(app: Flask, world: World, machine: time_machine.Traveller) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    finish(world, one, circle_of(world, one, other), is_not_again=True)
    finish(world, one, circle_of(world, one, third))
    machine.move_to(START + STAYS)
    run(app, "forget-old-circles")
    wish = world.one(Avoidance)
    assert (wish.member_id, wish.avoided_id) == (one.id, other.id)


def test_more_circles_than_fit_into_one_go_are_all_forgotten(
    app: Flask, world: World, machine: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.buddying.actions.forgetting.AT_A_TIME", 2)
    one, other = nadia(world), gareth(world)
    for _ in range(5):
        finish(world, one, circle_of(world, one, other))
    machine.move_to(START + STAYS)
    run(app, "forget-old-circles")
    assert (world.count(Circle), world.count(Group)) == (0, 0)


def test_a_finished_circle_says_beforehand_how_long_it_stays(world: World, machine: time_machine.Traveller) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = full_circle(world, one, other)
    assert "for 24 months" in world.browser(one).get(f"/buddies/circles/{circle_id}/finish").text
    finish(world, one, circle_id)
    page = world.browser(other).get(f"/buddies/circles/{circle_id}")
    assert "It stays until Thursday 23 November 2028" in page.text
    assert seen_circle(world, one, circle_id).stays_until == START + STAYS
    assert "stays for 24 months" in world.browser(one).get("/buddies").text


def test_an_old_hello_is_gone_and_a_younger_one_is_not(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    hello(world, one, other)
    machine.move_to(START + A_DAY)
    younger = hello(world, one, third)
    machine.move_to(START + STAYS)
    run(app, "forget-old-circles")
    assert world.one(Hello).public_id == younger


@pytest.mark.parametrize(
    ("job", "forgetting", "table"),
    [("forget-old-circles", old_circles, Hello), ("forget-old-notices", old_notices, Notice)],
)
def test_what_is_old_goes_a_few_rows_at_a_time(
    app: Flask,
    world: World,
    machine: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    job: str,
    forgetting: Any,
    table: Any,
) -> None:
    for number in range(5):
        hello(world, world.member(f"Nadia {number}"), world.member(f"Comfort {number}"))
    assert world.count(table) == 5
    machine.move_to(START + STAYS)
    monkeypatch.setattr(forgetting, "AT_A_TIME", 2)
    with statements(app) as seen:
        run(app, job)
    assert world.count(table) == 0
    assert len([each for each in seen if each.startswith(f"DELETE FROM {table.__tablename__} ")]) == 3


def test_a_piece_of_the_ledger_is_no_longer_than_asked_for(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    with world.inside():
        for _ in range(3):
            audit.note("sign in", actor_id=None, object_kind="member")
    machine.move_to(START + audit.LINES_STAY)
    with world.inside():
        assert audit.forget_some(2) == 2
    assert world.count(AuditLine) == 1


def _notice(person: Person, *, read: bool) -> None:
    now = clock.now()
    db.session.add(
        Notice(
            member_id=person.id,
            kind=Kind.MESSAGE,
            what=What.MESSAGE,
            about=chance.new_id(),
            since=now,
            told_at=now,
            letter=Timing.WEEKLY,
            read_at=now if read else None,
        )
    )


def test_notices_go_180_days_after_they_were_read_or_a_year_after_they_were_told(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    person = world.member()
    with world.inside():
        _notice(person, read=True)
        _notice(person, read=False)
    for later, left in (
        (READ_ONES_STAY - A_DAY, 2),
        (READ_ONES_STAY, 1),
        (UNREAD_ONES_STAY - A_DAY, 1),
        (UNREAD_ONES_STAY, 0),
    ):
        machine.move_to(START + later)
        run(app, "forget-old-notices")
        assert world.count(Notice) == left, later


def test_a_letter_goes_30_days_after_it_left_and_a_stuck_one_waits_for_somebody(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    with world.inside():
        for state in (LetterState.SENT, LetterState.STUCK, LetterState.WAITING):
            letter = mail.post("already_member", "nadia@example.org", member_id=None)
            letter.state, letter.sent_at = state, START if state is LetterState.SENT else None
    for later, left in ((mail.SENT_LETTERS_STAY - A_DAY, 3), (mail.SENT_LETTERS_STAY, 2), (STAYS, 2)):
        machine.move_to(START + later)
        run(app, "forget-old-letters")
        assert world.count(Letter) == left, later


def test_a_line_of_the_ledger_goes_after_two_years(app: Flask, world: World, machine: time_machine.Traveller) -> None:
    with world.inside():
        audit.note("signed in", actor_id=None, object_kind="member")
    machine.move_to(START + audit.LINES_STAY - A_DAY)
    run(app, "forget-old-ledger")
    assert world.count(AuditLine) == 1
    machine.move_to(START + audit.LINES_STAY)
    run(app, "forget-old-ledger")
    assert world.count(AuditLine) == 0


def test_sessions_links_and_throttles_go_when_they_end(
    app: Flask, world: World, machine: time_machine.Traveller
) -> None:
    person = world.member()
    world.cookies_of(person)
    with world.inside():
        db.session.add(
            Link(purpose=LinkPurpose.JOIN, email="a@example.org", made_at=START, expires_at=START + timedelta(hours=1))
        )
    with app.app_context():
        limits.use("password tries, a day", "somebody", limit=50, seconds=24 * 3600)
    tables = (MemberSession, Link, ThrottleCount)
    for later, left in (
        (timedelta(hours=23), (1, 1, 1)),
        (timedelta(hours=24), (0, 1, 0)),
        (USED_LINKS_STAY + timedelta(hours=1), (0, 0, 0)),
    ):
        machine.move_to(START + later)
        run(app, "forget-expired")
        assert tuple(map(world.count, tables)) == left, later


def test_everything_that_is_forgotten_is_forgotten_by_itself_and_by_a_plain_command(app: Flask) -> None:
    listed = {job.name: job for job in all_jobs(app)}
    for name in JOBS:
        assert listed[name].every <= A_DAY and listed[name].does
        assert name in app.cli.commands


def test_a_new_site_has_nothing_to_forget(app: Flask, world: World) -> None:
    with world.inside():
        db.session.execute(delete(AuditLine))
    run(app)


SAID = {
    "24 months": STAYS,
    "180 days": READ_ONES_STAY,
    "365 days": UNREAD_ONES_STAY,
    "30 days": mail.SENT_LETTERS_STAY,
    "2 years": audit.LINES_STAY,
}


def test_the_papers_say_the_numbers_that_the_site_keeps(world: World) -> None:
    months = {"24 months": 731, "180 days": 180, "365 days": 365, "30 days": 30, "2 years": 731}
    assert {words: kept.days for words, kept in SAID.items()} == months
    paper = (HOUSE / "docs" / "data-protection.md").read_text(encoding="utf-8")
    page = world.browser().get("/privacy").text
    for words in SAID:
        assert words in paper and words in page, words


def test_the_page_for_members_and_the_paper_have_the_same_rows(world: World) -> None:
    """The first column of the paper's table, and the words in bold on the page."""
    paper = (HOUSE / "docs" / "data-protection.md").read_text(encoding="utf-8")
    table = paper.split("## How long")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", table, re.MULTILINE)[1:]
    page = world.browser().get("/privacy")
    (listed,) = page.all("dl", id="how-long")
    said = [" ".join("".join(each.itertext()).split()) for each in listed.iter() if each.tag in {"dt", "dd"}]
    assert list(zip(said[::2], said[1::2], strict=True)) == [(what, how_long) for what, how_long in rows]
