"""The worker: a huey consumer in this process. Its scheduler ticks, its queue carries bells; jobs run in threads.

Neither needs huey's store to be there: without it the bell is silent, and the clock ticks on.
"""

import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from flask import Flask
from huey import consumer
from sqlalchemy.exc import SQLAlchemyError

from community.core.database import reading
from community.jobs import queries, registry, running, store
from community.jobs.job import Job

log = logging.getLogger(__name__)

TICK_SECONDS = 5
LISTEN_AGAIN_SECONDS = 5
JOBS_AT_ONCE = 4
PATIENCE_SECONDS = 10


class Crew:
    """The threads of one worker. A job that is rung for while it runs here is run once more."""

    def __init__(self, app: Flask) -> None:
        running.stop(False)
        self.app = app
        self._pool = ThreadPoolExecutor(JOBS_AT_ONCE, thread_name_prefix="job")
        self._lock = Lock()
        self._busy: dict[str, bool] = {}  # name → once more
        self._is_database_away = False

    def tick(self) -> None:
        """Start what is due."""
        jobs = {job.name: job for job in registry.all_jobs(self.app)}
        try:
            with self.app.app_context(), reading():
                names = queries.names_to_run(list(jobs))
        except SQLAlchemyError as error:
            return self._wait_for_database(error)
        self._is_database_away = False
        for name in names:
            self._start(jobs[name], is_asked=False)
        return None

    def heard(self, name: str) -> None:
        """A bell was rung for this job."""
        for job in registry.all_jobs(self.app):
            if job.name == name:
                self._start(job, is_asked=True)

    def rest(self) -> None:
        """Finish what was begun; what only waits for its turn is left to whoever comes next, if we are stopping."""
        self._pool.shutdown(wait=True, cancel_futures=running.is_stopping())

    def _start(self, job: Job, *, is_asked: bool) -> None:
        with self._lock:
            if job.name in self._busy:
                self._busy[job.name] |= is_asked
                return
            self._busy[job.name] = False
            if not running.is_stopping():
                self._pool.submit(self._run, job, is_asked)

    def _run(self, job: Job, is_asked: bool) -> None:
        is_wanted = True
        while is_wanted:
            try:
                running.run(self.app, job, is_asked=is_asked)
            except SQLAlchemyError as error:
                self._wait_for_database(error)
            except BaseException as error:  # even a job that asks to exit takes nothing with it but its own turn
                log.error("the turn of %s ended badly: %s", job.name, type(error).__name__, exc_info=error)
            finally:
                is_wanted = is_asked = self._is_wanted_again(job)

    def _is_wanted_again(self, job: Job) -> bool:
        """The turn is over; whether the job was rung for meanwhile. If not, it is free for the next tick."""
        with self._lock:
            is_wanted = self._busy.pop(job.name) and not running.is_stopping()
            if is_wanted:
                self._busy[job.name] = False
            return is_wanted

    def _wait_for_database(self, error: SQLAlchemyError) -> None:
        if not self._is_database_away:
            log.warning("the worker waits for the database: %s", type(error).__name__)
        self._is_database_away = True


class Clock(consumer.Scheduler):
    """huey's scheduler, ticking for the rows of our own database instead of its store."""

    def __init__(self, crew: Crew, huey: Any, stop_flag: Any) -> None:
        super().__init__(huey, stop_flag, TICK_SECONDS, periodic=False)
        self.crew = crew

    def loop(self, now: Any = None) -> None:
        self.crew.tick()
        self.stop_flag.wait(TICK_SECONDS)


class Listener(consumer.Worker):
    """huey's worker, which hears bells; quiet about a store that is away."""

    is_ready = False
    is_deaf = False

    def loop(self, now: Any = None) -> None:
        try:
            if not self.is_ready:
                store.prepare(self.huey)
            bell = self.huey.dequeue()
        except Exception as error:  # of whatever library the store is of
            if not self.is_deaf:
                log.warning("no bell is heard: %s. Jobs run at each tick.", type(error).__name__)
            self.is_ready, self.is_deaf = False, True
            self.stop_flag.wait(LISTEN_AGAIN_SECONDS)
            return
        self.is_ready, self.is_deaf = True, False
        if bell is not None:
            self.delay = self.default_delay
            self.huey.execute(bell)
        elif not self.huey.storage.blocking:
            self.sleep()

    def shutdown(self) -> None:
        store.let_go(self.huey)


class Worker(consumer.Consumer):
    """One worker process, in threads. Both SIGTERM and SIGINT let it finish what it is doing."""

    worker_class = Listener

    def __init__(self, app: Flask) -> None:
        self.crew = Crew(app)
        huey, _ = store.open_store(app.config["SETTINGS"], self.crew.heard)
        super().__init__(huey, workers=1, max_delay=0.5, shutdown_timeout=PATIENCE_SECONDS)
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}

    def _create_scheduler(self) -> Clock:
        return Clock(self.crew, self.huey, self.stop_flag)

    def start(self) -> None:
        """huey listens for signals last of all; a job may be running by then."""
        self._set_signal_handlers()
        super().start()

    def stop(self, graceful: bool = False) -> None:
        running.stop()
        super().stop(graceful)
        self.crew.rest()
