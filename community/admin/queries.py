"""What the desk shows: jobs and their last runs, and letters that are stuck. Of an address only its domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from community.admin.wording import how_long, how_long_ago
from community.core import clock
from community.jobs import queries as jobs
from community.jobs.job import Job
from community.jobs.queries import LastRun
from community.mail import queries as mail
from community.mail.models import LetterState
from community.mail.queries import Tried, Troubled

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
class TroubledLetter:
    id: UUID
    kind: str
    domain: str
    tries: int
    failed_with: str
    made_at: datetime
    is_stuck: bool
    next_at: datetime | None  # None: as soon as a worker is free


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


def job_lines(listed: Sequence[Job], runs: dict[str, LastRun]) -> list[JobLine]:
    """Every job, those that fail first."""
    now = clock.now()
    lines = [_job_line(job, runs.get(job.name), now) for job in listed]
    return sorted(lines, key=lambda line: (not line.failed_with, line.name))


def last_runs(listed: Sequence[Job]) -> dict[str, LastRun]:
    return {run.name: run for run in jobs.last_runs([job.name for job in listed])}


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


def tried() -> Tried:
    """Letters in trouble that are not stuck yet; without a time where the next try is due already."""
    seen = mail.tried_letters()
    return seen._replace(next_at=_if_later(seen.next_at))


def troubled_letters() -> list[TroubledLetter]:
    """Stuck ones first, then the longest waiting."""
    return [_troubled(letter) for letter in mail.troubled_letters(MOST_SHOWN)]


def stuck_letter(letter_id: UUID) -> TroubledLetter:
    """Raises NotFound for a letter that is not stuck, or not there."""
    return _troubled(mail.stuck_letter(letter_id))


def _job_line(job: Job, run: LastRun | None, now: datetime) -> JobLine:
    if run is None or run.began_at is None:
        return JobLine(job.name, job.does, "Has not run yet.", False, "", None, 0)
    is_running = run.leased_until is not None and run.leased_until > now
    ran = f"Last run {how_long_ago(run.began_at, now)}"
    if run.ended_at and run.ended_at >= run.began_at:
        ran += f", took {how_long(run.ended_at - run.began_at)}"
    return JobLine(job.name, job.does, f"{ran}.", is_running, run.failed_with, run.failing_since, run.failures)


def _troubled(letter: Troubled) -> TroubledLetter:
    return TroubledLetter(
        id=letter.id,
        kind=letter.kind.replace("_", " "),
        domain=letter.to_address.rpartition("@")[2],
        tries=letter.tries,
        failed_with=letter.failed_with,
        made_at=letter.made_at,
        is_stuck=letter.state is LetterState.STUCK,
        next_at=_if_later(letter.due_at),
    )


def _if_later(moment: datetime | None) -> datetime | None:
    return moment if moment and moment > clock.now() else None
