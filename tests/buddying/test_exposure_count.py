"""The nightly count: in how many lists of recently active members everybody stands; never counted by looking."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.accounts.models import Member, MemberSession
from community.buddying import actions
from community.buddying.actions import exposure as counting
from community.buddying.models import Exposure
from community.buddying.queries import forget_everybody
from community.core import chance, clock
from community.core.database import db
from community.jobs import registry, running
from tests.buddying.people import comfort, gareth, nadia
from tests.buddying.test_finding import cards
from tests.statements import statements
from tests.world import Person, World


def signed_in(world: World, *people: Person, days_ago: int = 0, lasts: timedelta = timedelta(hours=24)) -> None:
    with world.inside():
        for person in people:
            then = clock.now() - timedelta(days=days_ago)
            db.session.add(
                MemberSession(
                    token_hash=chance.secret_bytes(32),
                    member_id=person.id,
                    created_at=then,
                    confirmed_at=then,
                    expires_at=then + lasts,
                )
            )


def count(world: World) -> int:
    with world.app.app_context():
        return actions.count_exposure()


def lists_of(world: World) -> dict[int, int]:
    with world.app.app_context():
        return {row.member_id: row.lists for row in db.session.query(Exposure)}


def test_only_the_lists_of_recently_active_members_are_counted(world: World) -> None:
    active, quiet, remembered, away = nadia(world), gareth(world), comfort(world), nadia(world, is_available=False)
    signed_in(world, active, away, days_ago=3)
    signed_in(world, quiet, days_ago=20)
    signed_in(world, remembered, days_ago=20, lasts=timedelta(days=30))
    assert count(world) == 2
    assert lists_of(world) == {active.id: 1, quiet.id: 2, remembered.id: 1}


def test_looking_counts_nothing(app: Flask, world: World) -> None:
    viewer, _ = nadia(world), gareth(world)
    browser = world.browser(viewer)
    with statements(app) as asked:
        assert cards(browser.get("/buddies"))
    assert not [each for each in asked if "exposure" in each.lower() and not each.lstrip().upper().startswith("SELECT")]
    assert lists_of(world) == {}


def test_half_of_what_was_counted_before_is_kept_and_what_nobody_sees_fades(world: World) -> None:
    active, shown, gone = nadia(world), gareth(world), comfort(world, is_available=False)
    signed_in(world, active)
    with world.inside():
        for person, lists in ((shown, 8), (gone, 5)):
            db.session.add(Exposure(member_id=person.id, lists=lists, counted_at=clock.now()))
    nights = []
    for _ in range(4):
        count(world)
        nights.append(lists_of(world))
    assert [night[shown.id] for night in nights] == [5, 3, 2, 2]
    assert [night.get(gone.id) for night in nights] == [2, 1, None, None]


def test_whoever_has_been_shown_to_many_makes_room_for_near_equals(world: World) -> None:
    viewer = nadia(world)
    people = [world.member(f"Person {number}", sector="nhs-acute") for number in range(30)]
    first = set(cards(world.browser(viewer).get("/buddies")))
    popular = [person for person in people if person.name in first][:18]
    with world.inside():
        for person in people:
            lists = 90 if person in popular else 1
            db.session.add(Exposure(member_id=person.id, lists=lists, counted_at=clock.now()))
    forget_everybody()
    after = set(cards(world.browser(viewer).get("/buddies")))
    assert len(first) == len(after) == 20
    assert {person.name for person in people if person not in popular} <= after


def test_ties_take_turns_by_week(world: World) -> None:
    viewer = nadia(world)
    for number in range(40):
        world.member(f"Person {number}", sector="nhs-acute")
    weeks = []
    for week in range(4):
        with time_machine.travel(clock.now() + timedelta(weeks=week), tick=False):
            weeks.append(frozenset(cards(world.browser(viewer).get("/buddies"))))
    assert len(set(weeks)) == 4 and all(len(week) == 20 for week in weeks)


def test_a_worker_that_is_told_to_stop_leaves_the_count_as_it_was(world: World) -> None:
    active, shown = nadia(world), gareth(world)
    signed_in(world, active)
    with world.inside():
        db.session.add(Exposure(member_id=shown.id, lists=9, counted_at=clock.now()))
    running.stop()
    try:
        assert count(world) == 0
    finally:
        running.stop(False)
    assert lists_of(world) == {shown.id: 9}


def test_somebody_who_leaves_while_it_is_counted_is_not_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    active, stays, leaves = nadia(world), gareth(world), comfort(world)
    signed_in(world, active)
    keep = counting._keep

    def leave_first(lists: dict[int, int]) -> None:
        with world.inside():
            db.session.delete(db.session.get_one(Member, leaves.id))
        keep(lists)

    monkeypatch.setattr(counting, "_keep", leave_first)
    count(world)
    assert lists_of(world) == {stays.id: 1}


def test_it_is_a_nightly_job_with_a_plain_command(app: Flask) -> None:
    (job,) = [each for each in registry.all_jobs(app) if each.name == "count-exposure"]
    assert job.every == timedelta(days=1) and "count-exposure" in app.cli.commands
