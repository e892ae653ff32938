"""What the days of a hello bring: of whom to be reminded on the sixth, and what is over after the tenth."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import Hello, HelloState
from community.buddying.queries.hellos import is_open, open_since, shown_since
from community.core import clock
from community.core.database import UtcDateTime, db

DAY_OF_REMINDER = timedelta(days=6)
BETWEEN_REMINDERS = timedelta(hours=84)
AT_ONCE = 200

_asker, _asked, _earlier = aliased(Member), aliased(Member), aliased(Hello)
_TO_REMIND: ColumnElement[bool] = and_(
    is_open(_asker, _asked),
    Hello.reminded_at.is_(None),
    Hello.asked_at < bindparam("asked_before", type_=UtcDateTime()),
    ~exists().where(
        _earlier.asked_id == Hello.asked_id,
        _earlier.reminded_at > bindparam("reminded_since", type_=UtcDateTime()),
    ),
)
_WHOM = (
    select(Hello.asked_id)
    .join(_asker, _asker.id == Hello.asker_id)
    .join(_asked, _asked.id == Hello.asked_id)
    .where(_TO_REMIND)
    .distinct()
    .order_by(Hello.asked_id)
    .limit(AT_ONCE)
)
_OF_WHAT = (
    select(
        Hello.id,
        Hello.public_id,
        Hello.asked_id,
        Hello.asked_at,
        Hello.asker_id,
    )
    .join(_asker, _asker.id == Hello.asker_id)
    .join(_asked, _asked.id == Hello.asked_id)
    .where(_TO_REMIND, Hello.asked_id.in_(bindparam("members", expanding=True)))
    .order_by(Hello.asked_id, Hello.asked_at)
)
_OVER = (
    select(
        Hello.id,
        Hello.public_id,
        Hello.asker_id,
        Hello.asked_at,
        Hello.joins_id,
        _asked.display_name,
        belonging.has_blocked(Hello.asker_id, Hello.asked_id).label("is_unwanted"),
    )
    .join(_asked, _asked.id == Hello.asked_id)
    .where(
        Hello.state.in_([HelloState.WAITING, HelloState.DECLINED]),
        Hello.closed_at.is_(None),
        Hello.asked_at < bindparam("since", type_=UtcDateTime()),
    )
    .order_by(Hello.id)
    .limit(AT_ONCE)
    .with_for_update(of=Hello, skip_locked=True)
)


class Asker(NamedTuple):
    """Whose hello it is: all that telling of it needs."""

    id: int


class ToRemindOf(NamedTuple):
    """A hello that has waited for six days."""

    id: int
    public_id: UUID
    asked_id: int
    asked_at: datetime
    asker: Asker


class Over(NamedTuple):
    """A hello whose days are over. `is_lately`: whoever asked still finds it. `is_to_be_told`: and may want to hear."""

    id: int
    public_id: UUID
    asker_id: int
    asked_name: str
    is_of_a_circle: bool
    is_lately: bool
    is_unwanted: bool

    @property
    def is_to_be_told(self) -> bool:
        return self.is_lately and not self.is_unwanted


def members_to_remind() -> list[int]:
    """Those who have a hello to answer since six days, and were not reminded of any for half a week."""
    return list(db.session.scalars(_WHOM, _times()))


def hellos_to_remind_of(member_ids: list[int]) -> list[ToRemindOf]:
    """Whatever these members are to be reminded of now, all of it at once."""
    return [
        ToRemindOf(row.id, row.public_id, row.asked_id, row.asked_at, Asker(row.asker_id))
        for row in db.session.execute(_OF_WHAT, _times() | {"members": member_ids})
    ]


def hellos_that_are_over() -> list[Over]:
    """Held for this transaction alone; nobody else is given the same ones."""
    shown = shown_since()
    return [
        Over(
            *(row.id, row.public_id, row.asker_id, row.display_name),
            is_of_a_circle=row.joins_id is not None,
            is_lately=row.asked_at > shown,
            is_unwanted=bool(row.is_unwanted),
        )
        for row in db.session.execute(_OVER, {"since": open_since()})
    ]


def _times() -> dict[str, datetime]:
    """The sixth day begins at midnight by the clock on a British wall, as the tenth ends."""
    sixth_day_of = clock.today() - DAY_OF_REMINDER
    return {
        "since": open_since(),
        "asked_before": datetime.combine(sixth_day_of + timedelta(days=1), time.min, tzinfo=clock.LONDON),
        "reminded_since": clock.now() - BETWEEN_REMINDERS,
    }
