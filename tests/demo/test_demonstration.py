"""The demonstration is alive: one signs in as Nadia and everything the story tells is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from community import create_app
from community.core import clock, keyfiles
from community.core.database import db
from community.demo import queries
from community.demo.models import Demonstration
from community.demo.people import PASSWORD, SIGN_INS
from community.directory import actions as directory
from community.notifications.models import Notice, What
from community.practice import actions as practice
from community.practice.models import Community, Thread, ThreadChallenge
from community.practice.policy import SAFE_SPACE
from community.settings import Settings, SettingsError, Stage
from tests.browser import Browser
from tests.databases import a_database


@pytest.fixture(scope="module")
def place(
    settings: Settings, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demonstration")
    address = a_database(request.config.getoption("--engine"), folder)
    app = create_app(replace(settings, instance_path=folder, database_url=address))
    with app.app_context():
        db.create_all()
        directory.load_reference_lists()
        practice.load_thread_kinds()
        db.session.commit()
    loaded = app.test_cli_runner().invoke(args=["demo"])
    assert loaded.exit_code == 0, loaded.output
    assert all(words in loaded.output for words in ("nadia.rahman@example.org", PASSWORD))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def nadia(place: Flask) -> Browser:
    browser = Browser(place.test_client())
    page = browser.submit(browser.get("/sign-in"), "/sign-in", email="nadia.rahman@example.org", password=PASSWORD)
    assert page.status == 303
    return browser


def test_home_tells_nadia_what_could_use_her(nadia: Browser) -> None:
    home = nadia.get("/")
    assert "Patrick Dunne says hello" in home or "Agnieszka Zielinska says hello" in home
    assert "You and Gareth Pugh" in home
    assert "Demonstration data. None of these people are real." in home.html


def test_the_tray_tells_nadia_who_waits_and_who_answered(nadia: Browser) -> None:
    tray = nadia.get("/notices")
    assert "says hello" in tray
    assert "What needs you" in tray


def test_people_are_suggested_from_another_side_and_from_her_own_job(nadia: Browser) -> None:
    page = nadia.get("/buddies")
    assert "From another side" in page
    assert "Bronagh McCaul" in page
    assert "Gareth Pugh" not in page.text.split("From another side")[1]


def test_a_journal_of_twelve_entries_opens_with_her_password(nadia: Browser) -> None:
    page = nadia.get("/journal")
    assert "Half-way look (draft)" in page
    assert "First night in the new rota" in page or "older" in page.html


def test_a_community_talks(nadia: Browser) -> None:
    page = nadia.get("/communities")
    assert "Better health in care homes" in page


def test_everybody_who_is_named_can_sign_in(place: Flask) -> None:
    from community.demo.rows import rows_of

    addresses = {row["id"]: row["email"] for row in rows_of("members")} | {
        row["id"]: f"{row['name'].split()[0].lower()}@example.org" for row in rows_of("staff")
    }
    for short_id in SIGN_INS:
        browser = Browser(place.test_client())
        page = browser.submit(browser.get("/sign-in"), "/sign-in", email=addresses[short_id], password=PASSWORD)
        assert page.status == 303, short_id


def test_it_never_loads_where_people_live(place: Flask) -> None:
    again = place.test_cli_runner().invoke(args=["demo"])
    assert again.exit_code != 0
    assert "needs a new one" in again.output


def test_it_is_impossible_in_production(settings: Settings, tmp_path: Path) -> None:
    for path in (tmp_path / "field.key", tmp_path / "journal_pepper"):
        keyfiles.create(path)
    production = replace(
        settings,
        stage=Stage.PRODUCTION,
        instance_path=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}",
        site_url="https://community.example.org",
        mail_backend="smtp",
        demonstration=True,
        help_local_name="The duty desk",
        help_local_phone="01632 960000",
        safeguarding_contact="safe@example.org",
        privacy_contact="privacy@example.org",
        help_checked_on=date.today(),  # noqa: DTZ011  (the settings compare with today)
    )
    app = create_app(production)
    with app.app_context():
        db.create_all()
        refused = app.test_cli_runner().invoke(args=["demo"])
        assert refused.exit_code != 0
        assert "never loaded in production" in refused.output
        assert queries.is_a_new_database()
        db.session.add(Demonstration(loaded_at=clock.now()))
        db.session.commit()
        db.engine.dispose()
    with pytest.raises(SettingsError, match="holds the demonstration"):
        create_app(production)


def test_circles_of_the_demonstration_stand_in_every_state(place: Flask) -> None:
    shown = {
        "nadia.rahman": "Half-way with Gareth Pugh",
        "comfort.asante": "It has been quiet with Victor Osei",
        "martin.oduya": "Fiona Strachan",
    }
    for who, words in shown.items():
        browser = Browser(place.test_client())
        browser.submit(browser.get("/sign-in"), "/sign-in", email=f"{who}@example.org", password=PASSWORD)
        home = browser.get("/")
        assert words in home, who
        circle = next(link for link in home.links if link.startswith("/buddies/circles/") and link.count("/") == 3)
        if who == "martin.oduya":
            assert "Your circle rests until" in browser.get(circle)
        if who == "comfort.asante":
            assert "It has been quiet between you" in browser.get(circle)


def test_conversations_of_the_demonstration_say_what_they_are_about(place: Flask) -> None:
    with place.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(ThreadChallenge)) == 10


def conversation(place: Flask, beginning: str) -> str:
    with place.app_context():
        found = db.session.scalars(db.select(Thread.public_id).where(Thread.title.startswith(beginning))).one()
        return f"/conversations/{found}"


def test_the_first_conversation_has_a_summary_and_says_what_helped(place: Flask, nadia: Browser) -> None:
    page = nadia.get(conversation(place, "How do you get the hospital to ring"))
    assert "What has worked so far" in page and "Priya Nambiar" in page
    assert "What helped" in page and ", and 1 more" in page


def test_resources_lead_somewhere(place: Flask, nadia: Browser) -> None:
    assert "papers.example" in nadia.get(conversation(place, "One-page agreement for the worst week"))


def test_whoever_helped_was_told_and_gets_no_letter_of_it(place: Flask) -> None:
    with place.app_context():
        told = list(db.session.scalars(db.select(Notice).where(Notice.what == What.HELPED)))
        assert told and all(notice.lettered_at for notice in told)


def test_safe_spaces_of_the_demonstration_keep_their_sentence(place: Flask) -> None:
    with place.app_context():
        agreed = dict(db.session.execute(db.select(Community.is_safe_space, Community.agreement)).all())
    assert SAFE_SPACE in agreed[True] and SAFE_SPACE not in agreed[False]
