"""Writing the letters about notices: at once, each day or each week, as every member chose for every kind."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from community.core import clock
from community.core.database import short_transaction
from community.digests import letters, queries
from community.jobs import running
from community.mail import actions as mail
from community.notifications import actions as notices
from community.notifications import queries as due
from community.notifications.hours import BETWEEN_LETTERS
from community.notifications.models import Timing
from community.notifications.queries import Addressee, Pending
from community.practice.queries import NewsLine

log = logging.getLogger(__name__)

MOST_AT_ONCE = 1000
AFTER_TROUBLE = timedelta(hours=1)


def write_due_letters() -> int:
    """Put every letter that is due into the outbox; returns how many. Call it outside any transaction.

    Each member's is a short transaction of its own: the letter, what it spoke of and when the next may come stand or
    fall together. Whoever is many waits for the next minute, and so does everybody when the worker is told to stop.
    """
    written = 0
    for timing in (Timing.DAILY, Timing.WEEKLY):
        _pass_over_the_quiet(timing)
        written += _write_all(due.members_due(timing, clock.now(), MOST_AT_ONCE), timing)
    return written + _write_all(due.members_due_now(clock.now(), MOST_AT_ONCE), Timing.NOW)


def _write_all(member_ids: Sequence[int], timing: Timing) -> int:
    written = 0
    for member_id in member_ids:
        if running.is_stopping():
            break
        try:
            written += _write(member_id, timing)
        except Exception as error:  # whatever it is, this member's letter waits and the others are written
            log.error("a %s letter was not written", timing, exc_info=error)
            with short_transaction():
                now = clock.now()
                notices.set_next(member_id, timing, due_at=now, next_at=now + AFTER_TROUBLE)
    return written


def _write(member_id: int, timing: Timing) -> bool:
    """This member's letter, if it may come now and has something to say."""
    with short_transaction():
        to = due.addressee(member_id)
        if to is None:
            return False
        now = clock.now()
        opens_at = to.hours.opens_at(now)
        if opens_at > now:
            notices.set_next(member_id, timing, due_at=now, next_at=opens_at)
            return False
        pending = due.pending_for(member_id, timing)
        if timing is Timing.NOW:
            return _write_now(to, pending, now)
        return _write_summary(to, timing, pending, now)


def _write_now(to: Addressee, pending: Sequence[Pending], now: datetime) -> bool:
    """What has been left unread for a while; with it goes what is newer, so that the next letter is far off."""
    if not due.is_old_enough(pending):
        return False
    if not notices.set_next(to.member_id, Timing.NOW, due_at=now, next_at=now + BETWEEN_LETTERS):
        return False
    _post(to, Timing.NOW, pending, at=now)
    return True


def _write_summary(to: Addressee, timing: Timing, pending: Sequence[Pending], now: datetime) -> bool:
    """A summary with nothing to say is not written, but it has had its turn."""
    next_at = to.hours.next_daily(now) if timing is Timing.DAILY else to.hours.next_weekly(now)
    until = now - queries.SETTLES
    news = queries.news_in(to, timing, until)
    told_to = queries.told_to(to, timing, until)
    if not notices.set_next(to.member_id, timing, due_at=now, next_at=next_at, news_told_to=told_to):
        return False
    if not pending and not news:
        return False
    _post(to, timing, pending, news=news, at=now)
    return True


def _post(
    to: Addressee, timing: Timing, pending: Sequence[Pending], *, at: datetime, news: Sequence[NewsLine] = ()
) -> None:
    meetings, gatherings = list(queries.meetings_in(to, pending)), list(queries.gatherings_in(to, pending))
    notices.note_lettered(pending, at)
    about = letters.contents(to, timing, pending, news=news, meetings=meetings, gatherings=gatherings)
    mail.post("notices" if timing is Timing.NOW else "digest", to.email, member_id=to.member_id, about=about)


def _pass_over_the_quiet(timing: Timing) -> None:
    """Those to whom a summary has nothing to say are many, and moved on together."""
    with short_transaction():
        now = clock.now()
        for hours in due.quiet_times(timing, now):
            next_at = hours.next_daily(now) if timing is Timing.DAILY else hours.next_weekly(now)
            notices.pass_over_the_quiet(timing, hours, due_at=now, next_at=next_at)
