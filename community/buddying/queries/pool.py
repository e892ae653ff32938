"""The bounded pool: a few hundred people worth comparing, found by small probes on covering indexes.

Each probe asks for a handful of available members on one challenge and one sector side, walking up and down the
member ids from a point that moves every week. What it costs does not grow with the number of members. The hard rules
that SQL can say are one predicate, `may_meet`, over whatever the probes found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging.models import Avoidance
from community.buddying.matching import BUDDIED_LATELY, NOT_NOW_LASTS, Person
from community.buddying.models import Circle, CircleSeat, Hello, HelloState
from community.buddying.queries.hellos import ANSWER_WITHIN, MOST_OPEN
from community.buddying.queries.people import COLUMNS
from community.core import chance, clock
from community.core.database import UtcDateTime, db
from community.directory import queries as directory
from community.directory.models import NamedAs, Profile, ProfileChallenge, ShownAs

POOL_SIZE = 400
WHOLE_SMALL_SITE = 40
MOST_PROBED = 15

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_HIGHEST = select(func.coalesce(func.max(Profile.member_id), 0))
_mine, _theirs = aliased(CircleSeat), aliased(CircleSeat)


class Narrowed(NamedTuple):
    """What the viewer filtered by. `place_ids` and `shown_as`: places that, as shown, lie in the chosen one."""

    sector_ids: tuple[str, ...] = ()
    challenge_id: str = ""
    place_ids: tuple[str, ...] = ()
    shown_as: tuple[ShownAs, ...] = ()

    @property
    def is_anything(self) -> bool:
        return bool(self.sector_ids or self.challenge_id or self.place_ids)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides the text of the statement; everything else is a parameter."""

    probes: int
    by_sector: bool
    by_challenge: bool
    by_place: bool


def may_meet(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL, over Member and Profile: the hard rules that tables can tell (H1, H4, H6, H10) and who may find whom (P4).

    Binds `open_since`, `not_now_since` and `buddied_since`: see `rule_times`.
    """
    return and_(
        Member.id != viewer,
        Profile.is_available,
        Profile.circles_open < Profile.capacity,
        directory.may_find(viewer, Member.id),
        ~exists().where(
            or_(
                and_(Avoidance.member_id == viewer, Avoidance.avoided_id == Member.id),
                and_(Avoidance.member_id == Member.id, Avoidance.avoided_id == viewer),
            )
        ),
        ~_has_hello_between(viewer),
        ~_are_buddies_or_were_lately(viewer),
    )


def rule_times() -> dict[str, Any]:
    now = clock.now()
    return {
        "open_since": now - ANSWER_WITHIN,
        "not_now_since": now - NOT_NOW_LASTS,
        "buddied_since": now - BUDDIED_LATELY,
    }


def _has_hello_between(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """One waits; or one said not now; or the viewer asked and had no answer, which must not look any different."""
    open_since = bindparam("open_since", type_=UtcDateTime())
    not_now_since = bindparam("not_now_since", type_=UtcDateTime())
    by_me = and_(Hello.asker_id == viewer, Hello.asked_id == Member.id)
    by_them = and_(Hello.asked_id == viewer, Hello.asker_id == Member.id)
    unanswered = Hello.state.in_([HelloState.WAITING, HelloState.CLOSED, HelloState.DECLINED])
    return or_(
        exists().where(by_me, unanswered, func.coalesce(Hello.answered_at, Hello.asked_at) > not_now_since),
        exists().where(by_them, Hello.state == HelloState.WAITING, Hello.asked_at > open_since),
        exists().where(by_them, Hello.state == HelloState.DECLINED, Hello.answered_at > not_now_since),
    )


def _are_buddies_or_were_lately(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(
        _mine.member_id == viewer,
        _theirs.circle_id == _mine.circle_id,
        _theirs.member_id == Member.id,
        Circle.id == _mine.circle_id,
        or_(
            Circle.ended_at.is_(None),
            Circle.ended_at > bindparam("buddied_since", type_=UtcDateTime()),
            _mine.is_not_again,
            _theirs.is_not_again,
        ),
    )


def _has_few_hellos() -> ColumnElement[bool]:
    """Nobody is shown while three hellos wait for them already."""
    waiting = (
        select(func.count())
        .select_from(Hello)
        .where(
            Hello.asked_id == Member.id,
            Hello.state == HelloState.WAITING,
            Hello.asked_at > bindparam("open_since", type_=UtcDateTime()),
        )
        .scalar_subquery()
    )
    return waiting < MOST_OPEN


def pool_for(viewer: Person, narrowed: Narrowed, *, week_seed: str) -> Sequence[Any]:
    """Rows with `people.COLUMNS` of members whom the viewer may meet, in one statement."""
    probes = _probes_of(viewer)
    shape = _Shape(len(probes), bool(narrowed.sector_ids), bool(narrowed.challenge_id), bool(narrowed.place_ids))
    highest = db.session.execute(_HIGHEST).scalar_one()
    asked: dict[str, Any] = rule_times() | {
        "viewer": int(viewer.key),
        "sector": viewer.sector.id,
        "start": chance.seeded("pool", week_seed, viewer.key).randint(0, highest),
        "each": max(4, POOL_SIZE // (4 * len(probes) + 2)),
        "few": WHOLE_SMALL_SITE,
    }
    for number, (challenge_id, named_as) in enumerate(probes):
        asked |= {f"probe_challenge_{number}": challenge_id, f"probe_as_{number}": named_as}
    if shape.by_sector:
        asked["sector_ids"] = list(narrowed.sector_ids)
    if shape.by_challenge:
        asked["challenge"] = narrowed.challenge_id
    if shape.by_place:
        asked |= {"place_ids": list(narrowed.place_ids), "shown_as": list(narrowed.shown_as)}
    return db.session.execute(_pool(shape), asked).all()


def _probes_of(viewer: Person) -> list[tuple[str, NamedAs]]:
    """Who shares my top challenges; who offers what I need (my own challenges too); who needs what I offer."""
    wanted = [(each, NamedAs.TOP) for each in viewer.top]
    wanted += [(each, NamedAs.OFFER) for each in dict.fromkeys([*viewer.top, *sorted(viewer.needs)])]
    wanted += [(each, NamedAs.NEED) for each in sorted(viewer.offers)]
    return wanted[:MOST_PROBED]


@lru_cache(maxsize=128)
def _pool(shape: _Shape) -> Executable:
    found = union(*_all_probes(shape)).subquery("found")
    return (
        select(*COLUMNS)
        .select_from(found)
        .join(Member, Member.id == found.c.member_id)
        .join(Profile, Profile.member_id == found.c.member_id)
        .where(may_meet(_VIEWER), _has_few_hellos())
    )


def _all_probes(shape: _Shape) -> Iterator[Select[Any]]:
    for is_upward in (True, False):
        anybody = select(Profile.member_id).where(*_available(shape))
        yield _walk(anybody, Profile.member_id, is_upward=is_upward, limit="few")
        for number in range(shape.probes):
            for is_kin in (True, False):
                probe = (
                    select(ProfileChallenge.member_id)
                    .join(Profile, Profile.member_id == ProfileChallenge.member_id)
                    .where(
                        ProfileChallenge.challenge_id == bindparam(f"probe_challenge_{number}"),
                        ProfileChallenge.named_as == bindparam(f"probe_as_{number}"),
                        (Profile.sector_id == bindparam("sector"))
                        if is_kin
                        else (Profile.sector_id != bindparam("sector")),
                        *_available(shape),
                    )
                )
                yield _walk(probe, ProfileChallenge.member_id, is_upward=is_upward, limit="each")


def _available(shape: _Shape) -> list[ColumnElement[bool]]:
    """The cheap rules and the viewer's filters, so that a probe does not come back with people nobody may see."""
    rules: list[ColumnElement[bool]] = [
        Profile.is_available.is_(True),
        Profile.circles_open < Profile.capacity,
        Profile.sector_id.is_not(None),
    ]
    if shape.by_sector:
        rules.append(Profile.sector_id.in_(bindparam("sector_ids", expanding=True)))
    if shape.by_place:
        rules.append(Profile.place_id.in_(bindparam("place_ids", expanding=True)))
        rules.append(Profile.place_shown_as.in_(bindparam("shown_as", expanding=True)))
    if shape.by_challenge:
        named = aliased(ProfileChallenge)
        rules.append(
            exists().where(
                named.member_id == Profile.member_id,
                named.challenge_id == bindparam("challenge"),
                named.named_as != NamedAs.NEED,
            )
        )
    return rules


def _walk(probe: Select[Any], member_id: Any, *, is_upward: bool, limit: str) -> Select[Any]:
    """The next few members from the week's starting point, in one direction."""
    start = bindparam("start", type_=Member.id.type)
    if is_upward:
        ordered = probe.where(member_id >= start).order_by(member_id)
    else:
        ordered = probe.where(member_id < start).order_by(member_id.desc())
    return select(ordered.limit(bindparam(limit)).subquery().c.member_id)


__all__ = ["Narrowed", "may_meet", "pool_for", "rule_times"]
