"""The challenges by which a list can be narrowed: those that a conversation in it was given."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from community.core.database import db
from community.core.roles import Actor
from community.directory import queries as directory
from community.practice.models import Community, Thread, ThreadChallenge, ThreadKind
from community.practice.queries import marks, readers
from community.practice.queries.front import CommunitySeen
from community.practice.queries.marks import VIEWER, viewer

_GIVEN = (
    select(ThreadChallenge.challenge_id)
    .distinct()
    .select_from(ThreadChallenge)
    .join(Thread, Thread.id == ThreadChallenge.thread_id)
    .join(ThreadKind, ThreadKind.id == Thread.kind_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .where(readers.may_read_thread(viewer), marks.not_kept_apart())
)


@cache
def _statement(*, inside: bool, of_resources: bool) -> Select[Any]:
    statement: Any = _GIVEN
    if inside:
        statement = statement.where(Thread.community_id == bindparam("community"))
    if of_resources:
        statement = statement.where(ThreadKind.has_link)
    built: Select[Any] = statement
    return built


def challenges_in_use(
    actor: Actor, *, inside: CommunitySeen | None = None, of_resources: bool = False, chosen: str = ""
) -> tuple[directory.ChallengeGroup, ...]:
    """What the conversations that the actor reads are about, in groups; with what is chosen already."""
    asked: dict[str, Any] = {"viewer": actor.id}
    if inside:
        asked["community"] = inside.id
    statement = _statement(inside=inside is not None, of_resources=of_resources)
    given = {chosen, *db.session.scalars(statement, asked)}
    groups = (
        directory.ChallengeGroup(group.label, tuple(each for each in group.challenges if each.id in given))
        for group in directory.challenge_groups()
    )
    return tuple(group for group in groups if group.challenges)
