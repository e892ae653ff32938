"""Who could join a circle: whom the list offers, and who is allowed with every one of it.

The list asks the rules of its reader alone: what it left out would otherwise tell whom the others of the circle avoid.
What room the people of the circle have for others is not asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.matching import (
    Candidate,
    PairFacts,
    is_allowed,
    suggest,
    week_of,
)
from community.buddying.models import Circle, CircleSeat
from community.buddying.queries.choosing import likeliest_allowed
from community.buddying.queries.everybody import everybody
from community.buddying.queries.finding import Suggested, suggested
from community.buddying.queries.people import COLUMNS, Somebody, somebodies, somebodies_of
from community.buddying.queries.reference import taxonomy
from community.buddying.queries.rules import has_few_hellos, may_be_together, may_meet, rule_times
from community.buddying.seen import CircleSeen
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.directory.models import Profile

_one, _other = aliased(CircleSeat), aliased(CircleSeat)
_SHARED = (
    select(Circle.public_id)
    .join(_one, and_(_one.circle_id == Circle.id, _one.left_at.is_(None)))
    .join(_other, and_(_other.circle_id == Circle.id, _other.left_at.is_(None)))
    .where(
        Circle.ended_at.is_(None),
        _one.member_id == bindparam("one"),
        _other.member_id.in_(bindparam("others", expanding=True)),
    )
    .limit(1)
)


class ToInvite(NamedTuple):
    """Whom one of a circle may meet and could propose, with the reasons for them; in mixed order."""

    people: tuple[Suggested, ...]
    is_whole: bool

    @property
    def how_many(self) -> int:
        return len(self.people)


def people_to_invite(circle: CircleSeen) -> ToInvite:
    """At most twenty, in a number of statements that hangs on nothing but whether a second look is needed."""
    me = next(iter(_inside([circle.me.id])), None)
    if me is None:
        return ToInvite((), is_whole=True)
    crowd, is_whole = everybody()
    week_seed = week_of(clock.today())
    look = crowd.look(_with_room(me.candidate), turn=f"{week_seed}|{me.id}")
    met = {each.person.key: each for each in likeliest_allowed(look, lambda ids: _allowed([me], ids))}
    lists = suggest(me.person, [each.person for each in met.values()], week_seed=week_seed, taxonomy=taxonomy())
    return ToInvite(suggested([*lists.another_side, *lists.know_your_job], met), is_whole)


def may_all_meet(member_ids: Sequence[int], other_id: int) -> bool:
    """Whether every rule allows this person with each of these members: asked before anybody is asked.

    Of whoever proposes alone when they propose, of everybody once all have said yes.
    """
    return bool(_allowed(_inside(member_ids), {other_id}, with_few_hellos=False, of=len(member_ids)))


def may_all_be_together(member_ids: Sequence[int], other_id: int) -> bool:
    """Whether no rule has come to stand between them since: asked again when a yes has been said."""
    statement = _together(len(member_ids))
    row = db.session.execute(statement, _asked(member_ids) | {"ids": [other_id]}).one_or_none()
    inside = _inside(member_ids)
    return row is not None and len(inside) == len(member_ids) and _allows(inside, row)


def do_they_share_a_circle(one_id: int, other_ids: Collection[int]) -> bool:
    """Whether an open circle of any size has this member and one of the others in it."""
    return db.session.execute(_SHARED, {"one": one_id, "others": list(other_ids)}).first() is not None


def _inside(member_ids: Sequence[int]) -> list[Somebody]:
    return list(somebodies_of(member_ids).values())


def _allowed(
    inside: list[Somebody], ids: set[int], *, with_few_hellos: bool = True, of: int | None = None
) -> list[Somebody]:
    if not ids or (of is not None and len(inside) < of):
        return []
    statement = _meeting(len(inside), with_few_hellos)
    rows = db.session.execute(statement, _asked([each.id for each in inside]) | {"ids": sorted(ids)}).all()
    found = somebodies(rows).values()
    return [each for each in found if _is_allowed_with_all(inside, each.candidate)]


def _allows(inside: list[Somebody], row: Any) -> bool:
    found = list(somebodies([row]).values())
    return bool(found) and _is_allowed_with_all(inside, _with_room(found[0].candidate))


def _is_allowed_with_all(inside: list[Somebody], candidate: Candidate) -> bool:
    facts = PairFacts(today=clock.today())
    return all(is_allowed(_with_room(each.candidate), candidate, facts) for each in inside)


def _with_room(candidate: Candidate) -> Candidate:
    """The same person, as if they took part: their room for others is not what is asked."""
    return replace(candidate, standing=replace(candidate.standing, room=1, is_paused=False))


@cache
def _meeting(how_many: int, with_few_hellos: bool) -> Select[Any]:
    rules = [may_meet(_member(number)) for number in range(how_many)]
    if with_few_hellos:
        rules.append(has_few_hellos())
    return _people_where(*rules)


@cache
def _together(how_many: int) -> Select[Any]:
    rules = [
        and_(may_be_together(_member(number)), ~belonging.kept_apart(_member(number), Member.id))
        for number in range(how_many)
    ]
    return _people_where(Member.state == MemberState.ACTIVE, *rules)


def _people_where(*rules: Any) -> Select[Any]:
    columns: tuple[Any, ...] = COLUMNS
    people = select(*columns).join(Profile, Profile.member_id == Member.id)
    return people.where(Member.id.in_(bindparam("ids", expanding=True)), *rules)


def _member(number: int) -> Any:
    return bindparam(f"member_{number}", type_=Member.id.type)


def _asked(member_ids: Sequence[int]) -> dict[str, Any]:
    return rule_times() | {f"member_{number}": member_id for number, member_id in enumerate(member_ids)}
