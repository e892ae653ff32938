"""Reads of invite links: those of a community, and the one that somebody holds."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import MemberState
from community.practice.models import Community, InviteLink
from community.practice.queries.front import CommunitySeen

MOST_LINKS = 10


class LinkKept(NamedTuple):
    """An invite link that works, as those who look after the community see it."""

    id: int
    public_id: UUID
    made_at: datetime
    expires_at: datetime
    used: int


class Invited(NamedTuple):
    """The community behind a link that works: what whoever holds it is told before they come in."""

    link_id: int
    community_id: int
    community_public_id: UUID
    name: str
    purpose: str


_NOW = bindparam("now", type_=UtcDateTime())
# It works as long as whoever made it may still hand it out.
_WORKS = (
    InviteLink.revoked_at.is_(None),
    InviteLink.expires_at > _NOW,
    Member.state == MemberState.ACTIVE,
    belonging.looks_after(Member.id, Community.group_id),
)
_LINKS = (
    select(InviteLink.id, InviteLink.public_id, InviteLink.made_at, InviteLink.expires_at, InviteLink.used)
    .join(Community, Community.id == InviteLink.community_id)
    .join(Member, Member.id == InviteLink.maker_id)
    .where(InviteLink.community_id == bindparam("community"), *_WORKS)
    .order_by(InviteLink.made_at.desc(), InviteLink.id.desc())
)
_INVITED = (
    select(InviteLink.id, Community.id, Community.public_id, Community.name, Community.purpose)
    .join(Community, Community.id == InviteLink.community_id)
    .join(Member, Member.id == InviteLink.maker_id)
    .where(InviteLink.public_id == bindparam("link"), *_WORKS, Community.archived_at.is_(None))
)


def links_of(community: CommunitySeen) -> list[LinkKept]:
    """Every link into the community that works, the newest first."""
    asked = {"community": community.id, "now": clock.now()}
    return [LinkKept._make(row) for row in db.session.execute(_LINKS, asked)]


def invited_by(link: UUID) -> Invited | None:
    """Where the link leads, while it works; its proof is checked by whoever asks."""
    row = db.session.execute(_INVITED, {"link": link, "now": clock.now()}).one_or_none()
    return Invited._make(row) if row else None
