"""Reads of feeds: whose an address is, and what its member may read now. An address is derived, never stored."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.belonging.models import BelongingState
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.mail import links
from community.practice.models import Community, FeedKey, Thread
from community.practice.queries import authors, marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer

FEED_PURPOSE = "feeds"
ENTRIES = 30


class FeedAddress(NamedTuple):
    """The two parts of a member's addresses that nobody can make up, and since when they hold."""

    number: UUID
    proof: str
    made_at: datetime


class FeedReader(NamedTuple):
    """Whose feed it is, as if they looked themselves."""

    actor: Actor
    made_at: datetime


class FeedLine(NamedTuple):
    """A conversation in a feed. Where not every member may read it: its title alone, without author and words."""

    public_id: UUID
    title: str
    last_post_at: datetime
    author: str
    community: str
    words: str


_KEY = select(
    FeedKey.number, FeedKey.made_at, Member.id, Member.public_id, Member.display_name, Member.role, Member.state,
    Member.password_verifier,
).join(Member, Member.id == FeedKey.member_id)  # fmt: skip
_MINE = _KEY.where(FeedKey.member_id == bindparam("member"))
_BEHIND = _KEY.where(FeedKey.number == bindparam("number"), Member.state == MemberState.ACTIVE)

_LINES = (
    select(
        Thread.public_id,
        Thread.title,
        Thread.last_post_at,
        Thread.excerpt,
        readers.may_be_in_letters(Thread).label("is_public"),
        Community.name,
        Member.display_name,
        Member.public_id.label("author_public_id"),
        Member.state,
    )
    .select_from(Thread)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(Member, Member.id == Thread.author_id)
    .where(readers.may_read_thread(viewer), marks.not_kept_apart(), Thread.hidden_at.is_(None))
    .order_by(Thread.last_post_at.desc(), Thread.id.desc())
    .limit(ENTRIES)
)
_OF_ALL = _LINES.where(mine.state == BelongingState.IN)
_OF_ONE = _LINES.where(Community.public_id == bindparam("community"))


def feed_address_of(actor: Actor) -> FeedAddress | None:
    """Where the member's feeds are, if they have made any."""
    row = db.session.execute(_MINE, {"member": actor.id}).one_or_none()
    return FeedAddress(row.number, links.proof(FEED_PURPOSE, row.number, _bound(row)), row.made_at) if row else None


def feed_reader_behind(number: UUID, proof: str) -> FeedReader:
    """Raises NotFound alike for an address that was never made, was stopped, or whose member may not read now."""
    row = db.session.execute(_BEHIND, {"number": number}).one_or_none()
    if row is None or not links.proves(proof, FEED_PURPOSE, number, _bound(row)):
        raise NotFound
    return FeedReader(Actor(row.id, row.public_id, row.display_name, row.role, row.state, b""), row.made_at)


def lines_of_mine(actor: Actor) -> list[FeedLine]:
    """The latest conversations of the communities that the member is in."""
    return [_line(row) for row in db.session.execute(_OF_ALL, {"viewer": actor.id})]


def lines_of_community(actor: Actor, community_id: UUID) -> list[FeedLine]:
    """The latest conversations there, as far as the member reads them."""
    return [_line(row) for row in db.session.execute(_OF_ONE, {"viewer": actor.id, "community": community_id})]


def _bound(row: Any) -> str:
    """What an address proves besides its number: the member, and their password of today.

    So whoever changes a password because somebody else was in their account also closes what that one took along.
    """
    return f"{row.public_id} {hashlib.sha256(row.password_verifier or b'').hexdigest()}"


def _line(row: Any) -> FeedLine:
    if not row.is_public:
        return FeedLine(row.public_id, row.title, row.last_post_at, "", "", "")
    name, _ = authors.author(row.display_name, row.author_public_id, row.state)
    return FeedLine(row.public_id, row.title, row.last_post_at, name, row.name, row.excerpt)
