"""Migrations lead from nothing to the models and back, on the engine of this run, and lose nobody on the way."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import flask_migrate
import pytest
import time_machine
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from community import create_app
from community.accounts.models import Member
from community.buddying import actions, queries
from community.buddying.models import Circle, CircleState, Hello
from community.core import chance, clock
from community.core.database import Model, db
from community.moderation import queries as moderation
from community.notifications.actions import tell
from community.notifications.models import LetterTimes, Notice, What
from community.practice import actions as practice
from community.practice import policy
from community.practice import queries as practices
from community.practice.actions.drafts import Spot, keep_draft
from community.practice.actions.feeds import make_feeds
from community.practice.actions.summaries import write_summary
from community.practice.models import DraftOf, HelpAsked, Post, Thread, Waiting
from community.practice.written import Written
from community.settings import Settings
from tests.buddying.growing import ask
from tests.buddying.terms import active_circle, change_circle
from tests.databases import a_database, let_go_of
from tests.house.source import HOUSE
from tests.moderation.reports import report_thing
from tests.practice.gathered import a_gathering, comes
from tests.practice.people import Space, Talk, a_community, a_thread, let_in
from tests.world import Person, World

VERSIONS = sorted((HOUSE / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def fresh(settings: Settings, engine: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database of its own."""
    app = create_app(replace(settings, instance_path=tmp_path, database_url=a_database(engine, tmp_path)))
    yield app
    let_go_of(app)


def script() -> ScriptDirectory:
    return ScriptDirectory(str(HOUSE / "migrations"))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_are_numbered_in_one_line_and_each_says_why() -> None:
    names = [path.name for path in VERSIONS]
    assert names and all(re.fullmatch(rf"{n:04d}_[a-z0-9_]+\.py", name) for n, name in enumerate(names, 1))
    in_order = [revision.revision for revision in reversed(list(script().walk_revisions()))]
    assert in_order == [name[:4] for name in names]
    for path in VERSIONS:
        opening = path.read_text().split('"""')[1]
        assert re.search(r"^Why: (?!say it here).{10,}", opening, re.MULTILINE), path.name


def test_the_newest_migration_is_what_the_models_say(fresh: Flask) -> None:
    with fresh.app_context():
        flask_migrate.upgrade()
        assert tables() == set(Model.metadata.tables)
        flask_migrate.check()


def checks() -> dict[str, set[tuple[str, str]]]:
    """What each table's CHECK constraints say: Alembic's own comparison does not look at them."""
    inspector = inspect(db.engine)
    return {
        table: {(check["name"] or "", plain(str(check["sqltext"]))) for check in inspector.get_check_constraints(table)}
        for table in tables()
    }


def plain(sql: str) -> str:
    return "".join(re.findall(r"'[^']*'|\w+|[<>=]+", re.sub(r"::[a-z ]+(\[\])?", "", sql))).lower()


def test_the_newest_migration_checks_what_the_models_check(fresh: Flask, app: Flask) -> None:
    with app.app_context():
        said = checks()
    with fresh.app_context():
        flask_migrate.upgrade()
        assert checks() == said
        assert any("let_go" in sql for _name, sql in said["hello"])


def test_the_check_notices_a_difference(fresh: Flask) -> None:
    with fresh.app_context():
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE member DROP COLUMN rules_version")
        with pytest.raises(SystemExit):
            flask_migrate.check()


def test_all_the_way_down_leaves_nothing_and_up_again_works(fresh: Flask) -> None:
    with fresh.app_context():
        flask_migrate.upgrade()
    world = World(fresh)
    with fresh.app_context():
        world.load_reference_lists()
    world.member("Nadia")
    with fresh.app_context():
        flask_migrate.downgrade(revision="base")
        assert tables() == set()
        flask_migrate.upgrade()
        flask_migrate.check()


def test_one_step_down_and_up_keeps_the_people_and_what_they_said(fresh: Flask) -> None:
    """For every migration after the first: with people in the house, down one and up again."""
    with fresh.app_context():
        flask_migrate.upgrade()
    world = World(fresh)
    with fresh.app_context():
        world.load_reference_lists()
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, members=(nadia, gareth)), (gareth, "Ring the duty mobile."))
    pair, resting, met_on = circles(world, nadia, gareth)
    with fresh.app_context():
        for revision in list(script().walk_revisions())[:-1]:
            flask_migrate.downgrade(revision=revision.down_revision)
        flask_migrate.upgrade()
    assert world.one(Member, display_name="Nadia").display_name == "Nadia"
    assert world.one(Thread, public_id=talk.public_id).last_author_id == gareth.id
    assert world.one(LetterTimes, member_id=nadia.id).zone == "Europe/London"
    assert world.count(Hello) == 0, "a yes to it would have begun a pair"
    assert world.one(Circle, public_id=pair).state is CircleState.ACTIVE
    assert clock.local(world.one(Circle, public_id=pair).contact_at).date() == met_on
    rests = world.one(Circle, public_id=resting)
    assert rests.state is CircleState.PAUSED and rests.contact_at == rests.active_since


def circles(world: World, nadia: Person, gareth: Person) -> tuple[UUID, UUID, date]:
    """A pair that has met and asks one more, and one that rests; on which day the first have met."""
    comfort, hassan = world.member("Comfort", sector="carer"), world.member("Hassan", sector="nhs-acute")
    long_ago, met_on = clock.now() - timedelta(days=90), clock.today() - timedelta(days=3)
    with time_machine.travel(long_ago, tick=False):
        pair, resting = active_circle(world, nadia, gareth), active_circle(world, comfort, hassan)
    for circle_id in (pair, resting):
        change_circle(world, circle_id, active_since=long_ago + timedelta(days=9))
    with world.inside():
        actions.we_met(nadia.actor, queries.circle_seen_by(nadia.actor, pair), on=met_on, once=chance.new_id())
        rests = queries.circle_seen_by(comfort.actor, resting)
        actions.pause(comfort.actor, rests, until=None, once=chance.new_id())
    amara = world.member("Amara", sector="carer")
    ask(world, pair, [nadia, gareth], amara)
    assert world.count(Hello) == 1 == world.count(Notice, member_id=amara.id)
    return pair, resting, met_on


def test_migrating_twice_changes_nothing(fresh: Flask) -> None:
    with fresh.app_context():
        flask_migrate.upgrade()
        flask_migrate.upgrade()
        flask_migrate.check()


def test_what_was_closed_stays_closed_on_the_way_down(fresh: Flask) -> None:
    """Hidden posts are empty, what is for members is in no open community, and nobody can begin what is not offered."""
    with fresh.app_context():
        flask_migrate.upgrade()
    world = World(fresh)
    with fresh.app_context():
        world.load_reference_lists()
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    widened, open_one = (
        a_community(world, name="Widened", members=(nadia, gareth)),
        a_community(world, name="Open", members=(nadia, gareth)),
    )
    kept = a_thread(world, gareth, widened)
    begun = a_thread(world, nadia, open_one, (gareth, "CANARY reply"), title="CANARY title", body="CANARY opening")
    other = a_thread(world, nadia, open_one, (gareth, "CANARY hidden"), (gareth, "This stays."))
    with world.inside():
        for what in (What.GATHERING_SET, What.HELP_WANTED, What.WAITS_A_DAY, What.CARE_OFFERED):
            tell(nadia.id, what, about=chance.new_id(), words="Something new")
    of_members, hidden, gathered = (world.one(Thread, public_id=each.public_id).id for each in (kept, begun, other))
    with fresh.app_context(), db.engine.begin() as connection:
        say = connection.exec_driver_sql
        say(f"UPDATE thread SET is_for_members = true WHERE id = {of_members}")
        say(f"UPDATE thread SET hidden_at = started_at WHERE id = {hidden}")
        say("UPDATE post SET hidden_at = posted_at WHERE body IN ('CANARY hidden', 'CANARY opening', 'CANARY reply')")
        say(f"UPDATE thread SET kind_id = 'gathering' WHERE id = {gathered}")
    with fresh.app_context():
        flask_migrate.downgrade(revision="0004")
        with db.engine.connect() as connection:
            ask = connection.exec_driver_sql
            posts = ask("SELECT body, html, removed_at FROM post").all()
            assert [bool(row.removed_at) for row in posts if not row.body] == [True, True, True]
            assert not any("CANARY" in row.body + row.html for row in posts)
            assert any(row.body == "This stays." for row in posts)
            titles = ask("SELECT title, excerpt FROM thread").all()
            assert titles and not any("CANARY" in row.title + row.excerpt for row in titles)
            assert dict(tuple(row) for row in ask("SELECT name, level FROM community")) == {
                "Widened": "ask",
                "Open": "open",
            }
            assert not ask("SELECT 1 FROM thread_kind WHERE id = 'gathering'").all()
            assert not ask("SELECT 1 FROM notice WHERE kind IN ('gathering', 'help', 'desk', 'care')").all()
        flask_migrate.upgrade()
        flask_migrate.check()


def new_in(revision: str) -> set[str]:
    (path,) = (each for each in VERSIONS if each.name.startswith(revision))
    return set(re.findall(r'op\.create_table\(\s*"(\w+)"', path.read_text(encoding="utf-8")))


def rows_in(names: set[str]) -> dict[str, int]:
    with db.engine.connect() as connection:
        return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names}


def test_every_table_of_communities_goes_and_comes_back_with_rows_in_it(fresh: Flask) -> None:
    with fresh.app_context():
        flask_migrate.upgrade()
    world = World(fresh)
    with fresh.app_context():
        world.load_reference_lists()
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, facilitator=nadia)
    let_in(world, gareth, space)
    talk = a_thread(world, nadia, space, (gareth, "Ring the duty mobile."))
    write_on(world, nadia, gareth, talk)
    comes(world, gareth, a_gathering(world, nadia, space))
    look_after(world, nadia, gareth, space)
    made = new_in("0005")
    with fresh.app_context():
        assert len(made) == 12 and not [name for name, how_many in rows_in(made).items() if not how_many]
        flask_migrate.downgrade(revision="0004")
        assert not made & tables()
        flask_migrate.upgrade()
        flask_migrate.check()
        assert not any(rows_in(made).values())
        assert rows_in({"post"})["post"] >= len(talk.posts)
    assert world.one(Thread, public_id=talk.public_id).summary_version == 0


def look_after(world: World, facilitator: Person, member: Person, space: Space) -> None:
    """A link, another agreement, and care that is offered."""
    with world.inside():
        seen = practices.community_seen_by(facilitator.actor, space.public_id)
        practice.make_invite(facilitator.actor, seen)
        practice.offer_care(facilitator.actor, seen, member.public_id)
        practice.agree_anew(facilitator.actor, seen, "Be kind, and brief.", version=1)
        make_feeds(member.actor)


def write_on(world: World, asker: Person, member: Person, talk: Talk) -> None:
    """What it is about, its summary, a draft, a report of a reply, and that it waited."""
    with world.inside():
        practice.say_what_it_is_about(
            asker.actor, practices.thread_seen_by(asker.actor, talk.public_id), ["winter"], ""
        )
    with world.inside():
        db.session.execute(db.update(Thread).values(posts_made=policy.SUMMARY_AFTER + 1))
    with world.inside():
        write_summary(member.actor, practices.thread_seen_by(member.actor, talk.public_id), "Ring the desk.", version=0)
        spot = Spot(DraftOf.REPLY, talk.public_id)
        keep_draft(member.actor, spot, Written(body="Half a thought"), seen=None, once=chance.new_id())
        report_thing(asker, moderation.post_to_report(asker.actor, talk.posts[1]))
        post = db.session.scalars(db.select(Post).where(Post.public_id == talk.posts[0])).one()
        db.session.add(Waiting(post_id=post.id, thread_id=post.thread_id))
        db.session.add(HelpAsked(post_id=post.id, member_id=member.id, asked_at=clock.now()))
