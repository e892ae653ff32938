"""Who reads what: the one predicate that every loader, list and count asks, and the sentence that says it in words."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core.roles import MemberState
from community.core.text import counted
from community.practice.models import Community, Gathering, Level, Post, Thread

_reader = aliased(Member)
_placed = aliased(Belonging)


def may_read(member: Any) -> ColumnElement[bool]:
    """SQL: this member (the Member table or an alias of it) reads the conversations of the Community in the statement.

    Only an active member reads anything. An open community is read by all of them, every other by those who are in it.
    """
    return and_(
        member.state == MemberState.ACTIVE,
        or_(Community.level == Level.OPEN, belonging.belongs(member.id, Community.group_id)),
    )


def may_read_thread(member: Any) -> ColumnElement[bool]:
    """SQL: this member reads the Thread in the statement, which stands in the Community of it.

    One that was begun for the members stays theirs. One whose first post is hidden is there for whoever began it, and
    for those who look after the community.
    """
    return and_(
        may_read(member),
        or_(Thread.is_for_members.is_(False), belonging.belongs(member.id, Community.group_id)),
        or_(
            Thread.hidden_at.is_(None),
            Thread.author_id == member.id,
            belonging.looks_after(member.id, Community.group_id),
        ),
    )


def may_read_gathering(member: Any) -> ColumnElement[bool]:
    """SQL: this member reads the Gathering in the statement, which stands in the Community of it, but for its place.

    As with a conversation: one that was planned for the members stays theirs, and one that is hidden is there for
    whoever planned it, and for those who look after the community.
    """
    return and_(
        may_read(member),
        or_(Gathering.is_for_members.is_(False), belonging.belongs(member.id, Community.group_id)),
        or_(
            Gathering.hidden_at.is_(None),
            Gathering.maker_id == member.id,
            belonging.looks_after(member.id, Community.group_id),
        ),
    )


def may_read_post(member: Any) -> ColumnElement[bool]:
    """SQL: this member reads the words of the Post in the statement, if it is one of a thread that they read."""
    return or_(
        Post.hidden_at.is_(None),
        Post.author_id == member.id,
        belonging.looks_after(member.id, Community.group_id),
    )


def may_see(member: Any) -> ColumnElement[bool]:
    """SQL: this member sees that the Community exists, and its front page. Whoever reads it also sees it."""
    return or_(and_(member.state == MemberState.ACTIVE, Community.level == Level.ASK), may_read(member))


def may_be_in_letters(said: type[Thread] | type[Gathering]) -> ColumnElement[bool]:
    """SQL: the title of this Thread or Gathering, and the name of the Community it stands in, may leave the site.

    As `policy.may_be_in_letters` says it of one; and of what is hidden nothing leaves.
    """
    return and_(
        Community.level == Level.OPEN,
        Community.is_safe_space.is_(False),
        said.is_for_members.is_(False),
        said.hidden_at.is_(None),
    )


def how_many_read() -> ColumnElement[int]:
    """SQL: how many people `may_read` lets in today (a private circle of people is counted from its own list)."""
    return _how_many(Community.level == Level.OPEN)


def how_many_read_thread() -> ColumnElement[int]:
    """SQL: the same of the Thread, where it is not hidden."""
    return _how_many(and_(Community.level == Level.OPEN, Thread.is_for_members.is_(False)))


def how_many_read_gathering() -> ColumnElement[int]:
    """SQL: the same of the Gathering, where it is not hidden."""
    return _how_many(and_(Community.level == Level.OPEN, Gathering.is_for_members.is_(False)))


def _how_many(everybody_reads: ColumnElement[bool]) -> ColumnElement[int]:
    of_everybody = select(func.count()).select_from(_reader).where(may_read(_reader))
    of_the_group = (
        select(func.count())
        .select_from(_placed)
        .join(_reader, _reader.id == _placed.member_id)
        .where(_placed.group_id == Community.group_id, _placed.state == BelongingState.IN, may_read(_reader))
    )
    return case(
        (everybody_reads, of_everybody.correlate(Community).scalar_subquery()),
        else_=of_the_group.correlate(Community).scalar_subquery(),
    )


def how_many_belong() -> ColumnElement[int]:
    """SQL: how many active members have joined the Community in the statement."""
    joined = (
        select(func.count())
        .select_from(_placed)
        .join(_reader, _reader.id == _placed.member_id)
        .where(
            _placed.group_id == Community.group_id,
            _placed.state == BelongingState.IN,
            _reader.state == MemberState.ACTIVE,
        )
    )
    return joined.correlate(Community).scalar_subquery()


def readers_of(level: Level, how_many: int, *, is_for_members: bool = False) -> str:
    """Who can read what is written here, in one sentence. The number is that of `how_many_read`."""
    is_for_all = level == Level.OPEN and not is_for_members
    who = "Every member of this site" if is_for_all else "The members of this community"
    return f"{who} can read this: {counted(how_many)} today, and anyone who joins later."
