"""The pages that everybody can open, signed in or not."""

from datetime import date
from pathlib import Path

import pytest

from community import create_app
from community.core.database import db
from community.core.roles import MemberState
from community.settings import PLACEHOLDER, Settings, Stage
from tests.browser import Browser
from tests.world import World

OPEN_PAGES = ("/help", "/house-rules", "/privacy", "/accessibility", "/about")


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_an_open_page_answers_everybody(world: World, address: str) -> None:
    for who in (None, world.member("Nadia"), world.member("", state=MemberState.JOINING)):
        assert world.browser(who).get(address).status == 200


def test_help_names_the_national_numbers_and_says_what_we_are_not(world: World) -> None:
    page = world.browser().get("/help")
    for words in ("999", "NHS 111, option 2", "116 123", "is not a crisis service"):
        assert words in page
    assert {"tel:999", "tel:111", "tel:116123"} <= set(page.links)


def test_help_names_the_local_numbers_that_were_set(tmp_path: Path) -> None:
    app = create_app(
        Settings(
            stage=Stage.TESTING,
            instance_path=tmp_path,
            secret_key="only for tests, forty characters and more of it",
            mail_backend="none",
            help_local_name="Lancashire crisis line",
            help_local_phone="0800 000 0000",
            safeguarding_contact="safe@example.org",
            help_checked_on=date(2026, 11, 1),
        )
    )
    with app.app_context():
        db.create_all()
    page = Browser(app.test_client()).get("/help")
    assert "Lancashire crisis line" in page
    assert "0800 000 0000" in page
    assert "safe@example.org" in page
    assert "last checked on Sunday 1 November" in page
    with app.app_context():
        db.engine.dispose()


def test_every_page_leads_to_help(world: World) -> None:
    for address in ("/", *OPEN_PAGES):
        assert "/help" in world.browser().get(address).links


def test_the_house_rules_stand_open_with_their_version(world: World) -> None:
    page = world.browser().get("/house-rules")
    assert "2. The sharing rule" in page
    assert "Version 2," in page


def test_the_front_page_greets_strangers_and_sends_newcomers_on(world: World) -> None:
    assert "You do not have to lead alone" in world.browser().get("/")
    newcomer = world.browser(world.member("", state=MemberState.JOINING))
    assert newcomer.get("/").location == "/welcome"
    assert world.browser(world.member("Nadia")).get("/").status == 200


def test_get_help_names_nobody_who_was_not_named(world: World) -> None:
    page = world.browser().get("/help")
    assert "No local number has been set here yet." in page
    assert PLACEHOLDER not in page.text.split("Near you")[1]
