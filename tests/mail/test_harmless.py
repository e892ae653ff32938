"""What members call themselves and their conversations is said in letters, and no mail program makes a link of it."""

import re

import pytest
from flask import Flask

from community.accounts.forms import FinishJoiningForm
from community.mail import harmless, rendering
from tests.mail.letters import about, posted
from tests.mail.test_layout import tree_of

ADDRESSES = (
    "Your account is locked: https://even-ground.example.evil/unlock Even Ground",
    "evil.example",
    "www.evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "Help desk help@evil.example",
    "mailto:x@evil.example",
    "évil。example",
    "evil．example/path?x=y",
    "ftp://10.0.0.1/x",
    "//evil.example",
    "tel:+44700",
    "t.co/x",
    "(bit.ly/abc)",
)
LINKLIKE = re.compile(r"://|//|www\.\w|\S@\S|\w[.\u2024\u3002\uff0e\uff61]\w|\b[a-z]+:\S", re.IGNORECASE)
NAMES = (
    "Nadia",
    "St. John",
    "Dr. A. Smith",
    "J.R. Hartley",
    "J. R. R. Tolkien",
    "Mary-Jane O’Neill (she/her)",
    "李小龍",
)


@pytest.mark.parametrize("said", ADDRESSES)
def test_nothing_in_a_letter_that_a_member_wrote_looks_like_an_address(app: Flask, said: str) -> None:
    line = {"words": f"{said} wrote to you", "path": "/notices"}
    event = {
        "uid": "1", "sequence": 0, "starts_at": "2026-03-03T14:00:00+00:00", "minutes": 30,
        "title": f"Meeting with {said}", "path": "/buddies", "is_off": False, "when": "Tuesday",
    }  # fmt: skip
    with app.app_context():
        one = rendering.write(posted("notices", about("now", greeting=said, needs=[line])))
        parts = {"needs": [line], "rest": [line], "news": [line], "events": [event]}
        many = rendering.write(posted("notices", about("now", greeting=said, **parts)))
    assert not LINKLIKE.search(one.subject)
    for written in (one, many):
        shown = "\n".join(row for row in written.text.splitlines() if not row.strip().startswith("http://127.0.0.1"))
        body = " ".join(next(tree_of(written).iter("main")).itertext())
        for text in (shown, body):
            assert not LINKLIKE.search(text), LINKLIKE.findall(text)


def test_taking_it_apart_twice_changes_nothing_more_and_plain_words_stay() -> None:
    for said in ADDRESSES:
        assert harmless.words(harmless.words(said)) == harmless.words(said)
    for said in ("St. John", "Band 8.5, at 14:00...", "Who decides? We do.", "“Yes.” (No.)"):
        assert harmless.words(said) == said


def test_a_name_in_a_letter_is_not_longer_than_a_name() -> None:
    assert harmless.name("x" * 60) == "x" * 60
    assert len(harmless.name("x" * 61)) == 60


@pytest.mark.parametrize("name", [*ADDRESSES[:10], "t.co", "Nadia.Rahman", "1.2.3.4"])
def test_nobody_is_called_like_an_address(app: Flask, name: str) -> None:
    assert errors_of(app, name) == ["This looks like an address. Give a name alone, with a space after each full stop."]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_people_are_names(app: Flask, name: str) -> None:
    assert errors_of(app, name) == []


def errors_of(app: Flask, name: str) -> list[str]:
    with app.test_request_context(method="POST", data={"name": name}):
        form = FinishJoiningForm(meta={"csrf": False})
        form.validate()
        return list(form["name"].errors)
