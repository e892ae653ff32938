"""Reads of how often letters may come to a member, and when."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal, select

from community.accounts.models import Member, SecondAddress
from community.core.audit import AuditLine
from community.core.database import db
from community.notifications.hours import USUAL, Hours
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, LetterTimes, Preference, Timing

_CHOSEN = select(Preference.kind, Preference.timing).where(Preference.member_id == bindparam("member"))
_TIMES = select(LetterTimes.zone, LetterTimes.from_hour, LetterTimes.to_hour, LetterTimes.weekday).where(
    LetterTimes.member_id == bindparam("member")
)
_BEHIND = (
    select(Member.id, Member.email, SecondAddress.email.label("second"))
    .outerjoin(SecondAddress, SecondAddress.member_id == Member.id)
    .where(Member.public_id == bindparam("public_id"))
)

STOPPED_FROM_LETTER, CHOSE_AFTERWARDS = "letters.stopped_from_letter", "letters.chose_afterwards"
_LAST_SAID = (
    select(AuditLine.action, AuditLine.happened_at)
    .where(AuditLine.actor_id == bindparam("member"), AuditLine.action.in_([STOPPED_FROM_LETTER, CHOSE_AFTERWARDS]))
    .order_by(AuditLine.id.desc())
    .limit(1)
)


class Behind(NamedTuple):
    """The member behind a link, and the addresses that are theirs today: letters may have gone to either."""

    id: int
    addresses: tuple[str, ...]


def how_soon(kind: Kind, member: Any) -> ColumnElement[Timing]:
    """SQL: how soon letters speak of this kind to this member: as they chose, or as the house does."""
    chosen = select(Preference.timing).where(Preference.member_id == member, Preference.kind == kind)
    return func.coalesce(chosen.scalar_subquery(), literal(KINDS[kind].timing, Preference.timing.type))


def timings_of(member_id: int) -> dict[Kind, Timing]:
    """Every kind with its timing: the member's own, or that of the house."""
    chosen = {row.kind: row.timing for row in db.session.execute(_CHOSEN, {"member": member_id})}
    return {kind: chosen.get(kind, words.timing) for kind, words in KINDS.items()}


def times_of(member_id: int) -> Hours:
    """When letters may come to the member."""
    row = db.session.execute(_TIMES, {"member": member_id}).one_or_none()
    return Hours(*row) if row else USUAL


def member_behind(public_id: UUID) -> Behind | None:
    """Whose public id this is. For links in letters, which prove themselves."""
    row = db.session.execute(_BEHIND, {"public_id": public_id}).one_or_none()
    return Behind(row.id, tuple(each for each in (row.email, row.second) if each)) if row else None


def stopped_from_letter_at(member_id: int) -> datetime | None:
    """When letters were stopped from a letter, if the member has chosen nothing on the site since."""
    row = db.session.execute(_LAST_SAID, {"member": member_id}).one_or_none()
    return row.happened_at if row and row.action == STOPPED_FROM_LETTER else None
