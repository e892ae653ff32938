"""Reads of looks: one's own check-in, and what all said half-way, once all have said it."""

from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from community.buddying.looks import Answer, AnswerSeen, CheckIn, HalfWayOpen, Looks, LookSeen, comes_at, is_due
from community.buddying.models import CircleLook, CircleSeat, LookKind
from community.buddying.queries.life import HeldCircle
from community.buddying.seen import SOMEBODY, CircleSeen
from community.core import crypto
from community.core.database import db
from community.core.text import listed

MOST_ANSWERS = 60  # ten half years of a set of six

_seat = aliased(CircleSeat)
_LOOKS = select(
    CircleLook.kind, CircleLook.public_id, CircleLook.answered_at, CircleLook.opened_at, CircleLook.box
).where(
    CircleLook.circle_id == bindparam("circle"),
    CircleLook.member_id == bindparam("viewer"),
    or_(CircleLook.term == bindparam("term"), CircleLook.kind == LookKind.CHECK_IN),
)
_STILL_HERE = (
    select(CircleLook.member_id, CircleLook.public_id, CircleLook.box)
    .join(_seat, and_(_seat.circle_id == CircleLook.circle_id, _seat.member_id == CircleLook.member_id))
    .where(
        CircleLook.circle_id == bindparam("circle"),
        CircleLook.term == bindparam("term"),
        CircleLook.kind == bindparam("kind", type_=CircleLook.kind.type),
        CircleLook.box.is_not(None),
        _seat.left_at.is_(None),
    )
    .order_by(CircleLook.member_id)
)
_OPENED = (
    select(CircleLook.term, CircleLook.member_id, CircleLook.public_id, CircleLook.box)
    .where(
        CircleLook.circle_id == bindparam("circle"),
        CircleLook.kind == LookKind.HALF_WAY,
        CircleLook.box.is_not(None),
        CircleLook.opened_at.is_not(None),
    )
    .order_by(CircleLook.term.desc(), CircleLook.member_id)
    .limit(MOST_ANSWERS)
)


class OwnLook(NamedTuple):
    """A row of the viewer's own."""

    public_id: UUID
    answered_at: datetime | None
    opened_at: datetime | None
    box: bytes | None


def readers_of_half_way(circle: CircleSeen) -> str:
    """Who will see an answer to the half-way look, and when: what `half_way_answers` does, said beforehand."""
    everybody = listed(["You", *(buddy.name for buddy in circle.others)])
    each = "both" if len(circle.others) == 1 else "all"
    return (
        f"{everybody} will {each} see every answer, with its words and its name, as soon as you have {each} answered. "
        "Before that nobody is shown anybody else’s. Until then you can change yours; after that nobody can."
    )


def looks_of(circle: CircleSeen) -> Looks:
    """Where the viewer stands with each look of this half year: one statement."""
    mine = _own_rows(circle)
    return Looks(*(_look(kind, circle, mine.get(kind)) for kind in LookKind))


def own_look(circle: CircleSeen, kind: LookKind) -> OwnLook | None:
    return _own_rows(circle).get(kind)


def check_in_of(circle: CircleSeen) -> CheckIn | None:
    """What the viewer answered in week three, for their eyes."""
    row = own_look(circle, LookKind.CHECK_IN)
    if row is None or row.box is None:
        return None
    return CheckIn.from_text(
        crypto.open_field(row.box, table="circle_look", row=row.public_id, group=circle.me.public_id)
    )


def answer_of(circle: CircleSeen, kind: LookKind) -> Answer | None:
    """The viewer's own answer to a half-way look or a renewal."""
    row = own_look(circle, kind)
    return _opened(row, kind, circle.group_id) if row and row.box is not None else None


def half_way_answers(circle: CircleSeen) -> list[HalfWayOpen]:
    """Everybody's answers, of this half year and of earlier ones; none of one that not all have answered."""
    rows = db.session.execute(_OPENED, {"circle": circle.id}).all()
    together = [(term, list(each)) for term, each in groupby(rows, key=lambda row: row.term)]
    return [
        HalfWayOpen(term, sorted((_answer(row, circle) for row in each), key=lambda one: (not one.is_mine, one.name)))
        for term, each in together
        if circle.me.id in {row.member_id for row in each}
    ]


def answers_still_here(circle: HeldCircle, kind: LookKind) -> dict[int, Answer]:
    """By member id, what those say who are in the circle now. For an action to weigh, never for a page."""
    asked = {"circle": circle.id, "term": circle.term, "kind": kind}
    rows = db.session.execute(_STILL_HERE, asked)
    return {row.member_id: _opened(row, kind, circle.group_id) for row in rows}


def have_all_answered(circle: ColumnElement[int] | Any, kind: LookKind, term: Any) -> ColumnElement[bool]:
    """SQL: nobody sits in the circle who has not answered this look."""
    seat, look = aliased(CircleSeat), aliased(CircleLook)
    answered = exists().where(
        look.circle_id == seat.circle_id,
        look.member_id == seat.member_id,
        look.kind == kind,
        look.term == term,
        look.answered_at.is_not(None),
    )
    return ~exists().where(seat.circle_id == circle, seat.left_at.is_(None), ~answered).correlate_except(seat)


def _answer(row: Any, circle: CircleSeen) -> AnswerSeen:
    name = circle.names_by_id.get(row.member_id, SOMEBODY)
    return AnswerSeen(name, row.member_id == circle.me.id, _opened(row, LookKind.HALF_WAY, circle.group_id))


def _own_rows(circle: CircleSeen) -> dict[LookKind, OwnLook]:
    asked = {"circle": circle.id, "term": circle.term, "viewer": circle.me.id}
    rows = db.session.execute(_LOOKS, asked)
    return {row.kind: OwnLook(row.public_id, row.answered_at, row.opened_at, row.box) for row in rows}


def _look(kind: LookKind, circle: CircleSeen, mine: OwnLook | None) -> LookSeen:
    is_open = mine is not None and mine.opened_at is not None
    has_answered = mine is not None and mine.answered_at is not None
    return LookSeen(kind, comes_at(kind, circle), is_due(kind, circle) and not is_open, has_answered, is_open)


def _opened(row: Any, kind: LookKind, group_id: int) -> Answer:
    text = crypto.open_field(row.box, table="circle_look", row=row.public_id, group=group_id)
    return Answer.from_text(kind, text)
