"""Whom to ask whether they could answer a post that waits, and who was asked."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import Actor
from community.directory.models import NamedAs, ProfileChallenge
from community.notifications.models import Level as Heard
from community.practice.models import Community, HelpAsked, Post, Thread, ThreadChallenge
from community.practice.queries import hearing, readers
from community.practice.queries.waiting import CamePost, WaitingPost

A_WEEK = timedelta(days=7)
HELPERS = 3
ASKED_IN_A_WEEK = 2
MOST_ASKED = 2 * HELPERS
_CHOICE = 50


class Helper(NamedTuple):
    """Somebody whose offers fit: in how many things, and when they were last asked anything."""

    member_id: int
    fits: int
    asked_at: datetime | None


_ASKED = select(func.count(), func.count(HelpAsked.declined_at)).where(HelpAsked.post_id == bindparam("post"))
_ABOUT = select(ThreadChallenge.challenge_id).where(ThreadChallenge.thread_id == bindparam("thread"))
_ON_MIND = select(ProfileChallenge.challenge_id).where(
    ProfileChallenge.member_id == bindparam("asker"), ProfileChallenge.named_as == NamedAs.TOP
)
_before, _of_week = aliased(HelpAsked), aliased(HelpAsked)
_LAST_ASKED = (
    select(func.max(_before.asked_at)).where(_before.member_id == Member.id).correlate(Member).scalar_subquery()
)
_ASKED_THIS_WEEK = (
    select(func.count())
    .select_from(_of_week)
    .where(_of_week.member_id == Member.id, _of_week.asked_at > bindparam("week_ago", type_=UtcDateTime()))
    .correlate(Member)
    .scalar_subquery()
)
_HELPERS = (
    select(Member.id, func.count().label("fits"), _LAST_ASKED.label("asked_at"))
    .select_from(Thread)
    .join(Community, Community.id == Thread.community_id)
    .join(Belonging, and_(Belonging.group_id == Community.group_id, Belonging.state == BelongingState.IN))
    .join(Member, Member.id == Belonging.member_id)
    .join(ProfileChallenge, and_(ProfileChallenge.member_id == Member.id, ProfileChallenge.named_as == NamedAs.OFFER))
    .outerjoin(hearing.of_thread, hearing.chose_for_thread(Member.id))
    .outerjoin(hearing.of_community, hearing.chose_for_community(Member.id))
    .where(
        Thread.id == bindparam("thread"),
        ProfileChallenge.challenge_id.in_(bindparam("challenges", expanding=True)),
        readers.may_read_thread(Member),
        Belonging.role != GroupRole.FACILITATOR,  # they are told at the desk
        Member.id != bindparam("asker"),
        ~belonging.kept_apart(Member.id, bindparam("asker", type_=Member.id.type)),
        ~belonging.kept_apart(Member.id, func.coalesce(Thread.author_id, 0)),
        hearing.LEVEL != Heard.NOTHING,
        Member.id.not_in(select(HelpAsked.member_id).where(HelpAsked.post_id == bindparam("post"))),
        _ASKED_THIS_WEEK < ASKED_IN_A_WEEK,
    )
    .group_by(Member.id)
    .order_by(func.count().desc(), _LAST_ASKED.is_not(None), _LAST_ASKED, Member.id)
    .limit(_CHOICE)
)
_WAS_ASKED = (
    select(Post.id, Post.public_id, Thread.public_id.label("thread_public_id"))
    .join(Thread, Thread.id == Post.thread_id)
    .join(HelpAsked, HelpAsked.post_id == Post.id)
    .where(Post.public_id == bindparam("post"), HelpAsked.member_id == bindparam("member"))
)


def how_many_to_ask(post: WaitingPost) -> int:
    """Three are asked. Whoever says "not me" makes room for another, as long as not too many were asked in all."""
    asked, declined = db.session.execute(_ASKED, {"post": post.id}).one()
    return max(0, min(HELPERS - (asked - declined), MOST_ASKED - asked))


def helpers_for(post: WaitingPost) -> list[Helper]:
    """Members of the community whose offers fit what the conversation is about.

    Best first, then who was asked least lately. A conversation that names no challenge is about what its asker has on
    their mind.
    """
    about = db.session.scalars(_ABOUT, {"thread": post.thread_id}).all()
    about = about or db.session.scalars(_ON_MIND, {"asker": post.asker_id}).all()
    asked = {
        "thread": post.thread_id,
        "post": post.id,
        "asker": post.asker_id,
        "challenges": list(about),
        "week_ago": clock.now() - A_WEEK,
    }
    return [Helper(*row) for row in db.session.execute(_HELPERS, asked)] if about else []


def post_i_was_asked_about(actor: Actor, post: UUID) -> CamePost | None:
    """The post, if the actor was asked whether they could answer it."""
    row = db.session.execute(_WAS_ASKED, {"member": actor.id, "post": post}).one_or_none()
    return CamePost(*row) if row else None
