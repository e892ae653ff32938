"""The tray of notices, and the number on the bell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core.database import db
from community.core.roles import Actor
from community.notifications import wording
from community.notifications.models import Notice, What
from community.notifications.queries.shown import is_shown
from community.notifications.whats import WHATS

MOST_UNREAD = 100
MOST_EARLIER = 30


class Line(NamedTuple):
    """One notice as its reader sees it. `who` is empty where there is nobody to name."""

    public_id: UUID
    what: What
    about: UUID
    spot: UUID | None
    words: str
    is_public: bool
    how_many: int
    told_at: datetime
    who: str

    @property
    def sentence(self) -> str:
        return wording.sentence(self, self.who, in_letter=False)

    @property
    def path(self) -> str:
        return wording.path(self)

    @property
    def icon(self) -> str:
        return WHATS[self.what].icon

    @property
    def needs_me(self) -> bool:
        return WHATS[self.what].needs_me


class Tray(NamedTuple):
    """What is new, and what was read before, the latest first. `has_more`: some unread ones do not fit."""

    unread: Sequence[Line]
    earlier: Sequence[Line]
    has_more: bool

    @property
    def needs(self) -> list[Line]:
        return [line for line in self.unread if line.needs_me]

    @property
    def rest(self) -> list[Line]:
        return [line for line in self.unread if not line.needs_me]

    @property
    def seen_at(self) -> datetime | None:
        """When the latest unread one was told: what comes after it has not been seen here."""
        return self.unread[0].told_at if self.unread else None


_sender = aliased(Member)
_member: ColumnElement[int] = bindparam("member", type_=Notice.member_id.type)
_is_mine = (Notice.member_id == _member) & is_shown(Notice.member_id)
_is_unread = Notice.read_at.is_(None)
_COLUMNS = (
    Notice.public_id,
    Notice.what,
    Notice.about,
    Notice.spot,
    Notice.words,
    Notice.is_public,
    Notice.how_many,
    Notice.told_at,
    func.coalesce(_sender.display_name, "").label("who"),
)
_LINES = select(*_COLUMNS).outerjoin(_sender, _sender.id == Notice.from_id).where(_is_mine)
_LATEST = (Notice.told_at.desc(), Notice.id.desc())
_UNREAD = _LINES.where(_is_unread).order_by(*_LATEST).limit(MOST_UNREAD + 1)
_EARLIER = _LINES.where(~_is_unread).order_by(*_LATEST).limit(MOST_EARLIER)
_LINE = _LINES.where(Notice.public_id == bindparam("notice"))
_WAITING = select(func.count()).select_from(Notice).where(_is_mine, _is_unread)


def how_many_wait(actor: Actor) -> int:
    """How many lines are new to the member."""
    return db.session.execute(_WAITING, {"member": actor.id}).scalar_one()


def tray(actor: Actor) -> Tray:
    unread, earlier = _lines(_UNREAD, actor), _lines(_EARLIER, actor)
    return Tray(unread[:MOST_UNREAD], earlier, len(unread) > MOST_UNREAD)


def line_of(actor: Actor, notice_id: UUID) -> Line | None:
    """One line of the member's own, if it is (still) shown."""
    found = _lines(_LINE, actor, notice=notice_id)
    return found[0] if found else None


def _lines(statement: Any, actor: Actor, **asked: Any) -> list[Line]:
    return [Line(*row) for row in db.session.execute(statement, {"member": actor.id, **asked})]
