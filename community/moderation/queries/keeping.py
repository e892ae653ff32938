"""Reads of what a member keeps away from. The viewer is a parameter: nobody has a way to another's list."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Avoidance, AvoidedOrganisation, Block
from community.buddying.queries.apart import have_been_in_touch, touch_times
from community.core import crypto
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.practice.queries.apart import has_written_for

MOST_NAMED = 20
TABLE = "avoided_organisation"

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)


class Somebody(NamedTuple):
    """Another member whom the viewer knows of, and what the viewer has said about them."""

    id: int
    public_id: UUID
    name: str
    is_blocked: bool
    is_avoided: bool


class Found(NamedTuple):
    """People by a part of their name, and whether there are more than fit."""

    people: Sequence[Somebody]
    has_more: bool


class Listed(NamedTuple):
    """A name on a list of the viewer's own."""

    public_id: UUID
    name: str


_COLUMNS = (
    Member.id,
    Member.public_id,
    Member.display_name,
    belonging.has_blocked(_VIEWER, Member.id).label("is_blocked"),
    belonging.has_avoided(_VIEWER, Member.id).label("is_avoided"),
)
_KNOWN = and_(
    Member.state == MemberState.ACTIVE,
    or_(
        # Their name stands on the page of hellos, or of a circle, still: a page less would tell of a block.
        have_been_in_touch(_VIEWER, Member.id),
        and_(
            ~belonging.kept_apart(_VIEWER, Member.id),
            or_(
                directory.may_find(_VIEWER, Member.id),
                belonging.are_together(_VIEWER, Member.id),
                has_written_for(_VIEWER, Member.id),
            ),
        ),
    ),
)
_ONE = select(*_COLUMNS).where(
    Member.public_id == bindparam("person"),
    Member.id != _VIEWER,
    or_(_KNOWN, belonging.has_blocked(_VIEWER, Member.id), belonging.has_avoided(_VIEWER, Member.id)),
)
_NAMED = (
    select(*_COLUMNS)
    .where(
        Member.id != _VIEWER,
        Member.display_name.icontains(bindparam("words"), autoescape=False, escape="/"),
        directory.may_find(_VIEWER, Member.id),
    )
    .order_by(func.lower(Member.display_name), Member.id)
    .limit(MOST_NAMED + 1)
)
_ID_OF = select(Member.id).where(Member.public_id == bindparam("person"))
_BY_NAME = (func.lower(Member.display_name), Member.id)
_BLOCKED = (
    select(Member.public_id, Member.display_name)
    .join(Block, Block.blocked_id == Member.id)
    .where(Block.blocker_id == _VIEWER)
    .order_by(*_BY_NAME)
)
_AVOIDED = (
    select(Member.public_id, Member.display_name)
    .join(Avoidance, Avoidance.avoided_id == Member.id)
    .where(Avoidance.member_id == _VIEWER)
    .order_by(*_BY_NAME)
)
_ORGANISATIONS = (
    select(AvoidedOrganisation.public_id, AvoidedOrganisation.name_box)
    .where(AvoidedOrganisation.member_id == _VIEWER)
    .order_by(AvoidedOrganisation.organisation_key)
)


def somebody_known_to(viewer: Actor, person_id: UUID) -> Somebody:
    """Whom the viewer can find, is with, reads or was in touch with, or has on a list of their own.

    Raises NotFound alike where there is nobody, and where it is a stranger who blocked the viewer.
    """
    row = db.session.execute(_ONE, {"viewer": viewer.id, "person": person_id} | touch_times()).one_or_none()
    if row is None:
        raise NotFound
    return _somebody(row)


def people_named(viewer: Actor, words: str) -> Found:
    """People by a part of their name, as far as the viewer can find them."""
    rows = db.session.execute(_NAMED, {"viewer": viewer.id, "words": _literally(words)}).all()
    return Found([_somebody(row) for row in rows[:MOST_NAMED]], len(rows) > MOST_NAMED)


def blocked_by(viewer: Actor) -> Sequence[Listed]:
    return [Listed(*row) for row in db.session.execute(_BLOCKED, {"viewer": viewer.id})]


def avoided_by(viewer: Actor) -> Sequence[Listed]:
    return [Listed(*row) for row in db.session.execute(_AVOIDED, {"viewer": viewer.id})]


def organisations_avoided_by(viewer: Actor) -> Sequence[Listed]:
    """The names as their owner typed them: each is sealed for its owner, and opens for nobody else."""
    return [
        Listed(
            row.public_id,
            crypto.open_field(row.name_box, table=TABLE, row=row.public_id, group=viewer.public_id),
        )
        for row in db.session.execute(_ORGANISATIONS, {"viewer": viewer.id})
    ]


def id_of(person_id: UUID) -> int | None:
    """The number of a member; only for taking something of one's own away from them."""
    return db.session.execute(_ID_OF, {"person": person_id}).scalar_one_or_none()


def _somebody(row: Any) -> Somebody:
    return Somebody(row.id, row.public_id, row.display_name, bool(row.is_blocked), bool(row.is_avoided))


def _literally(words: str) -> str:
    """For LIKE: every sign stands for itself."""
    return "".join(f"/{sign}" if sign in "/%_" else sign for sign in words)
