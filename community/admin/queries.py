"""What the desk shows: jobs and their last runs, and letters that are stuck. Of an address only its domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from community.admin.wording import how_long, how_long_ago
from community.core import clock
from community.core.database import db
from community.core.errors import NotFound
from community.jobs import queries as jobs
from community.jobs.job import Job
from community.jobs.queries import LastRun
from community.mail import queries as mail
from community.mail.models import Letter, LetterState

QUIET = timedelta(minutes=10)  # letters are looked after every few seconds: so long a silence means no worker
MOST_SHOWN = 50


@dataclass(frozen=True)
class JobLine:
    """A job as the desk tells of it."""

    name: str
    does: str
    ran: str
    is_running: bool
    failed_with: str
    failing_since: datetime | None
    failures: int


@dataclass(frozen=True)
class StuckLetter:
    id: UUID
    kind: str
    domain: str
    tries: int
    failed_with: str
    made_at: datetime


@dataclass(frozen=True)
class Post:
    """The outbox in numbers."""

    waiting: int
    on_their_way: int
    stuck: int
    overdue: str  # for how long the first one has been; nothing while letters leave as they should


class Silence(NamedTuple):
    """That nothing runs by itself, and since when in words ('' if nothing ever did)."""

    since: str


_STUCK = (
    select(Letter.id, Letter.kind, Letter.to_address, Letter.tries, Letter.failed_with, Letter.made_at)
    .where(Letter.state == LetterState.STUCK)
    .order_by(Letter.made_at, Letter.id)
)


def job_lines(listed: Sequence[Job], runs: dict[str, LastRun]) -> list[JobLine]:
    """Every job, those that fail first."""
    now = clock.now()
    lines = [_job_line(job, runs.get(job.name), now) for job in listed]
    return sorted(lines, key=lambda line: (not line.failed_with, line.name))


def last_runs() -> dict[str, LastRun]:
    return {run.name: run for run in jobs.last_runs()}


def silence(runs: dict[str, LastRun]) -> Silence | None:
    """Whether nothing has run for so long that there can be no worker."""
    now = clock.now()
    heard = [moment for run in runs.values() for moment in (run.began_at, run.ended_at) if moment]
    if not heard:
        return Silence("")
    return Silence(how_long(now - max(heard))) if now - max(heard) >= QUIET else None


def post() -> Post:
    counted = {state: int(number) for state, number in mail.how_many_have_not_left().items()}
    overdue = timedelta(seconds=mail.seconds_overdue())
    return Post(
        waiting=counted[LetterState.WAITING],
        on_their_way=counted[LetterState.SENDING],
        stuck=counted[LetterState.STUCK],
        overdue=how_long(overdue) if overdue >= timedelta(minutes=1) else "",
    )


def stuck_letters() -> list[StuckLetter]:
    """The longest waiting first."""
    return [_stuck(row) for row in db.session.execute(_STUCK.limit(MOST_SHOWN))]


def stuck_letter(letter_id: UUID) -> StuckLetter:
    row = db.session.execute(_STUCK.where(Letter.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound
    return _stuck(row)


def _job_line(job: Job, run: LastRun | None, now: datetime) -> JobLine:
    if run is None or run.began_at is None:
        return JobLine(job.name, job.does, "Has not run yet.", False, "", None, 0)
    is_running = run.leased_until is not None and run.leased_until > now
    ran = f"Last run {how_long_ago(run.began_at, now)}"
    if run.ended_at and run.ended_at >= run.began_at:
        ran += f", took {how_long(run.ended_at - run.began_at)}"
    return JobLine(job.name, job.does, f"{ran}.", is_running, run.failed_with, run.failing_since, run.failures)


def _stuck(row: Row[UUID, str, str, int, str, datetime]) -> StuckLetter:
    domain = row.to_address.rpartition("@")[2]
    return StuckLetter(row.id, row.kind.replace("_", " "), domain, row.tries, row.failed_with, row.made_at)
