"""Reads of one's own: what a member reported, and what was decided about something of theirs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from community.accounts.models import Member
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.directory import queries as directory
from community.moderation.models import About, Outcome, Reason, Report
from community.moderation.queries.boxes import Answered, Told, open_answered, open_told
from community.moderation.queries.reported import words_of_gathering, words_of_person
from community.moderation.queries.reports import IS_HIDDEN, MOST_SHOWN
from community.notifications.queries.about import last_told
from community.practice import queries as practice
from community.practice.models import Gathering

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)


class Mine(NamedTuple):
    """A report of the reader's own."""

    public_id: UUID
    about: About
    reason: Reason
    rule: str
    made_at: datetime
    hid_it: bool
    owned_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    told: Told
    answered: Answered | None


class Decision(NamedTuple):
    """What was decided about something of the reader's own. Who reported it is no part of it."""

    id: int
    public_id: UUID
    about: About
    thing_id: UUID
    reason: Reason
    rule: str
    closed_at: datetime | None
    closer_id: int | None
    outcome: Outcome
    is_hidden: bool
    told: Told
    to_subject: str


_MINE_COLUMNS = (
    Report.public_id,
    Report.about,
    Report.reason,
    Report.rule,
    Report.made_at,
    Report.hid_it,
    Report.owned_at,
    Report.closed_at,
    Report.outcome,
    Report.box,
    Report.answer_box,
)
_MINE = select(*_MINE_COLUMNS).where(Report.reporter_id == _VIEWER)
_MY_LIST = _MINE.order_by(Report.made_at.desc(), Report.id.desc()).limit(MOST_SHOWN)
_MY_ONE = _MINE.where(Report.public_id == bindparam("report"))
_MADE = select(Report.public_id).where(Report.reporter_id == _VIEWER, Report.made_key == bindparam("key"))
_OPEN_OF_MINE = select(Report.public_id).where(
    Report.reporter_id == _VIEWER, Report.thing_id == bindparam("thing"), Report.closed_at.is_(None)
)
_DECISION = select(
    Report.id,
    Report.public_id,
    Report.about,
    Report.thing_id,
    Report.reason,
    Report.rule,
    Report.closed_at,
    Report.closed_by_id,
    Report.outcome,
    IS_HIDDEN.label("is_hidden"),
    Report.box,
    Report.answer_box,
).where(Report.public_id == bindparam("report"), Report.subject_id == _VIEWER, Report.outcome.is_not(None))


_TOLD = select(last_told(_VIEWER, bindparam("report", type_=Report.public_id.type)))
_GATHERING_NOW = select(Gathering.title, Gathering.body, Gathering.note).where(
    Gathering.public_id == bindparam("thing"), Gathering.maker_id == _VIEWER
)


def reports_of(actor: Actor) -> Sequence[Mine]:
    return [_mine(row) for row in db.session.execute(_MY_LIST, {"viewer": actor.id})]


def report_of(actor: Actor, report_id: UUID) -> Mine:
    """One's own report. Raises NotFound for everybody else."""
    row = db.session.execute(_MY_ONE, {"viewer": actor.id, "report": report_id}).one_or_none()
    if row is None:
        raise NotFound
    return _mine(row)


def report_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The report that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()


def open_report_of(actor: Actor, thing_id: UUID) -> UUID | None:
    """One's own report of this thing that nobody has answered yet."""
    return db.session.execute(_OPEN_OF_MINE, {"viewer": actor.id, "thing": thing_id}).scalars().first()


def decision_seen_by(actor: Actor, report_id: UUID) -> Decision:
    """What was decided about something of one's own. Raises NotFound for everybody else, and before it is."""
    row = db.session.execute(_DECISION, {"viewer": actor.id, "report": report_id}).one_or_none()
    answered = open_answered(row.answer_box, report_id) if row else None
    if row is None or answered is None or not answered.to_subject:
        raise NotFound
    *facts, box, _ = row
    return Decision._make([*facts, replace(open_told(box, report_id), words=""), answered.to_subject])


def told_in(decision: Decision) -> Told:
    """The whole of what was reported, the reporter's words too: to be sealed again, never shown."""
    box = db.session.execute(select(Report.box).where(Report.id == decision.id)).scalar_one()
    return open_told(box, decision.public_id)


def words_now(actor: Actor, decision: Decision) -> tuple[str, str]:
    """Its title and what it says today, as its author reads it. Raises NotFound where it has gone."""
    if decision.about is About.POST:
        post = practice.post_to_change(actor, decision.thing_id)
        return post.title, post.body
    if decision.about is About.GATHERING:
        row = db.session.execute(_GATHERING_NOW, {"viewer": actor.id, "thing": decision.thing_id}).one_or_none()
        if row is None:
            raise NotFound
        return row.title, words_of_gathering(row.body, row.note)
    seen = directory.person_seen_by(actor.id, actor.public_id)
    return seen.card.name, words_of_person(seen)


def told_of(actor: Actor, report_id: UUID) -> datetime | None:
    """When the member was last told of what is new about this report; None where nothing is."""
    return db.session.execute(_TOLD, {"viewer": actor.id, "report": report_id}).scalar()


def rule_called(number: str) -> str:
    """The title of a house rule, by its number; empty where none was cited, or there is none of that number now."""
    titles = (section.title for section in directory.house_rules().sections)
    return next((title for title in titles if title.startswith(f"{number}.")), "") if number else ""


def _mine(row: Any) -> Mine:
    *facts, box, answer = row
    return Mine._make([*facts, open_told(box, row.public_id), open_answered(answer, row.public_id)])
