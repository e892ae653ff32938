"""Everybody as matching compares them, kept in memory by each process and brought up to date before every look.

Nobody is shown from memory alone: whoever comes out is asked of the database again, with every rule. So what is kept
may be some seconds old, or miss a change; it decides only at whom to look more closely.

A process that serves reads everybody ahead, in a thread; whoever looks meanwhile is compared with those read so far.
Every other process reads everybody at its first look. What is kept is read anew every six hours, without haste: that
forgets whoever has left, brings the nightly counts, and makes good whatever change was missed.
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from community.buddying.matching import Crowd, Taxonomy
from community.buddying.models import Exposure
from community.buddying.queries.columns import read_after, read_these
from community.buddying.queries.reference import taxonomy
from community.core import clock
from community.core.database import UtcDateTime, address, db, reading
from community.directory.models import Profile

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(seconds=60)  # longer than any transaction lasts: what was written before may be committed after
READ_AGAIN_SECONDS = 6 * 3600
PATIENCE_SECONDS = 3  # how long a visitor waits for the first part, while a process begins

Inside = Callable[[], AbstractContextManager[Any]]
_CHANGED = select(Profile.member_id, Profile.changed_at, Profile.version, Profile.circles_open).where(
    Profile.changed_at >= bindparam("since", type_=UtcDateTime())
)
_LISTS = select(Exposure.member_id, Exposure.lists).where(Exposure.lists > 0)


class Everybody(NamedTuple):
    """The crowd as far as this process has read it; `is_whole` is False in the first seconds of a process."""

    crowd: Crowd
    is_whole: bool


class _Kept(NamedTuple):
    """What is known of a database, since when and up to when (by the clock on the wall, and by one that only runs on).

    `lately`: whom this process has read of late, as they were then.
    """

    lists: Taxonomy
    crowd: Crowd
    read_at: float
    upto: datetime
    upto_running: float
    lately: frozenset[tuple[Any, ...]] = frozenset()


class Memory:
    """What one process keeps of one database."""

    def __init__(self, inside: Inside | None = None) -> None:
        self._inside = inside  # how a thread of its own reaches the database; None: whoever looks first reads
        self._lock = Lock()
        self._kept: _Kept | None = None
        self._growing: Crowd | None = None
        self._has_begun = Event()
        self._reader: Thread | None = None

    def look(self) -> Everybody:
        """The crowd as the database has it now."""
        lists = taxonomy()
        with self._lock:
            known = self._kept
            is_known = known is not None and known.lists is lists
            if self._inside is None and (not is_known or self._is_old()):
                known, is_known = self._read(lists), True
            if known is not None and is_known:
                self._kept = _brought_up_to_date(known)
        if self._inside is not None and (not is_known or self._is_old()):
            self.read_ahead()
        if known is not None and is_known:
            return Everybody(known.crowd, is_whole=True)
        self._has_begun.wait(PATIENCE_SECONDS)
        growing, known = self._growing, self._kept  # in this order: a thread that ends lets go of the first last
        if known is not None and known.lists is lists:
            return Everybody(known.crowd, is_whole=True)
        return Everybody(growing or Crowd(lists), is_whole=False)

    def read_ahead(self) -> None:
        """Begin to read everybody in a thread, unless one reads already."""
        with self._lock:
            if self._reader is None or not self._reader.is_alive():
                self._has_begun.clear()
                self._reader = Thread(target=self._read_in_thread, name="reads everybody", daemon=True)
                self._reader.start()

    def wait(self) -> None:
        """Until the thread has read everybody."""
        if self._reader is not None:
            self._reader.join()

    def _is_old(self) -> bool:
        return self._kept is not None and time.monotonic() - self._kept.read_at > READ_AGAIN_SECONDS

    def _read_in_thread(self) -> None:
        if self._inside is None:
            raise RuntimeError("this memory was given no way to the database")
        try:
            with self._inside():
                with reading():
                    lists = taxonomy()
                kept = self._read(lists)
            with self._lock:
                self._kept = kept
        except Exception as error:  # whatever it is, the next look tries again
            log.warning("everybody could not be read: %s", type(error).__name__)
        finally:
            self._growing = None
            self._has_begun.set()

    def _read(self, lists: Taxonomy) -> _Kept:
        """Everybody, part after part, each in a look of its own: nothing is held open for long."""
        now, running = clock.now(), time.monotonic()
        crowd, last = Crowd(lists), 0
        self._growing = crowd
        while True:
            began = time.monotonic()
            with _looking(self._inside):
                part = read_after(last, lists)
            for candidate in part:
                crowd.put(candidate)
            if not part:
                break
            last = int(part[-1].person.key)
            self._has_begun.set()
            if self._inside is not None and self._kept is not None:  # nobody waits for this: let visitors go first
                time.sleep(time.monotonic() - began)
        with _looking(self._inside):
            crowd.count_lists({row.member_id: row.lists for row in db.session.execute(_LISTS)})
        return _Kept(lists, crowd, running, now, running)


def _looking(inside: Inside | None) -> AbstractContextManager[None]:
    return nullcontext() if inside is None else reading()


def _brought_up_to_date(known: _Kept) -> _Kept:
    """Read who changed since. A clock that was put back meanwhile takes the look back with it."""
    now, running = clock.now(), time.monotonic()
    since = min(known.upto, now - timedelta(seconds=running - known.upto_running)) - LOOK_BACK
    rows = db.session.execute(_CHANGED, {"since": since}).all()
    for candidate in read_these([row.member_id for row in rows if row not in known.lately], known.lists):
        known.crowd.put(candidate)
    return known._replace(upto=now, upto_running=running, lately=frozenset(rows))


_memories: dict[str, Memory] = {}
_memories_lock = Lock()


def everybody() -> Everybody:
    """Everybody of the database in use, as this process knows them now."""
    return _memory().look()


def read_ahead(inside: Inside) -> None:
    """Begin to read everybody before anybody looks: for a process that serves. `inside` gives a thread its context."""
    with inside():
        here = address()
    with _memories_lock:
        memory = _memories[here] = Memory(inside)
    memory.read_ahead()


def forget_everybody() -> None:
    """Keep nobody in memory: the next look reads them again."""
    with _memories_lock:
        _memories.clear()


def _memory() -> Memory:
    with _memories_lock:
        return _memories.setdefault(address(), Memory())
