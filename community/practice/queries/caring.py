"""Reads of a post by its number, for whoever has to look after it: without a viewer, so never for a page."""

from uuid import UUID

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import Gathering, Post
from community.practice.queries.single import TO_CHANGE, PostToChange, to_change

_BY_NUMBER = TO_CHANGE.where(Post.id == bindparam("number"))
_AUTHOR = select(Member.id, Member.public_id, Member.display_name, Member.role, Member.state)


def post_of_number(post_id: int) -> PostToChange | None:
    """The post as it is kept now; None when it has gone, with its conversation."""
    row = db.session.execute(_BY_NUMBER, {"number": post_id}).one_or_none()
    return to_change(row) if row else None


def author_of(post: PostToChange) -> Actor | None:
    """Whoever wrote it, as the one whose words call others."""
    row = db.session.execute(_AUTHOR.where(Member.id == post.author_id)).one_or_none()
    return Actor(row.id, row.public_id, row.display_name, row.role, row.state, b"") if row else None


def gathering_called(gathering_id: int) -> UUID:
    """The public id of a gathering."""
    return db.session.execute(select(Gathering.public_id).where(Gathering.id == gathering_id)).scalar_one()
