"""How far somebody has read. A mark only moves forward."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from community.core import clock
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import CommunityMark, ReadMark
from community.practice.queries import CommunitySeen


def mark_read(actor: Actor, thread_id: int, post_id: int) -> None:
    """The member has read the thread as far as this post."""
    inserted = insert(ReadMark).values(member_id=actor.id, thread_id=thread_id, post_id=post_id)
    db.session.execute(
        inserted.on_conflict_do_update(
            index_elements=["member_id", "thread_id"],
            set_={"post_id": inserted.excluded.post_id},
            where=ReadMark.post_id < inserted.excluded.post_id,
        )
    )


def mark_community_read(actor: Actor, community: CommunitySeen, seen_at: datetime) -> None:
    """Nothing posted before `seen_at`, when the member looked at the list, is new any more."""
    moment = min(seen_at, clock.now())
    inserted = insert(CommunityMark).values(member_id=actor.id, community_id=community.id, read_at=moment)
    db.session.execute(
        inserted.on_conflict_do_update(
            index_elements=["community_id", "member_id"],
            set_={"read_at": inserted.excluded.read_at},
            where=CommunityMark.read_at.is_(None) | (CommunityMark.read_at < inserted.excluded.read_at),
        )
    )


def set_mark(member_id: int, community_id: int, **values: datetime | None) -> None:
    """Write these columns of a member's CommunityMark, whether or not there was one."""
    inserted = insert(CommunityMark).values(member_id=member_id, community_id=community_id, **values)
    db.session.execute(inserted.on_conflict_do_update(index_elements=["community_id", "member_id"], set_=values))


def insert(table: Any) -> Any:
    """The INSERT of this database, which knows ON CONFLICT."""
    return (sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert)(table)
