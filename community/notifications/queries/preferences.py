"""Reads of how often letters may come to a member, and when."""

from uuid import UUID

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.core.database import db
from community.notifications.hours import USUAL, Hours
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, LetterTimes, Preference, Timing

_CHOSEN = select(Preference.kind, Preference.timing).where(Preference.member_id == bindparam("member"))
_TIMES = select(LetterTimes.zone, LetterTimes.from_hour, LetterTimes.to_hour, LetterTimes.weekday).where(
    LetterTimes.member_id == bindparam("member")
)
_BEHIND = select(Member.id).where(Member.public_id == bindparam("public_id"))


def timings_of(member_id: int) -> dict[Kind, Timing]:
    """Every kind with its timing: the member's own, or that of the house."""
    chosen = {row.kind: row.timing for row in db.session.execute(_CHOSEN, {"member": member_id})}
    return {kind: chosen.get(kind, words.timing) for kind, words in KINDS.items()}


def times_of(member_id: int) -> Hours:
    """When letters may come to the member."""
    row = db.session.execute(_TIMES, {"member": member_id}).one_or_none()
    return Hours(*row) if row else USUAL


def member_behind(public_id: UUID) -> int | None:
    """Whose public id this is. For links in letters, which prove themselves."""
    return db.session.execute(_BEHIND, {"public_id": public_id}).scalar_one_or_none()
