"""Who is told of a gathering: its community when it is planned and afterwards, in between those who come."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.models import Level
from community.practice.queries import CommunitySeen, GatheringSeen
from community.practice.queries.seats import Held

_OUTDATED = (What.GATHERING_SET, What.GATHERING_MOVED, What.GATHERING_ROOM)


class Where(NamedTuple):
    """The community of a gathering, as far as telling needs to know it."""

    public_id: UUID
    group_id: int
    level: Level
    is_safe_space: bool
    is_for_members: bool = False
    is_hidden: bool = False

    @property
    def is_public(self) -> bool:
        return policy.may_be_in_letters(self)


def where_of(gathering: GatheringSeen) -> Where:
    return Where(
        gathering.community_public_id,
        gathering.group_id,
        gathering.level,
        gathering.is_safe_space,
        gathering.is_for_members,
        gathering.hidden_at is not None,
    )


def tell_of_plan(actor: Actor, community: CommunitySeen, about: UUID, *, title: str, until: datetime) -> None:
    """Everybody in the community who hears of what is new there."""
    notifications.tell_group(
        What.GATHERING_SET,
        about=about,
        inside=community.public_id,
        group_id=community.group_id,
        sender=actor,
        words=title,
        is_public=policy.may_be_in_letters(community),
        until=until,
    )


def tell_of_change(actor: Actor, held: Held, where: Where, what: What, *, title: str, until: datetime) -> None:
    """Whoever comes or waits, from nobody: also those who keep apart from whoever changed it must hear of it."""
    if what is What.GATHERING_OFF:
        notifications.take_back(held.public_id, whats=_OUTDATED)
    for member_id in queries.people_to_tell(held):
        if member_id != actor.id:
            _tell(member_id, what, held, where, title=title, until=until)


def tell_of_room(member_id: int, held: Held, where: Where) -> None:
    """They waited, and come now."""
    _tell(member_id, What.GATHERING_ROOM, held, where, title=held.title, until=held.ends_at)


def tell_of_note(actor: Actor, gathering: GatheringSeen) -> None:
    where = where_of(gathering)
    if where.is_hidden:
        return
    notifications.tell_group(
        What.GATHERING_NOTE,
        about=gathering.public_id,
        inside=where.public_id,
        group_id=where.group_id,
        sender=actor,
        words=gathering.title,
        is_public=where.is_public,
    )


def _tell(member_id: int, what: What, held: Held, where: Where, *, title: str, until: datetime) -> None:
    """Of one that is hidden not even its title is said."""
    notifications.tell(
        member_id,
        what,
        about=held.public_id,
        group_id=where.group_id,
        words="" if where.is_hidden else title,
        is_public=where.is_public,
        until=until,
    )
