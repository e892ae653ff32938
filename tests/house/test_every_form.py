"""R27 and R28 for every form there is: hostile input gets an answer; fields that nobody asked for change nothing."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.database import Model, db
from tests.house.every_form import every_form
from tests.house.things import scene
from tests.world import World

HOSTILE = {
    "nothing": b"",
    "a NUL": b"a\x00b",
    "half a surrogate": b"\xed\xa0\x80",
    "no text": b"\xff\xfe\xfa",
    "a large number": b"1000000000000000000",
    "a larger number": b"9" * 60,
    "below nothing": b"-1",
    "no date": b"2026-02-31",
    "somebody else's id": b"6e8bc430-9c3a-11d9-9669-0800200c9a66",
    "markup": b"<script>alert(1)</script><b onclick=x>{{7*7}}",
    "invisible": "\u202e\u200b\ufeff ".encode(),
    "much": b"many words " * 20_000,
}
NOT_ASKED_FOR = {
    "role": "administrator",
    "state": "active",
    "is_admin": "1",
    "is_staff": "1",
    "gen": "9",
    "id": "1",
    "is_pinned": "1",
    "level": "open",
    "posts_made": "99",
    "circles_open": "0",
    "email_key": "mallory@evil.example",
    "anonymous_author": "1",
}


def test_every_form_that_reports_something_is_among_them(app: Flask, world: World) -> None:
    kinds = {
        sheet.kind for sheet in every_form(app, scene(world, with_journals=True)) if sheet.kind.endswith("/report")
    }
    things = ("posts", "gatherings", "people", "buddies/hellos", "buddies/circles/<id>/messages")
    assert kinds == {f"/{what}/<id>/report" for what in things}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_in_any_field_of_any_form_gets_an_answer(app: Flask, world: World, what: str) -> None:
    sheets = every_form(app, scene(world, with_journals=True))
    accidents = []
    answers: Counter[int] = Counter()
    for sheet in sheets:
        answer = sheet.send(dict.fromkeys(sheet.fields, HOSTILE[what]))
        answers[answer.status_code] += 1
        if answer.status_code >= 500 or "<script>alert" in answer.text:
            accidents.append(f"{answer.status_code} {sheet.kind}")
    assert not accidents
    assert len(sheets) > 40 and answers[422] > 10, answers  # the forms were found, and they read what was sent


@pytest.mark.parametrize("what", ["a NUL", "half a surrogate", "a larger number", "somebody else's id", "much"])
def test_hostile_input_in_one_field_of_an_honest_form_gets_an_answer(app: Flask, world: World, what: str) -> None:
    accidents = []
    for sheet in every_form(app, scene(world, with_journals=True)):
        for name in sheet.fields:
            answer = sheet.send({name: HOSTILE[what]}, extra=b"&" + name.encode() + b"=again")
            if answer.status_code >= 500:
                accidents.append(f"{answer.status_code} {sheet.kind} {name}")
    assert not accidents


def test_fields_that_no_form_asks_for_change_nothing(app: Flask, world: World) -> None:
    made = scene(world, with_journals=True)
    stranger = made.people["stranger"]
    assert stranger is not None
    before = _standing(app), _rows_about(app, stranger.id)
    owners = {
        name: str(stranger.id) for name in ("member_id", "author_id", "owner_id", "user_id", "asker_id", "maker_id")
    }
    for sheet in every_form(app, made):
        extra = "".join(f"&{k}={v}" for k, v in (NOT_ASKED_FOR | owners).items() if k not in sheet.values)
        assert sheet.send({}, extra=extra.encode()).status_code < 500, sheet.kind
    assert (_standing(app), _rows_about(app, stranger.id)) == before


def _standing(app: Flask) -> dict[str, tuple[Any, ...]]:
    """What no form may change of anybody."""
    with app.app_context():
        rows = db.session.execute(select(Member.public_id, Member.id, Member.role, Member.email_key, Member.joined_at))
        return {str(row.public_id): tuple(row) for row in rows}


def _rows_about(app: Flask, member_id: int) -> dict[str, int]:
    """How many rows of every table point at this member."""
    with app.app_context():
        return {
            str(column): db.session.scalar(select(func.count()).where(column == member_id)) or 0
            for table in Model.metadata.tables.values()
            for column in table.columns
            if any(key.target_fullname == "member.id" for key in column.foreign_keys)
        }
