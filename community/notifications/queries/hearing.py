"""Reads of what a member wants to hear about single conversations and communities."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from community.core.database import db
from community.notifications.kinds import SILENCED
from community.notifications.models import Hearing, Level

_CHOSEN = select(Hearing.about, Hearing.level).where(
    Hearing.member_id == bindparam("member"), Hearing.about.in_(bindparam("about", expanding=True))
)
_ANY = select(Hearing.about).where(Hearing.member_id == bindparam("member")).limit(1)


def level_of(member_id: int, about: UUID, inside: UUID | None = None) -> Level:
    """What the member hears about a thing: as chosen for it, or for the community it is inside, or by summary."""
    things = [about] if inside is None else [about, inside]
    chosen = {row.about: row.level for row in db.session.execute(_CHOSEN, {"member": member_id, "about": things})}
    return next((chosen[thing] for thing in things if thing in chosen), Level.SUMMARY)


def has_hearings(member_id: int) -> bool:
    """Whether the member chose what to hear for any conversation or community."""
    return db.session.execute(_ANY, {"member": member_id}).first() is not None


def is_chosen_by_itself(notice: Any) -> ColumnElement[bool]:
    """SQL: its reader chose what to hear of the very thing that the notice is about."""
    return exists().where(Hearing.member_id == notice.member_id, Hearing.about == notice.about)


def is_silenced(notice: Any) -> ColumnElement[bool]:
    """SQL: its reader chose to hear so little of that very thing that no letter speaks of the notice."""
    levels = [and_(Hearing.level == level, notice.kind.in_(kinds)) for level, kinds in SILENCED.items() if kinds]
    return exists().where(Hearing.member_id == notice.member_id, Hearing.about == notice.about, or_(*levels))
