"""Reads of wishes to be contacted: a member's own, and what whoever runs the site sees of them, which is a name."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.buddying.looks import WishOnDesk, WishSeen
from community.buddying.models import ContactWish
from community.core import clock, crypto
from community.core.database import UtcDateTime, db
from community.core.roles import Actor, MemberState, Role
from community.notifications.queries.about import last_told

TAKEN_STAY = timedelta(days=90)
MOST_SHOWN = 50

_taker = aliased(Member)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_OWN = (
    select(
        ContactWish.public_id,
        ContactWish.wished_at,
        ContactWish.taken_at,
        ContactWish.line_box,
        _taker.display_name.label("taken_by"),
        last_told(_VIEWER, ContactWish.public_id).label("told_at"),
    )
    .outerjoin(_taker, _taker.id == ContactWish.taken_by_id)
    .where(ContactWish.member_id == _VIEWER)
    .order_by(ContactWish.id.desc())
    .limit(1)
)
_ON_DESK: Any = (
    select(
        ContactWish.public_id,
        Member.display_name,
        ContactWish.wished_at,
        ContactWish.taken_at,
        _taker.display_name.label("taken_by"),
        (ContactWish.member_id == _VIEWER).label("is_mine"),
        last_told(_VIEWER, ContactWish.public_id).label("told_at"),
    )
    .join(Member, Member.id == ContactWish.member_id)
    .outerjoin(_taker, _taker.id == ContactWish.taken_by_id)
)
_OPEN = _ON_DESK.where(ContactWish.taken_at.is_(None)).order_by(ContactWish.wished_at, ContactWish.id).limit(MOST_SHOWN)
_TAKEN = (
    _ON_DESK.where(ContactWish.taken_at > bindparam("since", type_=UtcDateTime()))
    .order_by(ContactWish.taken_at.desc(), ContactWish.id.desc())
    .limit(MOST_SHOWN)
)
_HOW_MANY = select(func.count()).select_from(ContactWish).where(ContactWish.taken_at.is_(None))
_WISHER = (
    select(ContactWish.member_id, Member.public_id, ContactWish.taken_by_id)
    .join(Member, Member.id == ContactWish.member_id)
    .where(ContactWish.public_id == bindparam("wish"))
)
_ADMINISTRATORS = (
    select(Member.id).where(Member.role == Role.ADMINISTRATOR, Member.state == MemberState.ACTIVE).order_by(Member.id)
)


class Wisher(NamedTuple):
    """What taking a wish needs to know; none of it goes onto a page."""

    id: int
    public_id: UUID
    taken_by_id: int | None


def wish_of(actor: Actor) -> WishSeen | None:
    """The latest wish of the member's own, open or taken."""
    row = db.session.execute(_OWN, {"viewer": actor.id}).one_or_none()
    if row is None:
        return None
    line = ""
    if row.line_box is not None:
        line = crypto.open_field(row.line_box, table="contact_wish", row=row.public_id, group=actor.public_id)
    return WishSeen(row.public_id, row.wished_at, row.taken_at, row.taken_by or "", line, row.told_at)


def open_wishes(viewer: Actor) -> list[WishOnDesk]:
    """Those that nobody has taken, the oldest first."""
    return [_on_desk(row) for row in db.session.execute(_OPEN, {"viewer": viewer.id})]


def taken_wishes(viewer: Actor) -> list[WishOnDesk]:
    """Those that somebody took in the last three months, the latest first."""
    asked = {"viewer": viewer.id, "since": clock.now() - TAKEN_STAY}
    return [_on_desk(row) for row in db.session.execute(_TAKEN, asked)]


def how_many_open_wishes() -> int:
    return db.session.execute(_HOW_MANY).scalar_one()


def wisher_of(wish_id: UUID) -> Wisher | None:
    """Whose wish it is, and who took it if somebody did; None where there is none."""
    row = db.session.execute(_WISHER, {"wish": wish_id}).one_or_none()
    return Wisher(*row) if row else None


def administrators() -> list[int]:
    """Those who run the site, by member id: the site's named contact until somebody coordinates."""
    return list(db.session.scalars(_ADMINISTRATORS))


def old_wishes(limit: int) -> list[int]:
    """Wishes that were taken three months ago or longer."""
    old = select(ContactWish.id).where(ContactWish.taken_at <= clock.now() - TAKEN_STAY)
    return list(db.session.scalars(old.order_by(ContactWish.id).limit(limit)))


def _on_desk(row: Any) -> WishOnDesk:
    return WishOnDesk(
        row.public_id,
        row.display_name,
        row.wished_at,
        row.taken_at,
        row.taken_by or "",
        row.is_mine,
        row.told_at,
    )
