"""Reads of circles that ask: in whose name a hello was said, and whether one has grown."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import Circle, CircleSeat, Hello
from community.buddying.queries.circles import reads
from community.buddying.seen import HelloSeen
from community.core.database import db
from community.core.roles import Actor
from community.core.text import listed

_seated = aliased(CircleSeat)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_HAS_GROWN = select(Circle.id).where(Circle.grew_from_id == bindparam("circle")).limit(1)
_BEHIND = (
    select(Hello.public_id, Member.display_name)
    .select_from(Hello)
    .join(_seated, _seated.circle_id == Hello.joins_id)
    .join(Member, Member.id == _seated.member_id)
    .where(
        Hello.public_id.in_(bindparam("hellos", expanding=True)),
        reads(Member.id, _seated.circle_id),
        Member.id != _VIEWER,
    )
    .order_by((Member.id != Hello.asker_id), Member.display_name, Member.id)
)
_ASKING_WITH = (
    select(
        Hello.public_id, _seated.member_id, Circle.public_id.label("circle_public_id"), Circle.group_id,
        belonging.has_blocked(_seated.member_id, Hello.asked_id).label("is_unwanted"),
    )
    .join(Circle, Circle.id == Hello.joins_id)
    .join(_seated, and_(_seated.circle_id == Circle.id, _seated.left_at.is_(None)))
    .where(Hello.public_id.in_(bindparam("hellos", expanding=True)), _seated.member_id != Hello.asker_id)
    .order_by(Hello.id, _seated.member_id)
)  # fmt: skip


class AskingWith(NamedTuple):
    """One of the circle in whose name a hello was said by another. `is_unwanted`: they blocked whoever was asked."""

    hello_id: UUID
    member_id: int
    circle_id: UUID
    group_id: int
    is_unwanted: bool


class Behind(NamedTuple):
    """In whose name a hello was said, without its reader; whoever wrote the words comes first."""

    names: tuple[str, ...]

    @property
    def words(self) -> str:
        return listed(self.names)


def has_grown(circle_id: int) -> bool:
    """Whether a new circle of its people and one more has begun."""
    return db.session.execute(_HAS_GROWN, {"circle": circle_id}).first() is not None


def circles_behind(viewer: Actor, hellos: Collection[HelloSeen]) -> dict[UUID, Behind]:
    """Of those that circles said, by public id: in whose name, as `reads` has them today. One statement at most."""
    asked = [hello.public_id for hello in hellos if hello.joins_id is not None]
    names: dict[UUID, list[str]] = defaultdict(list)
    if asked:
        for hello_id, name in db.session.execute(_BEHIND, {"hellos": asked, "viewer": viewer.id}):
            names[hello_id].append(name)
    return {hello_id: Behind(tuple(each)) for hello_id, each in names.items()}


def asking_with(hello_ids: Collection[UUID]) -> list[AskingWith]:
    """Everybody in whose name these hellos were said, besides who wrote the words."""
    if not hello_ids:
        return []
    return [AskingWith(*row) for row in db.session.execute(_ASKING_WITH, {"hellos": list(hello_ids)})]
