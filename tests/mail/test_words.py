"""What a letter says: subject, text and HTML of every kind; links only to the site that the settings name."""

from dataclasses import replace

import pytest
from flask import Flask

from community import create_app
from community.core import chance, clock
from community.mail import links, rendering
from community.mail.models import LetterState
from community.mail.queries import Posted
from community.settings import ROOT, Settings
from tests.world import World

KINDS = sorted(path.stem for path in (ROOT / "templates/mail").glob("*.txt") if path.stem != "layout")
TO = "comfort@example.org"


def a_letter(kind: str, **about: str) -> Posted:
    return Posted(chance.new_id(), kind, TO, about, LetterState.WAITING, 0, clock.now())


def test_every_kind_has_both_templates() -> None:
    assert "join" in KINDS
    for kind in KINDS:
        assert (ROOT / f"templates/mail/{kind}.html").is_file(), kind


@pytest.mark.parametrize("kind", ["join", "already_member", "reset", "no_account", "password_changed"])
def test_a_letter_has_a_subject_and_the_same_link_in_text_and_html(app: Flask, kind: str) -> None:
    about = {"link_id": str(chance.new_id()), "purpose": "join", "path": "/join"} if kind in {"join", "reset"} else {}
    with app.app_context():
        written = rendering.write(a_letter(kind, **about))
    assert written.subject
    assert "\n" not in written.subject
    assert "Even Ground" in written.text
    assert "<h1>" in written.html
    if about:
        link = next(word for word in written.text.split() if "/join/" in word)
        assert link.startswith("http://127.0.0.1:8000/join/")
        assert f'href="{link}"' in written.html


def test_R31_links_name_the_site_of_the_settings_whatever_a_request_says(app: Flask, world: World) -> None:
    world.browser().get("/letters", base_url="http://evil.example")
    with app.test_request_context("/", base_url="http://evil.example"):
        written = rendering.write(a_letter("already_member"))
    assert "evil" not in written.text + written.html
    assert "http://127.0.0.1:8000/sign-in" in written.text


def test_R31_a_header_with_a_line_break_is_not_written(app: Flask) -> None:
    letter = a_letter("already_member")._replace(to_address="a@example.org\nBcc: b@example.org")
    with app.app_context(), pytest.raises(ValueError, match="line break"):
        rendering.write(letter)


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
    from community.mail import actions

    with world.inside():
        actions.post("already_member", TO, member_id=None)
    page = world.browser().get("/letters")
    assert page.status == 200
    assert TO in page
    assert "http://127.0.0.1:8000/sign-in" in page.links


def test_the_page_of_letters_does_not_exist_in_production_nor_on_a_public_address(
    settings: Settings, production: Settings
) -> None:
    public = replace(settings, site_url="https://ground.example")
    for others in (production, public):
        routes = {rule.rule for rule in create_app(others).url_map.iter_rules()}
        assert "/letters" not in routes
        assert "/sign-in" in routes
