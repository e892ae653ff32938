"""Claiming a job, holding it, and letting it go: conditional updates, so that no two workers run one job at once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import case, func, update

from community.core import chance, clock
from community.core.database import changed, db, upsert
from community.jobs import queries
from community.jobs.job import Job
from community.jobs.models import JobRun

TRY_AGAIN_AFTER = timedelta(minutes=15)
_HAS_DIED = JobRun.leased_until.is_not(None)  # whoever finishes lets go
_AFTER_A_DEATH = {
    "failed_with": case((_HAS_DIED, "Killed"), else_=JobRun.failed_with),
    "failures": JobRun.failures + case((_HAS_DIED, 1), else_=0),
    "failing_since": case(
        (_HAS_DIED, func.coalesce(JobRun.failing_since, JobRun.began_at)), else_=JobRun.failing_since
    ),
}


def claim(job: Job, *, is_asked: bool = False) -> UUID | None:
    """Take the job: the proof of it, or None when it is not due or somebody else is running it.

    A job that `is_asked` for does not wait for its time. If it is just being run, it will be run once more after that:
    the run that is under way may have looked already. Taking it over from a run that died counts as a failure.
    """
    now, mine = clock.now(), chance.new_id()
    may = queries.is_free(now) if is_asked else queries.is_due(now)
    values = {"claimed_by": mine, "leased_until": now + job.lease, "began_at": now, "due_at": now + job.every}
    taking = update(JobRun).where(JobRun.name == job.name, may).values(values | _AFTER_A_DEATH)
    if changed(taking):
        return mine
    first = upsert(JobRun).values(name=job.name, failed_with="", failures=0, **values).on_conflict_do_nothing()
    if changed(first):
        return mine
    if is_asked:
        ask_for(job.name)
    return None


def renew(job: Job, mine: UUID) -> None:
    """Hold on to a job that takes long."""
    held = update(JobRun).where(JobRun.name == job.name, JobRun.claimed_by == mine)
    db.session.execute(held.values(leased_until=clock.now() + job.lease))


def finish(job: Job, mine: UUID, *, failed_with: str = "") -> None:
    """Note how the run went. One whose lease was taken over meanwhile notes nothing.

    A job that failed is tried again before its usual time, if that is far off.
    """
    now = clock.now()
    values: dict[str, object] = {"claimed_by": None, "leased_until": None, "ended_at": now, "failed_with": failed_with}
    if failed_with:
        soon = now + min(job.every, TRY_AGAIN_AFTER)
        values |= {
            "failures": JobRun.failures + 1,
            "failing_since": case((JobRun.failing_since.is_(None), now), else_=JobRun.failing_since),
            "due_at": case((JobRun.due_at < soon, JobRun.due_at), else_=soon),
        }
    else:
        values |= {"failures": 0, "failing_since": None}
    ended = update(JobRun).where(JobRun.name == job.name, JobRun.claimed_by == mine)
    changed(ended.values(values))


def ask_for(name: str) -> None:
    """Make the job due now. It is run when this is committed, and not otherwise."""
    now = clock.now()
    due = upsert(JobRun).values(name=name, due_at=now, failed_with="", failures=0)
    db.session.execute(due.on_conflict_do_update(index_elements=[JobRun.name], set_={"due_at": now}))
