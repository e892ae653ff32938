"""Whom to tell, as the rows that telling inserts: one member, or everybody who listens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core import clock
from community.core.database import random_id
from community.core.roles import MemberState
from community.notifications.hours import usual_times
from community.notifications.kinds import KINDS
from community.notifications.models import Hearing, Kind, LetterTimes, Level, Notice, Preference, Timing, What
from community.notifications.whats import WHATS

_A_WHILE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened, the same for everybody who is told."""

    what: What
    about: UUID
    sender_id: int | None
    group_id: int | None
    spot: UUID | None
    words: str
    is_public: bool
    until: datetime | None = None

    def row(self, **of_the_reader: Any) -> list[ColumnElement[Any]]:
        """The columns of a new notice."""
        now = clock.now()
        given = {
            "what": self.what,
            "about": self.about,
            "spot": self.spot,
            "from_id": self.sender_id,
            "group_id": self.group_id,
            "words": self.words,
            "is_public": self.is_public,
            "until": self.until,
            "how_many": 1,
            "since": now,
            "told_at": now,
        }
        values = {name: literal(value, getattr(Notice, name).type) for name, value in given.items()}
        return _labelled({"public_id": random_id(), **values, **of_the_reader})


_of_thing, _of_place = aliased(Hearing), aliased(Hearing)
_for_followed, _for_community = aliased(Preference), aliased(Preference)


def _labelled(values: dict[str, Any]) -> list[ColumnElement[Any]]:
    return [value.label(name) for name, value in values.items()]


def _timing(preference: Any, kind: Kind) -> ColumnElement[Timing]:
    return func.coalesce(preference.timing, literal(KINDS[kind].timing, Preference.timing.type))


def _chose(preference: Any, kind: Kind) -> ColumnElement[bool]:
    return and_(preference.member_id == Member.id, preference.kind == kind)


def _may_be_told(sender_id: int | None) -> ColumnElement[bool]:
    """Active, and nobody whom the sender would not reach; nor the sender."""
    if sender_id is None:
        return Member.state == MemberState.ACTIVE
    return and_(
        Member.state == MemberState.ACTIVE,
        Member.id != sender_id,
        ~belonging.kept_apart(Member.id, literal(sender_id)),
    )


def to_one(news: News, member_id: int) -> Select[Any]:
    """The row for this member; none if they are not to be told."""
    kind = WHATS[news.what].kind
    row = news.row(
        member_id=Member.id,
        kind=literal(kind, Notice.kind.type),
        letter=_timing(Preference, kind),
    )
    return (
        select(*row)
        .outerjoin(Preference, _chose(Preference, kind))
        .where(Member.id == member_id, _may_be_told(news.sender_id))
    )


def to_listeners(news: News, *, inside: UUID, besides: Collection[int]) -> Select[Any]:
    """A row for each member of the group who hears of every new thing, or of their communities at once.

    What they chose for the conversation goes before what they chose for its community (`inside`).
    """
    level = func.coalesce(_of_thing.level, _of_place.level, literal(Level.SUMMARY, Hearing.level.type))
    hears_all = level == Level.EVERY
    at_once = and_(level == Level.SUMMARY, _timing(_for_community, Kind.COMMUNITY) == Timing.NOW)
    row = news.row(
        member_id=Member.id,
        kind=case((hears_all, literal(Kind.FOLLOWED, Notice.kind.type)), else_=Kind.COMMUNITY),
        letter=case((hears_all, _timing(_for_followed, Kind.FOLLOWED)), else_=Timing.NOW),
    )
    return (
        select(*row)
        .join(Belonging, Belonging.member_id == Member.id)
        .outerjoin(_of_thing, and_(_of_thing.member_id == Member.id, _of_thing.about == news.about))
        .outerjoin(_of_place, and_(_of_place.member_id == Member.id, _of_place.about == inside))
        .outerjoin(_for_followed, _chose(_for_followed, Kind.FOLLOWED))
        .outerjoin(_for_community, _chose(_for_community, Kind.COMMUNITY))
        .where(
            Belonging.group_id == news.group_id,
            Belonging.state == BelongingState.IN,
            Member.id.not_in(besides),
            _may_be_told(news.sender_id),
            or_(hears_all, at_once),
        )
    )


def to_group(news: News, *, inside: UUID, besides: Collection[int]) -> Select[Any]:
    """A row for each member of the group who hears of what is new there, at once or in a summary."""
    kind = WHATS[news.what].kind
    level = func.coalesce(_of_place.level, literal(Level.SUMMARY, Hearing.level.type))
    row = news.row(member_id=Member.id, kind=literal(kind, Notice.kind.type), letter=_timing(_for_community, kind))
    return (
        select(*row)
        .join(Belonging, Belonging.member_id == Member.id)
        .outerjoin(_of_place, and_(_of_place.member_id == Member.id, _of_place.about == inside))
        .outerjoin(_for_community, _chose(_for_community, kind))
        .where(
            Belonging.group_id == news.group_id,
            Belonging.state == BelongingState.IN,
            Member.id.not_in(besides),
            _may_be_told(news.sender_id),
            level.in_([Level.EVERY, Level.SUMMARY]),
        )
    )


def to_everybody(news: News) -> Select[Any]:
    """A row for each member of the group, whatever they chose to hear of."""
    kind = WHATS[news.what].kind
    row = news.row(member_id=Member.id, kind=literal(kind, Notice.kind.type), letter=_timing(Preference, kind))
    return (
        select(*row)
        .join(Belonging, Belonging.member_id == Member.id)
        .outerjoin(Preference, _chose(Preference, kind))
        .where(
            Belonging.group_id == news.group_id,
            Belonging.state == BelongingState.IN,
            _may_be_told(news.sender_id),
        )
    )


def lettered_lately(member_id: int, what: What, about: UUID) -> Select[Any]:
    """The last line of these that a letter spoke of a short while ago, read or not."""
    return (
        select(Notice.id)
        .where(
            Notice.member_id == member_id,
            Notice.what == what,
            Notice.about == about,
            Notice.lettered_at > clock.now() - _A_WHILE,
        )
        .order_by(Notice.id.desc())
        .limit(1)
    )


def is_set_aside(there: Any, new: Any) -> ColumnElement[bool]:
    """SQL: the line that is there was set aside a short while after its letter, and its sender is back."""
    now = clock.now()
    return and_(
        there.until <= now,
        there.lettered_at > now - _A_WHILE,
        there.from_id == new.from_id,
        there.what == new.what,
    )


def without_times(about: UUID) -> Select[Any]:
    """The usual times of letters for each member who has been told of this and has none yet."""
    usual = usual_times(clock.now())
    values = {name: literal(value, getattr(LetterTimes, name).type) for name, value in usual.items()}
    has_times = select(LetterTimes.member_id).where(LetterTimes.member_id == Notice.member_id).exists()
    row = _labelled({"member_id": Notice.member_id, **values})
    return select(*row).where(Notice.about == about, ~has_times).distinct()
