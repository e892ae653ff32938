"""Where a member chose what to hear: of all conversations and communities, those that they may still read."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, literal, select, union_all

from community.core.database import db
from community.core.roles import Actor
from community.notifications.models import Hearing, Level
from community.practice.models import Community, Thread
from community.practice.queries import marks, readers
from community.practice.queries.marks import VIEWER, viewer


class HeardLine(NamedTuple):
    """One of them; `inside` names the community of a conversation."""

    about: UUID
    title: str
    inside: str
    level: Level


_MINE = and_(Hearing.member_id == VIEWER, viewer.id == VIEWER)
_COMMUNITIES = (
    select(Hearing.about.label("thing"), Community.name.label("title"), literal("").label("inside"), Hearing.level)
    .join(Community, Community.public_id == Hearing.about)
    .join(viewer, viewer.id == Hearing.member_id)
    .where(_MINE, readers.may_read(viewer))
)
_CONVERSATIONS = (
    select(Hearing.about, Thread.title, Community.name, Hearing.level)
    .join(Thread, Thread.public_id == Hearing.about)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == Hearing.member_id)
    .where(_MINE, readers.may_read_thread(viewer), marks.not_kept_apart())
)
_HEARD = union_all(_COMMUNITIES, _CONVERSATIONS).order_by("inside", "title", "thing")


def heard_by(actor: Actor) -> list[HeardLine]:
    """Communities first, then conversations by community."""
    return [HeardLine(*row) for row in db.session.execute(_HEARD, {"viewer": actor.id})]
