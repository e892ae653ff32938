"""What writing a letter leaves behind: what it spoke of, and when the next one may come."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import or_, tuple_, update

from community.core.database import changed
from community.notifications.hours import Hours
from community.notifications.models import LetterTimes, Notice, Timing
from community.notifications.queries.due import NEXT_AT, Pending, is_quiet


def note_lettered(spoken_of: Collection[Pending], at: datetime) -> None:
    """A letter has spoken of these. A line that meanwhile began anew says something else and waits for the next."""
    as_read = [(notice.id, notice.since) for notice in spoken_of]
    if as_read:
        changed(update(Notice).where(tuple_(Notice.id, Notice.since).in_(as_read)).values(lettered_at=at))


def set_next(
    member_id: int, timing: Timing, *, due_at: datetime, next_at: datetime, news_told_to: datetime | None = None
) -> bool:
    """Move the member's next letter of this timing on, if it is due at `due_at`; False if another worker has done so.

    Whoever moved it writes the letter. How far news was told only goes forward.
    """
    column = NEXT_AT[timing]
    values: dict[Any, Any] = {column: next_at}
    if news_told_to is not None:
        values[LetterTimes.news_told_to] = news_told_to
    is_due = or_(column.is_(None), column <= due_at)
    return bool(changed(update(LetterTimes).where(LetterTimes.member_id == member_id, is_due).values(values)))


def pass_over_the_quiet(timing: Timing, hours: Hours, *, due_at: datetime, next_at: datetime) -> int:
    """Move on, at once, the summaries that are due at these hours and have nothing to say; returns how many."""
    column = NEXT_AT[timing]
    values: dict[Any, Any] = {column: next_at}
    if timing is Timing.WEEKLY:
        values[LetterTimes.news_told_to] = due_at
    quiet = update(LetterTimes).where(
        column <= due_at,
        LetterTimes.zone == hours.zone,
        LetterTimes.from_hour == hours.from_hour,
        LetterTimes.to_hour == hours.to_hour,
        LetterTimes.weekday == hours.weekday,
        is_quiet(timing),
    )
    return changed(quiet.values(values))
