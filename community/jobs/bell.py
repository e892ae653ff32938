"""The bell: after a commit it wakes the worker, so that what was posted leaves at once and not at the next tick.

It is rung by a thread of its own. A store that is away or slow costs no request anything, only waiting for that tick.
"""

import logging
from threading import Event, Lock, Thread

from flask import Flask, current_app

from community.core.database import db
from community.jobs import store
from community.settings import Settings

log = logging.getLogger(__name__)

MOST_UNHEARD = 20  # nobody listens: one more bell in the store would wake nobody
_ASKED = "bells asked for"


class Bell:
    """What rings in this process. The thread is made at the first ring: after a fork, not before it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names: set[str] = set()
        self._lock = Lock()
        self._rung = Event()
        self._thread: Thread | None = None
        self._is_out_of_order = False

    def ring(self, name: str) -> None:
        with self._lock:
            self._names.add(name)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._ring_on, name="bell", daemon=True)
                self._thread.start()
        self._rung.set()

    def _ring_on(self) -> None:
        while True:
            self._rung.wait()
            self._rung.clear()
            with self._lock:
                names, self._names = self._names, set()
            try:
                self._put_into_store(names)
                self._is_out_of_order = False
            except Exception as error:  # whatever it is, nobody shall notice: the worker ticks without it
                if not self._is_out_of_order:
                    log.warning("the bell does not ring: %s. Jobs run at the next tick.", type(error).__name__)
                self._is_out_of_order = True

    def _put_into_store(self, names: set[str]) -> None:
        huey, put = store.open_store(self._settings, lambda _name: None)
        try:
            if huey.pending_count() < MOST_UNHEARD:
                for name in sorted(names):
                    put(name)
        finally:
            store.let_go(huey)


def ring(name: str) -> None:
    """Wake the worker for this job: now, whatever is committed or not."""
    bell: Bell = current_app.extensions["bell"]
    bell.ring(name)


def ring_after_commit(name: str) -> None:
    """Wake the worker for this job as soon as the running transaction is committed."""
    db.session.info.setdefault(_ASKED, set()).add(name)


def ring_what_was_asked() -> None:
    """The transaction is committed: ring for what it asked."""
    for name in sorted(db.session.info.pop(_ASKED, ())):
        ring(name)


def forget_what_was_asked() -> None:
    """The transaction is undone: nothing is to be rung for."""
    db.session.info.pop(_ASKED, None)


def init_app(app: Flask, settings: Settings) -> None:
    """Raises SettingsError when the settings name a store that we do not know."""
    store.kind_of(settings.jobs_url)
    app.extensions["bell"] = Bell(settings)
