"""Reads of what happens by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from community.core import clock
from community.core.database import db
from community.jobs.models import JobRun


class LastRun(NamedTuple):
    """What is known of a job's last run; a job that never ran has no times."""

    name: str
    due_at: datetime
    leased_until: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    failed_with: str
    failing_since: datetime | None
    failures: int


_LAST_RUNS = select(
    JobRun.name,
    JobRun.due_at,
    JobRun.leased_until,
    JobRun.began_at,
    JobRun.ended_at,
    JobRun.failed_with,
    JobRun.failing_since,
    JobRun.failures,
)


def is_free(now: datetime) -> ColumnElement[bool]:
    """Jobs that nobody is running: whoever had claimed one is done, or died."""
    return or_(JobRun.leased_until.is_(None), JobRun.leased_until <= now)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Jobs whose time has come, and those whose runner died."""
    return and_(is_free(now), or_(JobRun.due_at <= now, JobRun.leased_until.is_not(None)))


def last_runs(listed: Collection[str]) -> Sequence[LastRun]:
    """Of the jobs with these names: a job that there is no more is not spoken of."""
    return [LastRun(*row) for row in db.session.execute(_LAST_RUNS.where(JobRun.name.in_(listed)))]


def names_to_run(known: Sequence[str]) -> list[str]:
    """Which of these jobs are due, in the order given; one that has no row yet is."""
    rows = db.session.execute(select(JobRun.name, is_due(clock.now())))
    due = {name: bool(its_time) for name, its_time in rows}
    return [name for name in known if due.get(name, True)]


def seconds_since_last_run(listed: Collection[str]) -> dict[str, float]:
    """By name, for every job of these that ever ended: well or badly."""
    now = clock.now()
    return {run.name: max(0.0, (now - run.ended_at).total_seconds()) for run in last_runs(listed) if run.ended_at}


def failures_in_a_row(listed: Collection[str]) -> dict[str, float]:
    """By name, how often a job of these has failed, or died, since it last went well."""
    return {run.name: run.failures for run in last_runs(listed)}
