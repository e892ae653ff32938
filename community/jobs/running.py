"""Running one job: claim it, do it, commit it, note how it went. The same for the worker and for a plain command."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Thread
from uuid import UUID

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from community.core.database import db, short_transaction
from community.jobs import actions, bell
from community.jobs.job import Job

log = logging.getLogger(__name__)

_stopping = Event()


class Ending(StrEnum):
    DONE = "done"
    FAILED = "failed"
    NOT_OURS = "not ours"  # it is not due, or another worker runs it


@dataclass(frozen=True)
class Outcome:
    ending: Ending
    result: object = None


def run(app: Flask, job: Job, *, is_asked: bool = False) -> Outcome:
    """Run the job unless somebody else does. What a job raises is noted; only a database that is away is not caught."""
    with app.app_context():
        with short_transaction():
            mine = actions.claim(job, is_asked=is_asked)
        if mine is None:
            return Outcome(Ending.NOT_OURS)
        with _held(app, job, mine):
            outcome, failed_with = _carry_out(job)
        with short_transaction():
            actions.finish(job, mine, failed_with=failed_with)
        return outcome


def is_stopping() -> bool:
    """Whether the worker was told to stop: a job with much to do leaves the rest for next time."""
    return _stopping.is_set()


def stop(is_so: bool = True) -> None:
    """Tell the jobs of this process that it is about to stop (or, at its start, that it is not)."""
    (_stopping.set if is_so else _stopping.clear)()


def in_batches(do_some: Callable[[int], int], at_a_time: int) -> int:
    """Do much, a little at a time; returns how much. `do_some` does as much as it is told and says how much that was.

    Each time is a short transaction, so that nobody waits long for what it locks. A worker that stops leaves the rest.
    """
    done = 0
    while True:
        with short_transaction():
            some = do_some(at_a_time)
        done += some
        if some < at_a_time or is_stopping():
            return done


def _carry_out(job: Job) -> tuple[Outcome, str]:
    try:
        result = job.run()
        db.session.commit()
    except Exception as error:  # one job's trouble is not the others'
        db.session.rollback()
        bell.forget_what_was_asked()
        log.error("the job %s failed: %s", job.name, type(error).__name__, exc_info=error)
        return Outcome(Ending.FAILED, type(error).__name__), type(error).__name__[:80]
    bell.ring_what_was_asked()
    return Outcome(Ending.DONE, result), ""


@contextmanager
def _held(app: Flask, job: Job, mine: UUID) -> Iterator[None]:
    """Renew the lease for as long as the job takes."""
    is_over = Event()

    def renew() -> None:
        while not is_over.wait(job.lease.total_seconds() / 3):
            try:
                with app.app_context(), short_transaction():
                    actions.renew(job, mine)
            except SQLAlchemyError as error:
                log.warning("the lease of %s was not renewed: %s", job.name, type(error).__name__)

    holder = Thread(target=renew, name=f"holds {job.name}", daemon=True)
    holder.start()
    try:
        yield
    finally:
        is_over.set()
        holder.join()
