"""The worker: sends letters and runs the jobs of all rooms. Several may run; one of them ticks."""

import logging
import time
from datetime import datetime
from threading import Event

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from community.core import chance, clock
from community.core.database import db
from community.jobs.registry import Job, all_jobs
from community.mail import actions

log = logging.getLogger(__name__)

TICK_SECONDS = 2.0
RENEW_SECONDS = 10.0


class Worker:
    """One process's share. `stop` ends the loop after what is being done."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.holder = chance.new_id()
        self.stopping = Event()
        self._next: dict[str, datetime] = {}
        self._renew_at = 0.0
        self._ticks = False

    def stop(self) -> None:
        self.stopping.set()

    def work(self) -> None:
        """Tick until told to stop, whatever the database does meanwhile."""
        while not self.stopping.is_set():
            try:
                self.tick()
            except SQLAlchemyError as error:
                log.warning("the worker waits for the database: %s", type(error).__name__)
                db.session.rollback()
            self.stopping.wait(TICK_SECONDS)
        try:
            actions.leave_the_tick(self.holder)
        except SQLAlchemyError as error:
            log.warning("the tick was not handed over: %s", type(error).__name__)

    def tick(self) -> int:
        """Do what is due, if this worker is the one; returns how many letters left."""
        if time.monotonic() >= self._renew_at:
            self._ticks = actions.take_the_tick(self.holder)
            self._renew_at = time.monotonic() + RENEW_SECONDS
        if not self._ticks:
            return 0
        for job in all_jobs(self.app):
            self._run_if_due(job)
        return actions.deliver_due()

    def _run_if_due(self, job: Job) -> None:
        now = clock.now()
        if now < self._next.get(job.name, now):
            return
        self._next[job.name] = now + job.every
        try:
            job.run()
            db.session.commit()
        except Exception as error:  # one job's trouble is not the others'
            log.error("the job %s failed: %s", job.name, type(error).__name__, exc_info=error)
            db.session.rollback()
