"""Hellos as rows: kept, answered while they wait, let go of. Whoever may, the acts decide that call these."""

from typing import Protocol
from uuid import UUID

from sqlalchemy import case, insert, update

from community.buddying.models import Hello, HelloState
from community.buddying.queries.hellos import open_since
from community.buddying.seen import HelloSeen
from community.core import chance, clock, crypto
from community.core.database import changed, changed_rows, db

NOT_THE_TIME = "Now is not the time. Here are others."


class Asker(Protocol):
    """Whoever says hello: its words are sealed for them."""

    @property
    def id(self) -> int: ...

    @property
    def public_id(self) -> UUID: ...


def keep_hello(asker: Asker, asked_id: int, *, words: str, once: UUID, joins_id: int | None = None) -> UUID:
    """A new waiting hello. One that ran out of days long ago makes way for it."""
    now, hello_id = clock.now(), chance.new_id()
    changed(
        update(Hello)
        .where(
            Hello.asker_id == asker.id,
            Hello.asked_id == asked_id,
            Hello.state == HelloState.WAITING,
            Hello.asked_at < open_since(),
        )
        .values(state=HelloState.CLOSED)
    )
    db.session.execute(
        insert(Hello).values(
            public_id=hello_id,
            asker_id=asker.id,
            asked_id=asked_id,
            state=HelloState.WAITING,
            text_box=crypto.seal_field(words, table="hello", row=hello_id, group=asker.public_id),
            asked_at=now,
            joins_id=joins_id,
            made_key=once,
        )
    )
    return hello_id


def answer(hello: HelloSeen, state: HelloState, *, asked_id: int | None = None, asker_id: int | None = None) -> bool:
    """Move a waiting hello on, if it still waits at this moment; False when somebody was quicker."""
    whose = Hello.asked_id == asked_id if asked_id is not None else Hello.asker_id == asker_id
    done = (
        update(Hello)
        .where(
            Hello.public_id == hello.public_id,
            whose,
            Hello.state == HelloState.WAITING,
            Hello.asked_at >= open_since(),
        )
        .values(state=state, answered_at=clock.now())
    )
    return bool(changed(done))


def take_back_for_circle(circle_id: int, *, asker_id: int | None = None) -> list[UUID]:
    """What was said in a circle's name (by one of it, or by anybody) is taken back: the public ids of the hellos.

    What was declined goes the same way: nobody learns that it was.
    """
    taken = update(Hello).where(
        Hello.joins_id == circle_id,
        Hello.state.in_([HelloState.WAITING, HelloState.DECLINED]),
        Hello.asked_at >= open_since(),
    )
    if asker_id is not None:
        taken = taken.where(Hello.asker_id == asker_id)
    state = case((Hello.state == HelloState.WAITING, HelloState.TAKEN_BACK), else_=HelloState.LET_GO)
    values = {
        "state": state,
        "answered_at": case((Hello.state == HelloState.WAITING, clock.now()), else_=Hello.answered_at),
    }
    return [row.public_id for row in changed_rows(taken.values(values).returning(Hello.public_id))]
