"""Routes in which everything goes wrong with what somebody sent, each in a way that likes to quote it."""

import logging

from flask import Blueprint, request
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Member
from community.core import clock
from community.core.database import db
from community.web.access import ANYONE, open_to

bp = Blueprint("accidents", __name__, url_prefix="/accidents")
log = logging.getLogger("community.accidents")


def number(said: str) -> None:
    int(said)


def key(said: str) -> None:
    {}[said]


def letters(said: str) -> None:
    f"{said}\u2603".encode("ascii")


def file(said: str) -> None:
    open(f"/nowhere/{said}").close()  # noqa: PTH123


def query_with_values(said: str) -> None:
    db.session.execute(text("SELECT :said FROM nowhere"), {"said": said})


def query_with_the_words_in_it(said: str) -> None:
    db.session.execute(text(f"SELECT '{said}' FROM nowhere"))


def twins(said: str) -> None:
    for _ in range(2):
        db.session.add(Member(email=said, email_key=said, display_name=said, joined_at=clock.now()))
    db.session.flush()


def twins_reported(said: str) -> None:
    try:
        twins(said)
    except IntegrityError as error:
        log.error("two of one: %s", error)
        raise RuntimeError(f"could not add {said}") from error


def several_lines(said: str) -> None:
    log.warning("first\r\n2026-01-01 [info] a forged line\u2028%s", len(said))
    raise ValueError(f"first\nsecond {said}")


KINDS = (
    number,
    key,
    letters,
    file,
    query_with_values,
    query_with_the_words_in_it,
    twins,
    twins_reported,
    several_lines,
)


@bp.post("/<kind>")
@open_to(ANYONE)
def happen(kind: str) -> str:
    said = request.form["said"]
    next(each for each in KINDS if each.__name__ == kind)(said)
    return said
