"""R57: what is logged says which route, what came of it and where it broke, and nothing of what anybody said."""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from community import create_app
from community.core import logs
from community.jobs import running
from community.jobs.job import Job
from community.mail import actions as mail
from community.mail import transport
from community.settings import LogFormat, LogLevel, Settings, Stage
from community.web import problems
from tests.databases import let_go_of
from tests.house.every_form import every_form
from tests.house.things import scene
from tests.web.accidents import KINDS
from tests.web.ear import Ear, listening
from tests.world import World

FORMATS = pytest.mark.parametrize("as_json", [True, False], ids=["json", "plain"])
MARKER = "a marker that is logged on purpose"


@pytest.fixture
def canaries() -> Iterator[Any]:
    """Makes words that stand nowhere else; `canaries.found_in(text)` says which of them do."""

    class Canaries:
        def __init__(self) -> None:
            self.planted: dict[str, str] = {}

        def one(self, where: str) -> str:
            word = f"canary{len(self.planted):05d}q{uuid4().hex[:6]}"
            self.planted[word] = where
            return word

        def found_in(self, text: str) -> list[str]:
            return [where for word, where in self.planted.items() if word in text]

    yield Canaries()


def mark() -> None:
    logging.getLogger("community.trial").warning(MARKER)


def lines_of(ear: Ear, event: str) -> list[dict[str, Any]]:
    return [line for each in ear.lines if (line := json.loads(each))["event"] == event]


@FORMATS
@pytest.mark.once
def test_nothing_that_anybody_types_into_any_form_is_logged(
    app: Flask, world: World, canaries: Any, as_json: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    made = scene(world, with_journals=True)
    answers: Counter[int] = Counter()
    pages = ""
    with listening(as_json=as_json) as ear:
        for sheet in every_form(app, made):
            planted = {name: canaries.one(f"{sheet.kind} {name}").encode() for name in sheet.fields}
            answer = sheet.send(planted)
            answers[answer.status_code] += 1
            pages += answer.text
        for path in ("/conversations/{thread_id}", "/buddies/circles/{circle_id}", "/journal", "/profile", "/buddies"):
            pages += made.browser("owner", journal_open=True).get(path.format(**made.ids), check=False).html
        mark()
    assert canaries.found_in(ear.text) == []
    assert canaries.found_in(capfd.readouterr().err) == []
    assert MARKER in ear.text and len(ear.lines) > len(canaries.planted) / 10
    assert len(canaries.found_in(pages)) > 20, "the words were sent: pages hand them back"
    assert len(canaries.planted) > 100 and {200, 303, 409, 422} <= set(answers), answers


@FORMATS
def test_nothing_of_an_address_a_header_or_a_cookie_is_logged(trial: World, canaries: Any, as_json: bool) -> None:
    one = canaries.one
    client = trial.app.test_client()
    person = trial.member(one("a name"))
    canaries.planted[person.email] = canaries.planted[str(person.public_id)] = "an address and an id"
    statuses = []
    with listening(as_json=as_json) as ear:
        for path in (
            f"/{one('a path')}",
            f"/conversations/{one('part of a path')}",
            f"/join/{uuid4()}/{one('a token in a link')}",
            f"/reset/{uuid4()}/{one('another token')}",
            f"/help?{one('a query')}={one('its value')}#{one('a fragment')}",
            f"/static/{one('a file')}",
            f"/people/{person.public_id}",
            f"/trial/boom?{one('a query that breaks')}",
            f"/trial/write-on-get?{one('a query that writes')}",
            f"//{one('another host')}/help",
            f"/help%0a{one('a line of its own')}",
        ):
            for method in ("GET", "POST", "HEAD", one("a method").upper()):
                for name in ("member", "seen", "state", "jk"):
                    client.set_cookie(name, one(f"cookie {name}"))
                headers = {
                    "User-Agent": one("a browser"),
                    "Referer": f"http://localhost/{one('where from')}",
                    "Authorization": f"Bearer {one('a bearer')}",
                    "X-Request-ID": one("an id"),
                    "X-Forwarded-For": one("a forwarded address"),
                    "HX-Request": "true",
                    "HX-Target": one("a target"),
                    "HX-Current-URL": f"http://localhost/{one('a current page')}",
                    "Content-Type": f"text/{one('a kind')}",
                    "Accept-Language": one("a language"),
                    "Host": f"{one('a host')}.example",
                }
                answer = client.open(path, method=method, headers=headers)
                answer.close()
                statuses.append(answer.status_code)
        browser = trial.browser(person)
        page = browser.get("/profile")
        mark()
    heard = ear.text.lower()
    assert [where for word, where in canaries.planted.items() if word.lower() in heard] == []
    assert person.name in page.html, "and the page knows them"
    assert {404, 405, 500} <= set(statuses) and MARKER in ear.text


@FORMATS
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_exception_tells_its_kind_and_its_places_and_not_what_it_was_about(
    trial: World, canaries: Any, kind: Any, as_json: bool
) -> None:
    word = canaries.one("what was sent")
    browser = trial.browser()
    with listening(as_json=as_json) as ear:
        page = browser.post(f"/accidents/{kind.__name__}", {"said": word})
    assert page.status in {409, 500, 503}
    assert canaries.found_in(ear.text) == []
    if page.status == 500:
        assert (
            "unexpected" in ear.text and f"tests/web/accidents.py:{kind.__code__.co_firstlineno + 1}"[:20] in ear.text
        )
        assert f"in {kind.__name__}" in ear.text
    assert not any(line.startswith(("second", "2026-01-01")) for line in ear.text.splitlines())


def test_a_database_s_own_code_of_what_went_wrong_is_kept(trial: World, engine: str) -> None:
    with listening() as ear:
        trial.browser().post("/accidents/twins_reported", {"said": "somebody@example.org"})
    (line,) = [each for each in map(json.loads, ear.lines) if each.get("error")]
    code = "SQLITE_CONSTRAINT_UNIQUE" if engine == "sqlite" else "23505"
    assert line["error"].startswith("RuntimeError from IntegrityError") and code in line["error"]
    assert any("accidents.py" in place for place in line["places"])
    (said,) = lines_of(ear, "two of one: IntegrityError")
    assert said["level"] == "error"


def test_a_request_is_one_line_and_its_id_is_on_the_answer_and_on_every_line_about_it(trial: World) -> None:
    browser = trial.browser()
    browser.get("/sign-in")
    with listening() as ear:
        page = browser.post("/trial/boom", htmx=True)
    (line,) = lines_of(ear, "answered")
    shown = {name: line[name] for name in ("route", "method", "status", "htmx", "level", "logger")}
    assert shown == {
        "route": "/trial/boom",
        "method": "POST",
        "status": 500,
        "htmx": True,
        "level": "info",
        "logger": "community.request",
    }
    assert 0 < line["ms"] < 10_000
    request_id = page.response.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", request_id)
    assert {json.loads(each)["request"] for each in ear.lines} == {request_id} and len(ear.lines) == 2
    assert browser.get("/help").response.headers["X-Request-ID"] != request_id


def test_the_route_stands_in_the_line_with_its_gaps_and_a_visitor_of_nothing_has_none(trial: World) -> None:
    browser = trial.browser(trial.member())
    with listening() as ear:
        browser.get(f"/people/{uuid4()}")
        browser.get("/nothing/of/the/kind")
    assert [line["route"] for line in lines_of(ear, "answered")] == ["/people/<uuid:person_id>", "none"]


def test_who_watches_over_the_site_fills_no_log(trial: World, caplog: pytest.LogCaptureFixture) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/help"):
        trial.app.test_client().get(path)
    told = [record.msg for record in caplog.records if record.name == "community.request"]
    assert [line["route"] for line in told if isinstance(line, dict)] == ["/help"]


@pytest.mark.parametrize(
    ("proxies", "given", "is_kept"),
    [
        (0, "0123456789abcdef0123456789abcdef", False),
        (1, "0123456789abcdef0123456789abcdef", True),
        (1, "2f86cdcd-f391-4f81-a73d-58c2303ded56", True),
        (1, "short", False),
        (1, "words-that-somebody-chose-for-us", False),
        (1, "0123456789abcdef" * 5, False),
    ],
)
def test_the_id_of_a_request_is_believed_only_from_our_own_proxy(
    app: Flask, settings: Settings, proxies: int, given: str, is_kept: bool
) -> None:
    site = create_app(replace(settings, proxies=proxies))
    answer = site.test_client().get("/help", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is is_kept
    let_go_of(site)


@FORMATS
def test_a_database_that_is_away_is_told_without_its_address_and_the_words_are_kept(
    settings: Settings, tmp_path: Path, canaries: Any, as_json: bool
) -> None:
    one = canaries.one
    address = f"postgresql://{one('a user')}:{one('a password')}@127.0.0.1:1/{one('a name')}?connect_timeout=1"
    away = create_app(replace(settings, database_url=address, instance_path=tmp_path))
    away.config["PROPAGATE_EXCEPTIONS"] = False
    away.config["WTF_CSRF_ENABLED"] = False
    with listening(as_json=as_json) as ear:
        client = away.test_client()
        client.set_cookie("member", one("a session"))
        words = one("the words of somebody")
        answers = [
            client.post("/sign-in", data={"email": f"{one('who')}@example.org", "password": one("a word")}),
            client.post("/join", data={"email": f"{words}@example.org"}),
            client.get(f"/?{one('a query')}"),
            client.get("/profile"),
        ]
    let_go_of(away)
    assert canaries.found_in(ear.text) == []
    assert {answer.status_code for answer in answers} <= {200, 303, 503}
    assert answers[1].status_code == 503 and words in answers[1].text
    assert "database not available" in ear.text


@FORMATS
def test_what_nobody_answered_is_noted_without_its_message_and_does_not_reach_the_server(
    trial: World, canaries: Any, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    word = canaries.one("the message")

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError(word)

    monkeypatch.setattr(problems, "render_template", breaks)
    with listening(as_json=as_json) as ear:
        answer = trial.app.test_client().get(f"/trial/boom?{canaries.one('a query')}")
    assert answer.status_code == 500 and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<h1>Something went wrong on our side</h1>" in answer.text
    assert canaries.found_in(ear.text + answer.text) == []
    assert "not answered" in ear.text and "test_logs.py" in ear.text


def test_too_many_tries_leave_no_trace_of_what_was_tried(trial: World, canaries: Any) -> None:
    browser = trial.browser()
    browser.get("/sign-in")
    with listening() as ear:
        statuses = {
            browser.post(
                "/sign-in", {"email": f"{canaries.one('who')}@example.org", "password": canaries.one("what")}
            ).status
            for _ in range(32)
        }
    assert 429 in statuses and 422 in statuses
    assert canaries.found_in(ear.text) == [] and {429, 422} <= {line["status"] for line in lines_of(ear, "answered")}


@FORMATS
def test_a_job_or_a_letter_that_fails_is_told_without_what_it_was_about(
    trial: World, canaries: Any, as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, words = f"{canaries.one('an address')}@example.org", canaries.one("a message")

    def breaks(*_: object) -> None:
        raise SMTPRecipientsRefused({address: (550, words.encode())})

    monkeypatch.setattr(transport, "send", breaks)
    with trial.inside():
        mail.post("already_member", address, member_id=None)
    with listening(as_json=as_json) as ear:
        assert running.run(trial.app, Job("break", timedelta(hours=1), breaks, "Break.")).ending == "failed"
        with trial.app.app_context():
            mail.deliver_due()
    assert canaries.found_in(ear.text) == []
    assert "the job break failed" in ear.text and "did not leave" in ear.text
    assert "SMTPRecipientsRefused" in ear.text and "in breaks" in ear.text


@FORMATS
def test_what_other_libraries_filled_into_their_sentences_is_left_out(canaries: Any, as_json: bool) -> None:
    with listening(as_json=as_json) as ear:
        logging.getLogger("sqlalchemy.engine.Engine").warning("Row %r", (canaries.one("a row"),))
        logging.getLogger("werkzeug").warning('"%s" %s', f"GET /{canaries.one('a path')}", 200)
        logging.getLogger("community.mail").warning("letter %s waits", 7)
    assert canaries.found_in(ear.text) == []
    assert "Row %r" in ear.text and "letter 7 waits" in ear.text


def test_no_server_writes_addresses(app: Flask) -> None:
    for name in ("granian.access", "gunicorn.access"):
        assert not logging.getLogger(name).handlers and logging.getLogger(name).disabled
    assert not logging.getLogger("werkzeug").isEnabledFor(logging.INFO)


@FORMATS
def test_no_value_begins_a_line_of_its_own(as_json: bool) -> None:
    with listening(as_json=as_json) as ear:
        logging.getLogger("community.trial").warning("one\r\ntwo\u2028three\x1b[31m %s", "four\nfive")
    (line,) = ear.lines
    assert len(line.splitlines()) == 1 and "\x1b" not in line and "five" in line


def test_a_line_that_cannot_be_written_does_not_say_what_it_was_about(
    app: Flask, canaries: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (lines,) = [each for each in logging.getLogger().handlers if isinstance(each, logs.Lines)]
    where = ("community.trial", logging.WARNING, __file__, 7)
    lines.handle(logging.LogRecord(*where, "%d", (canaries.one("no number"),), None))
    assert capsys.readouterr().err == "a line from test_logs:7 could not be written\n"


def test_production_writes_for_machines_and_others_for_people_unless_they_are_told() -> None:
    assert Settings(stage=Stage.PRODUCTION).logs_are_json and not Settings().logs_are_json
    assert Settings(log_format=LogFormat.JSON).logs_are_json
    assert not Settings(stage=Stage.PRODUCTION, log_format=LogFormat.PLAIN).logs_are_json


def test_the_log_goes_to_standard_error_as_the_settings_say(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        logs.init(replace(settings, log_format=LogFormat.JSON, log_level=LogLevel.WARNING))
        logging.getLogger("community.trial").info("too quiet")
        logging.getLogger("community.trial").warning("loud enough")
    finally:
        logs.init(settings)
    said = capfd.readouterr()
    assert said.out == "" and [json.loads(line)["event"] for line in said.err.splitlines()] == ["loud enough"]
