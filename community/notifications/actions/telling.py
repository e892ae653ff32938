"""Telling members what is new, and taking it back: always within the transaction of the act itself."""

from collections.abc import Collection
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, delete, literal, literal_column, or_, update

from community.belonging import queries as belonging
from community.core import clock
from community.core.database import changed, db, upsert
from community.notifications import policy, queries
from community.notifications.models import LONGEST_WORDS, UNREAD, Kind, LetterTimes, Notice, What
from community.notifications.queries import News
from community.notifications.whats import WHATS

_COUNTED = [what for what in What if policy.can_be_counted(what)]
_NEED_THEIR_READER = [what for what, words in WHATS.items() if words.needs_me]
# They end, or settle, what an older line of their kind may still have asked.
_SETTLE = frozenset(
    {
        What.CIRCLE_FINISHED,
        What.CIRCLE_LEFT,
        What.GROWN,
        What.MEETING_SET,
        What.AGREED,
        What.NOT_ASKED,
        What.RENEWED,
    }
)

# The row that is there already, for use where a statement would otherwise take its table for another one.
_THERE: dict[str, ColumnElement[Any]] = {
    column.key: literal_column(f"notice.{column.key}", column.type) for column in Notice.__table__.columns
}


class Sender(Protocol):
    """The member whose act it is that others are told of: whoever acts, or a row that says who it was."""

    @property
    def id(self) -> int: ...


def tell(
    member_id: int,
    what: What,
    *,
    about: UUID,
    sender: Sender | None = None,
    group_id: int | None = None,
    spot: UUID | None = None,
    words: str = "",
    is_public: bool = True,
    until: datetime | None = None,
    again: bool = False,
) -> None:
    """One line in the member's tray; while an unread one of its kind about this thing is there, that one grows.

    An unread one that still asks something of its reader is not replaced by one that asks nothing and settles nothing.
    Whoever is not active, or apart from the sender, is told nothing; nor is the sender. `again`: the member may have
    had a letter about it, and needs another.
    """
    news = News(
        what=what,
        about=about,
        sender_id=sender.id if sender else None,
        group_id=group_id,
        spot=spot,
        words=words[:LONGEST_WORDS],
        is_public=is_public,
        until=until,
    )
    _write(news, queries.to_one(news, member_id), again=again)


def tell_listeners(
    what: What,
    *,
    about: UUID,
    inside: UUID,
    group_id: int,
    sender: Sender,
    spot: UUID,
    words: str,
    is_public: bool,
    besides: Collection[int] = (),
) -> int:
    """Tell those in the group who hear of every new thing here, or of their communities at once.

    `about` is the conversation, `inside` its community; `besides` are told otherwise. Returns how many were told.
    """
    news = News(
        what=what,
        about=about,
        sender_id=sender.id,
        group_id=group_id,
        spot=spot,
        words=words[:LONGEST_WORDS],
        is_public=is_public,
    )
    return _write(news, queries.to_listeners(news, inside=inside, besides=besides), again=False)


def tell_group(
    what: What,
    *,
    about: UUID,
    inside: UUID,
    group_id: int,
    sender: Sender | None,
    words: str,
    is_public: bool,
    until: datetime | None = None,
    besides: Collection[int] = (),
) -> int:
    """Tell those in the group who hear of what is new in their community (`inside`). Returns how many were told."""
    news = News(
        what=what,
        about=about,
        sender_id=sender.id if sender else None,
        group_id=group_id,
        spot=None,
        words=words[:LONGEST_WORDS],
        is_public=is_public,
        until=until,
    )
    return _write(news, queries.to_group(news, inside=inside, besides=besides), again=False)


def tell_everybody(what: What, *, about: UUID, group_id: int, sender: Sender, words: str, is_public: bool) -> int:
    """Tell all who are in the group, whatever they chose to hear of. Returns how many were told."""
    news = News(
        what=what,
        about=about,
        sender_id=sender.id,
        group_id=group_id,
        spot=None,
        words=words[:LONGEST_WORDS],
        is_public=is_public,
    )
    return _write(news, queries.to_everybody(news), again=False)


def take_back(
    about: UUID,
    *,
    kind: Kind | None = None,
    member_id: int | None = None,
    spot: UUID | None = None,
    whats: Collection[What] = (),
) -> None:
    """The thing has gone, or waits for nobody any more: nothing is said of it, neither new nor earlier.

    Of `whats`, or of one `spot` of it, alone, where they are given.
    """
    gone = delete(Notice).where(Notice.about == about)
    if whats:
        gone = gone.where(Notice.what.in_(whats))
    if spot is not None:
        gone = gone.where(Notice.spot == spot)
    if kind is not None:
        gone = gone.where(Notice.kind == kind)
    if member_id is not None:
        gone = gone.where(Notice.member_id == member_id)
    changed(gone)


def take_back_spot(
    about: UUID,
    spot: UUID,
    *,
    was_counted: ColumnElement[bool],
    left: ColumnElement[int],
    first: ColumnElement[UUID | None],
) -> None:
    """One post has gone: of several there is one less, never more than are left, and none is nothing to tell.

    The room that it was in says of a Notice whether it counted the post, how many it may still count, and which is the
    first of them. The line leads there if it led to the post.
    """
    fewer = Notice.how_many - case((was_counted, 1), else_=0)
    number = case((fewer < left, fewer), else_=left)
    those = (Notice.about == about, Notice.what.in_(_COUNTED), or_(was_counted, Notice.how_many > left))
    changed(delete(Notice).where(*those, number < 1))
    changed(
        update(Notice).where(*those).values(how_many=number, spot=case((Notice.spot == spot, first), else_=Notice.spot))
    )


def recount(member_id: int, what: What, *, about: UUID, how_many: int, latest_id: int | None) -> None:
    """So many there are now, and this is the latest of them. Without any the line is not shown.

    It is set aside if it was in a letter a short while ago: when the same person comes back, that need not be repeated.
    """
    line = (Notice.member_id == member_id, Notice.about == about, Notice.what == what)
    if how_many:
        is_new = (Notice.how_many != how_many) | Notice.from_id.is_distinct_from(latest_id)
        counted = update(Notice).where(*line, Notice.read_at.is_(None), is_new)
        changed(counted.values(how_many=how_many, from_id=latest_id))
        return
    changed(delete(Notice).where(*line, Notice.id.not_in(queries.lettered_lately(member_id, what, about))))
    changed(update(Notice).where(*line).values(until=clock.now(), read_at=None))


def move(about: UUID, *, group_id: int, is_public: bool) -> None:
    """The thing stands in another group now, and its title may be in letters or not."""
    changed(update(Notice).where(Notice.about == about).values(group_id=group_id, is_public=is_public))


def keep_from_letters(group_id: int, abouts: Select[tuple[UUID]]) -> None:
    """Fewer may read now: no title of the group or of these things leaves by letter any more."""
    those = or_(Notice.group_id == group_id, Notice.about.in_(abouts))
    changed(update(Notice).where(Notice.is_public, those).values(is_public=False))


def retitle(about: UUID, words: str, *, group_id: int | None = None) -> None:
    """The thing has another title now; of a thing in a group only those hear it who are in it."""
    those = update(Notice).where(Notice.about == about)
    if group_id is not None:
        those = those.where(Notice.group_id == group_id, belonging.belongs(Notice.member_id, literal(group_id)))
    changed(those.values(words=words[:LONGEST_WORDS]))


def _write(news: News, told: Select[Any], *, again: bool) -> int:
    """Insert the lines; where an unread one is there it goes on counting, stays, or begins anew as if never told."""
    db.session.flush()  # who is in the group, and the rest, as the act leaves it
    made = upsert(Notice).from_select([str(column.key) for column in told.selected_columns], told)
    new = made.excluded
    is_shown = queries.is_shown(_THERE["member_id"], SimpleNamespace(**_THERE))
    goes_on: ColumnElement[bool] = literal_column("1 = 0")
    if policy.can_be_counted(news.what) and not again:
        goes_on = _THERE["what"].in_(_COUNTED) & is_shown
    values: dict[str, ColumnElement[Any]] = {
        name: new[name] for name in ("from_id", "group_id", "words", "is_public", "until", "told_at")
    }
    values |= {name: case((goes_on, _THERE[name]), else_=new[name]) for name in ("what", "spot", "since", "letter")}
    values |= {"how_many": case((goes_on, _THERE["how_many"] + 1), else_=1)}
    comes_back = queries.is_set_aside(SimpleNamespace(**_THERE), new) if policy.can_be_counted(news.what) else goes_on
    values |= {"lettered_at": case((goes_on | comes_back, _THERE["lettered_at"]), else_=None)}
    may_stay = news.what not in _SETTLE and not WHATS[news.what].needs_me
    grown = made.on_conflict_do_update(
        index_elements=["member_id", "kind", "about"],
        index_where=UNREAD,
        set_=values,
        where=~(_THERE["what"].in_(_NEED_THEIR_READER) & is_shown) if may_stay else None,
    )
    how_many = changed(grown)
    if how_many:
        _begin_letters(news.about)
    return how_many


def _begin_letters(about: UUID) -> None:
    """Whoever has been told and has no times for letters yet gets the usual ones: nobody is left without."""
    begun = queries.without_times(about)
    made = upsert(LetterTimes).from_select([str(column.key) for column in begun.selected_columns], begun)
    db.session.execute(made.on_conflict_do_nothing())
