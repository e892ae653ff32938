"""Reads of looks: one's own check-in, and what all said half-way, once all have said it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from community.buddying.looks import Answer, AnswerSeen, CheckIn, Looks, LookSeen, begins_at, is_due
from community.buddying.models import Circle, CircleLook, CircleSeat, CircleState, LookKind
from community.buddying.seen import CircleSeen, and_words
from community.core import crypto
from community.core.database import db

ONLY_ME = (
    "Your answers are shown to you alone. They do not go to your buddies, nor to whoever runs this site: "
    "sharing your words and asking to be contacted are two steps of their own, below."
)

_seat = aliased(CircleSeat)
_IN_TERM = and_(CircleLook.circle_id == bindparam("circle"), CircleLook.term == bindparam("term"))
_LOOKS = select(
    CircleLook.kind, CircleLook.public_id, CircleLook.answered_at, CircleLook.opened_at, CircleLook.box
).where(_IN_TERM, CircleLook.member_id == bindparam("viewer"))
_ALL = (
    select(CircleLook.member_id, CircleLook.public_id, CircleLook.box)
    .join(_seat, and_(_seat.circle_id == CircleLook.circle_id, _seat.member_id == CircleLook.member_id))
    .where(_IN_TERM, CircleLook.kind == bindparam("kind", type_=CircleLook.kind.type), CircleLook.box.is_not(None))
    .order_by(CircleLook.member_id)
)
_STILL_HERE = _ALL.where(_seat.left_at.is_(None))
_OPENED = _ALL.where(CircleLook.opened_at.is_not(None))
_AS_IT_IS = (
    select(
        Circle.id, Circle.public_id, Circle.group_id, Circle.state, Circle.term, Circle.term_began_at, Circle.ended_at
    )
    .where(Circle.id == bindparam("circle"))
    .with_for_update()
)


class OwnLook(NamedTuple):
    """A row of the viewer's own."""

    public_id: UUID
    answered_at: datetime | None
    opened_at: datetime | None
    box: bytes | None


class CircleNow(NamedTuple):
    """A circle as it is in this very transaction, held until that ends."""

    id: int
    public_id: UUID
    group_id: int
    state: CircleState
    term: int
    term_began_at: datetime | None
    ended_at: datetime | None


def readers_of_half_way(circle: CircleSeen) -> str:
    """Who will see an answer to the half-way look, and when: what `half_way_answers` does, said beforehand."""
    everybody = and_words(["You", *(buddy.name for buddy in circle.others)])
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


def half_way_answers(circle: CircleSeen) -> list[AnswerSeen]:
    """Everybody's answers, the viewer's first; none before all have answered."""
    names = {buddy.id: buddy.name for buddy in circle.others}
    asked = {"circle": circle.id, "term": circle.term, "kind": LookKind.HALF_WAY}
    seen = [
        AnswerSeen(
            names.get(row.member_id, "Somebody who has left"),
            row.member_id == circle.me.id,
            _opened(row, LookKind.HALF_WAY, circle.group_id),
        )
        for row in db.session.execute(_OPENED, asked)
    ]
    is_one_of_them = any(each.is_mine for each in seen)
    return sorted(seen, key=lambda each: (not each.is_mine, each.name)) if is_one_of_them else []


def circle_held(circle_id: int) -> CircleNow:
    """Let nobody else answer, leave, pause or end this circle until the transaction ends; and how it stands now."""
    return CircleNow(*db.session.execute(_AS_IT_IS, {"circle": circle_id}).one())


def answers_still_here(circle: CircleNow, kind: LookKind) -> dict[int, Answer]:
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


def _own_rows(circle: CircleSeen) -> dict[LookKind, OwnLook]:
    asked = {"circle": circle.id, "term": circle.term, "viewer": circle.me.id}
    rows = db.session.execute(_LOOKS, asked)
    return {row.kind: OwnLook(row.public_id, row.answered_at, row.opened_at, row.box) for row in rows}


def _look(kind: LookKind, circle: CircleSeen, mine: OwnLook | None) -> LookSeen:
    begins = begins_at(kind, term=circle.term, term_began_at=circle.term_began_at)
    is_open = mine is not None and mine.opened_at is not None
    has_answered = mine is not None and mine.answered_at is not None
    return LookSeen(kind, begins, is_due(kind, circle) and not is_open, has_answered, is_open)


def _opened(row: Any, kind: LookKind, group_id: int) -> Answer:
    text = crypto.open_field(row.box, table="circle_look", row=row.public_id, group=group_id)
    return Answer.from_text(kind, text)
