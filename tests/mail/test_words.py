"""What a letter says: subject, text and HTML of every kind; links only to the site that the settings name."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from community import create_app
from community.core import chance
from community.mail import actions, links, rendering
from community.mail.models import Letter
from community.mail.rendering import Written
from community.settings import Settings
from tests.mail.letters import (
    CIRCLE,
    LETTERS,
    MEETING,
    MEMBER,
    MOVED,
    OFF,
    ONE,
    SECURITY,
    SEVERAL,
    TO,
    about,
    posted,
)
from tests.world import World


def write(app: Flask, kind: str, facts: dict[str, Any]) -> Written:
    with app.app_context():
        return rendering.write(posted(kind, facts))


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("join", "Finish joining Even Ground"),
        ("already_member", "You already have an account at Even Ground"),
        ("reset", "Choose a new password for Even Ground"),
        ("no_account", "No account with this address at Even Ground"),
        ("password_changed", "Your password at Even Ground was changed"),
        ("address", "Add this address to your account at Even Ground"),
        ("address_changed", "The addresses of your account at Even Ground"),
        ("address_removed", "This address was taken away from an account at Even Ground"),
        ("one notice", "3 messages, the latest from Gareth"),
        ("several notices", "3 things for you at Even Ground"),
        ("a meeting called off", "Nadia called your meeting off"),
        ("a day", "Your day at Even Ground"),
        ("a week", "Your week at Even Ground"),
    ],
)
def test_a_subject_says_what_the_letter_holds(app: Flask, name: str, subject: str) -> None:
    assert write(app, *LETTERS[name]).subject == subject


def test_a_long_subject_is_cut_at_a_word_and_said_in_full_inside(app: Flask) -> None:
    title = "families " * 25
    written = write(app, "notices", about("now", rest=[{"words": f"Denise answered in “{title}”", "path": "/notices"}]))
    assert len(written.subject) <= 121
    assert written.subject.endswith("families…")
    assert title.strip() in written.html


def test_a_link_that_proves_something_stands_in_text_and_html(app: Flask) -> None:
    for kind in ("join", "reset"):
        written = write(app, kind, SECURITY[kind])
        link = next(word for word in written.text.split() if f"/{kind}/" in word)
        assert link.startswith(f"http://127.0.0.1:8000/{kind}/")
        assert f'href="{link}"' in written.html


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "https://evil.example", "@evil.example", "", ".evil.example", "/a b"]
)
def test_R31_a_letter_leads_into_this_site_only(app: Flask, path: str) -> None:
    line = {"words": "Look", "path": path}
    for facts in (about("now", needs=[line]), about("weekly", news=[line]), about("now", events=[MEETING | line])):
        with pytest.raises(ValueError, match="into this site"):
            write(app, "notices", facts)
    with pytest.raises(ValueError, match="into this site"):
        write(app, "join", SECURITY["join"] | {"path": path})


def test_one_line_leads_to_its_thing_and_several_to_where_all_are(app: Flask) -> None:
    assert f"Open it:\nhttp://127.0.0.1:8000/buddies/circles/{CIRCLE}\n" in write(app, "notices", ONE).text
    assert "See all your notices:\nhttp://127.0.0.1:8000/notices\n" in write(app, "notices", SEVERAL).text


def test_a_letter_about_a_meeting_says_when_and_that_a_file_goes_with_it(app: Flask) -> None:
    for form in ("text", "html"):
        said = getattr(write(app, "notices", SEVERAL), form)
        assert "Wednesday 2 December, 18:00" in said and "The file with this letter" in said
        assert "alled off" not in said
        assert "alled off" in getattr(write(app, "notices", OFF), form)
    two = about("now", rest=[MOVED], events=[MEETING, {**MEETING, "uid": str(MEMBER)}])
    assert "The files with this letter" in write(app, "notices", two).text
    assert "The file" not in write(app, "notices", ONE).text


@pytest.mark.parametrize("name", LETTERS)
def test_R31_links_name_the_site_of_the_settings_whatever_a_request_says(app: Flask, world: World, name: str) -> None:
    world.browser().client.get("/letters", base_url="http://evil.example")
    with app.test_request_context("/", base_url="http://evil.example", headers={"X-Forwarded-Host": "evil.example"}):
        written = rendering.write(posted(*LETTERS[name]))
    files = b"".join(file.content for file in written.files).decode()
    assert "evil" not in written.text + written.html + str(written.headers) + files + written.message_id
    assert "http://127.0.0.1:8000" in written.text


def test_R14_a_proof_is_bound_to_purpose_row_and_address(app: Flask) -> None:
    row = chance.new_id()
    with app.app_context():
        given = links.proof("join", row, TO)
        assert len(given) == 43, "256 bits"
        assert links.proves(given, "join", row, TO)
        assert not links.proves(given, "reset", row, TO)
        assert not links.proves(given, "join", chance.new_id(), TO)
        assert not links.proves(given, "join", row, "other@example.org")
        assert not links.proves("é\ud800", "join", row, TO)


def test_letters_can_be_read_on_a_page_in_development(app: Flask, world: World) -> None:
    with world.inside():
        actions.post("notices", TO, member_id=None, about=SEVERAL)
    page = world.browser().get("/letters")
    assert page.status == 200
    assert TO in page
    assert "meeting-1.ics, REQUEST" in page
    assert f"http://127.0.0.1:8000/buddies/circles/{CIRCLE}" in page.links
    assert f"/letters/{world.one(Letter).id}" in page.links


def test_a_letter_is_shown_as_a_mail_program_does_without_loosening_what_our_pages_may_do(
    app: Flask, world: World
) -> None:
    with world.inside():
        actions.post("notices", TO, member_id=None, about=SEVERAL)
    shown = world.browser().get(f"/letters/{world.one(Letter).id}")
    assert shown.status == 200
    assert "Hassan says hello" in shown
    assert "<style" not in shown.html
    sheet = world.browser().get(shown.all("link")[0].get("href", "")).response
    assert sheet.mimetype == "text/css"
    assert "prefers-color-scheme" in sheet.text
    assert world.browser().get(f"/letters/{MEMBER}").status == 404


def test_the_page_of_letters_does_not_exist_in_production_nor_on_a_public_address(
    settings: Settings, production: Settings
) -> None:
    public = replace(settings, site_url="https://ground.example")
    for others in (production, public):
        routes = {rule.rule for rule in create_app(others).url_map.iter_rules()}
        assert not [route for route in routes if route.startswith("/letters") and "/stop/" not in route]
        assert "/sign-in" in routes
