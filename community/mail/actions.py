"""Posting letters inside the running transaction, and carrying them out after it."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, or_, update

from community.core import clock
from community.core.database import changed, db, reading, short_transaction
from community.jobs import bell, running
from community.mail import queries, rendering, transport
from community.mail.models import Letter, LetterState
from community.mail.queries import Posted

log = logging.getLogger(__name__)

SENDS = "send-letters"  # the job
AT_ONCE = 5  # a mail server that does not answer takes its time with each
LEASE = timedelta(minutes=5)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_TRIES = len(BACK_OFF) + 1
SENT_LETTERS_STAY = timedelta(days=30)


def post(kind: str, to: str, *, member_id: int | None, about: dict[str, Any] | None = None) -> Letter:
    """Put a letter into the outbox. It leaves if and only if the running transaction is committed.

    `about` is JSON of ids and public words, one line each: they may end up in the subject. Raises ValueError for a
    line break. With `link_id`, `purpose` and `path` the letter carries a proving link; with `path` alone a plain one.
    """
    about = about or {}
    for line in (kind, to, *_words_in(about)):
        rendering.one_line(line)
    now = clock.now()
    letter = Letter(kind=kind, to_address=to, member_id=member_id, about=about, made_at=now, due_at=now)
    db.session.add(letter)
    bell.ring_after_commit(SENDS)
    return letter


def _words_in(value: object) -> Iterator[str]:
    """Every word in a piece of JSON, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from (name, *_words_in(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _words_in(inner)


def send_letters() -> int:
    """All that is due, a few at a time, so that a worker that was told to stop can. Call it outside any transaction."""
    gone = 0
    while some := deliver_due(AT_ONCE):
        gone += some
        if running.is_stopping():
            break
    return gone


def deliver_due(limit: int = 20) -> int:
    """Send what is due; returns how many letters left. Call it outside any transaction.

    Each letter is claimed by a lease, sent, and marked, in two short transactions with the sending between them: a
    crash in the middle sends one letter twice at the very worst, and loses none.
    """
    with reading():
        due = queries.due_letters(limit)
    if due:
        _give_up_on_lost_ones()
    return sum(_deliver(letter_id) for letter_id in due)


def forget_old_letters() -> int:
    """Delete letters that left long ago; returns how many. Stuck ones stay until somebody has looked."""
    old = (Letter.state == LetterState.SENT, Letter.sent_at <= clock.now() - SENT_LETTERS_STAY)
    return changed(delete(Letter).where(*old))


def try_again(letter_id: UUID) -> bool:
    """Have a letter tried now that is stuck, or waits for its next try. False if neither: a repeat does nothing."""
    return bool(_let_wait(Letter.id == letter_id))


def try_all_again() -> int:
    """The same for every such letter; returns how many."""
    return _let_wait()


def let_go(letter_id: UUID) -> bool:
    """Throw a stuck letter away. False if it is no longer stuck."""
    return bool(changed(delete(Letter).where(Letter.id == letter_id, Letter.state == LetterState.STUCK)))


def _let_wait(*which: ColumnElement[bool]) -> int:
    """The last trouble stays with the letter until it has left. A stuck one is given all its tries again."""
    now, is_stuck = clock.now(), Letter.state == LetterState.STUCK
    is_later = and_(Letter.state == LetterState.WAITING, Letter.failed_with != "", Letter.due_at > now)
    troubled = update(Letter).where(or_(is_stuck, is_later), *which)
    tries = case((is_stuck, 0), else_=Letter.tries)
    number = changed(troubled.values(state=LetterState.WAITING, due_at=now, tries=tries))
    if number:
        bell.ring_after_commit(SENDS)
    return number


def _deliver(letter_id: UUID) -> bool:
    letter = _claim(letter_id)
    if letter is None:
        return False
    try:
        transport.send(rendering.write(letter))
    except Exception as error:  # whatever it is, this letter waits and the others go on
        log.warning("letter %s did not leave (try %d): %s", letter.id, letter.tries, type(error).__name__)
        _put_back(letter, type(error).__name__)
        return False
    with short_transaction():
        sent = update(Letter).where(Letter.id == letter.id, Letter.tries == letter.tries)
        db.session.execute(sent.values(state=LetterState.SENT, sent_at=clock.now(), leased_until=None, failed_with=""))
    return True


def _claim(letter_id: UUID) -> Posted | None:
    """Take the letter if nobody else has. A try is counted before it is made, so that no letter is tried for ever."""
    now = clock.now()
    with short_transaction():
        claimed = (
            update(Letter)
            .where(Letter.id == letter_id, queries.is_due(now))
            .values(state=LetterState.SENDING, leased_until=now + LEASE, tries=Letter.tries + 1)
        )
        return queries.posted(letter_id) if changed(claimed) else None


def _put_back(letter: Posted, failed_with: str) -> None:
    is_over = letter.tries >= MOST_TRIES
    values: dict[str, object] = {
        "state": LetterState.STUCK if is_over else LetterState.WAITING,
        "leased_until": None,
        "failed_with": failed_with[:80],
    }
    if not is_over:
        values["due_at"] = clock.now() + BACK_OFF[letter.tries - 1]
    with short_transaction():
        db.session.execute(update(Letter).where(Letter.id == letter.id, Letter.tries == letter.tries).values(values))


def _give_up_on_lost_ones() -> None:
    """A letter whose carrier was lost on the last try is stuck: somebody must look."""
    lost = (Letter.state == LetterState.SENDING, Letter.leased_until <= clock.now(), Letter.tries >= MOST_TRIES)
    with short_transaction():
        db.session.execute(
            update(Letter).where(*lost).values(state=LetterState.STUCK, leased_until=None, failed_with="Lost")
        )
