"""Telling members what is new, and taking it back: always within the transaction of the act itself."""

from collections.abc import Collection
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, literal, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core import clock
from community.core.database import changed, db, random_id, upsert
from community.core.roles import Actor, MemberState
from community.notifications import policy, queries
from community.notifications.hours import USUAL
from community.notifications.kinds import KINDS, WHATS
from community.notifications.models import (
    LONGEST_WORDS,
    UNREAD,
    Hearing,
    Kind,
    LetterTimes,
    Level,
    Notice,
    Preference,
    Timing,
    What,
)

_COUNTED = [what for what in What if policy.can_be_counted(what)]

# The row that is there already, for use where a statement would otherwise take its table for another one.
_THERE: dict[str, ColumnElement[Any]] = {
    column.key: literal_column(f"notice.{column.key}", column.type) for column in Notice.__table__.columns
}

_of_thing, _of_place = aliased(Hearing), aliased(Hearing)
_for_followed, _for_community = aliased(Preference), aliased(Preference)


def tell(
    member_id: int,
    what: What,
    *,
    about: UUID,
    sender: Actor | None = None,
    group_id: int | None = None,
    spot: UUID | None = None,
    words: str = "",
    is_public: bool = True,
    until: datetime | None = None,
    again: bool = False,
) -> None:
    """One line in the member's tray; while an unread one of its kind about this thing is there, that one grows.

    Whoever is not active, or apart from the sender, is told nothing; nor is the sender. `again`: the member may have
    had a letter about it, and needs another.
    """
    if sender is not None and sender.id == member_id:
        return
    kind = WHATS[what].kind
    conditions = [Member.id == member_id, Member.state == MemberState.ACTIVE]
    if sender is not None:
        conditions.append(~belonging.kept_apart(Member.id, literal(sender.id)))
    chosen = select(Preference.timing).where(Preference.member_id == Member.id, Preference.kind == kind)
    values = _line(what, about, sender, spot=spot, words=words) | {
        "member_id": Member.id,
        "kind": literal(kind, Notice.kind.type),
        "letter": func.coalesce(chosen.scalar_subquery(), literal(KINDS[kind].timing, Notice.letter.type)),
        "group_id": literal(group_id, Notice.group_id.type),
        "is_public": literal(is_public),
        "until": literal(until, Notice.until.type),
    }
    if _write(select(*_labelled(values)).where(*conditions), what, again=again):
        _begin_letters(about)


def tell_listeners(
    what: What,
    *,
    about: UUID,
    inside: UUID,
    group_id: int,
    sender: Actor,
    spot: UUID,
    words: str,
    is_public: bool,
    besides: Collection[int] = (),
) -> int:
    """Tell those in the group who hear of every new thing in this conversation, or of its community at once.

    What they chose for the conversation goes before what they chose for the community (`inside`). `besides` are told
    otherwise. Returns how many were told.
    """
    level = func.coalesce(_of_thing.level, _of_place.level, literal(Level.SUMMARY, Hearing.level.type))
    hears_all = level == Level.EVERY
    at_once = _timing(_for_community, Kind.COMMUNITY) == Timing.NOW
    values = _line(what, about, sender, spot=spot, words=words) | {
        "member_id": Belonging.member_id,
        "kind": case((hears_all, literal(Kind.FOLLOWED, Notice.kind.type)), else_=Kind.COMMUNITY),
        "letter": case((hears_all, _timing(_for_followed, Kind.FOLLOWED)), else_=Timing.NOW),
        "group_id": Belonging.group_id,
        "is_public": literal(is_public),
        "until": literal(None, Notice.until.type),
    }
    listeners = (
        select(*_labelled(values))
        .join(Member, Member.id == Belonging.member_id)
        .outerjoin(_of_thing, (_of_thing.member_id == Member.id) & (_of_thing.about == about))
        .outerjoin(_of_place, (_of_place.member_id == Member.id) & (_of_place.about == inside))
        .outerjoin(_for_followed, _chose(_for_followed, Kind.FOLLOWED))
        .outerjoin(_for_community, _chose(_for_community, Kind.COMMUNITY))
        .where(
            Belonging.group_id == group_id,
            Belonging.state == BelongingState.IN,
            Member.state == MemberState.ACTIVE,
            Member.id.not_in([sender.id, *besides]),
            ~belonging.kept_apart(Member.id, literal(sender.id)),
            or_(hears_all, (level == Level.SUMMARY) & at_once),
        )
    )
    told = _write(listeners, what, again=False)
    if told:
        _begin_letters(about)
    return told


def take_back(about: UUID, *, kind: Kind | None = None, member_id: int | None = None) -> None:
    """The thing has gone, or waits for nobody any more: nothing is said of it, neither new nor earlier."""
    gone = delete(Notice).where(Notice.about == about)
    if kind is not None:
        gone = gone.where(Notice.kind == kind)
    if member_id is not None:
        gone = gone.where(Notice.member_id == member_id)
    changed(gone)


def take_back_spot(spot: UUID) -> None:
    """One post or message has gone: of several there is one less, and the line leads to the thing itself."""
    changed(delete(Notice).where(Notice.spot == spot, Notice.how_many == 1))
    changed(update(Notice).where(Notice.spot == spot).values(how_many=Notice.how_many - 1, spot=None))


def retitle(about: UUID, words: str) -> None:
    """The thing has another title now."""
    changed(update(Notice).where(Notice.about == about).values(words=words[:LONGEST_WORDS]))


def _line(what: What, about: UUID, sender: Actor | None, *, spot: UUID | None, words: str) -> dict[str, Any]:
    """The columns that are the same for everybody who is told."""
    now = clock.now()
    return {
        "public_id": random_id(),
        "what": literal(what, Notice.what.type),
        "about": literal(about, Notice.about.type),
        "spot": literal(spot, Notice.spot.type),
        "from_id": literal(sender.id if sender else None, Notice.from_id.type),
        "words": literal(words[:LONGEST_WORDS]),
        "how_many": literal(1),
        "since": literal(now, Notice.since.type),
        "told_at": literal(now, Notice.told_at.type),
    }


def _labelled(values: dict[str, Any]) -> list[ColumnElement[Any]]:
    return [value.label(name) for name, value in values.items()]


def _chose(preference: Any, kind: Kind) -> ColumnElement[bool]:
    return and_(preference.member_id == Member.id, preference.kind == kind)


def _timing(preference: Any, kind: Kind) -> ColumnElement[Timing]:
    return func.coalesce(preference.timing, literal(KINDS[kind].timing, Preference.timing.type))


def _write(told: Select[Any], what: What, *, again: bool) -> int:
    """Insert the lines; where an unread one is there it counts on, or begins anew as if it had not been told."""
    db.session.flush()  # who is in the group, and the rest, as the act leaves it
    made = upsert(Notice).from_select([str(column.key) for column in told.selected_columns], told)
    new = made.excluded
    goes_on: ColumnElement[bool] = literal_column("1 = 0")
    if policy.can_be_counted(what) and not again:
        goes_on = _THERE["what"].in_(_COUNTED) & queries.is_shown(_THERE["member_id"], SimpleNamespace(**_THERE))
    values: dict[str, ColumnElement[Any]] = {
        name: new[name] for name in ("from_id", "group_id", "words", "is_public", "until", "told_at")
    }
    values |= {name: case((goes_on, _THERE[name]), else_=new[name]) for name in ("what", "spot", "since", "letter")}
    values |= {"how_many": case((goes_on, _THERE["how_many"] + 1), else_=1)}
    values |= {"lettered_at": case((goes_on, _THERE["lettered_at"]), else_=None)}
    grown = made.on_conflict_do_update(index_elements=["member_id", "kind", "about"], index_where=UNREAD, set_=values)
    return changed(grown)


def _begin_letters(about: UUID) -> None:
    """Whoever has been told and has no times for letters yet gets the usual ones: nobody is left without."""
    now = clock.now()
    values: dict[str, ColumnElement[Any]] = {
        "member_id": Notice.member_id,
        "zone": literal(USUAL.zone),
        "from_hour": literal(USUAL.from_hour),
        "to_hour": literal(USUAL.to_hour),
        "weekday": literal(USUAL.weekday),
        "next_daily_at": literal(USUAL.next_daily(now), LetterTimes.next_daily_at.type),
        "next_weekly_at": literal(USUAL.next_weekly(now), LetterTimes.next_weekly_at.type),
        "news_told_to": literal(now, LetterTimes.news_told_to.type),
    }
    has_times = select(LetterTimes.member_id).where(LetterTimes.member_id == Notice.member_id).exists()
    told = select(*_labelled(values)).where(Notice.about == about, ~has_times).distinct()
    db.session.execute(upsert(LetterTimes).from_select(list(values), told).on_conflict_do_nothing())
