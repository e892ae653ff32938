"""The bounded pool: the few hundred people worth comparing, found without looking at everybody.

Each week every member looks at another window of the site: so many members by id that one statement can add up, from
covering indexes, what each of them shares with the viewer, could give or could use. On a site no larger than a window
that is everybody. The best of them go on to the exact score; the hard rules that SQL can say are one predicate,
`may_meet`. What it costs does not grow with the number of members.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.buddying.matching import Person, Side
from community.buddying.queries.people import COLUMNS
from community.buddying.queries.reference import taxonomy
from community.buddying.queries.rules import has_few_hellos, may_meet, rule_times
from community.core import chance
from community.core.database import db
from community.directory.models import NamedAs, Profile, ProfileChallenge, ShownAs
from community.directory.models import Side as WishedSide

POOL_SIZE = 150
WINDOW = 8_000
WINDOW_WHEN_NARROWED = 20_000

Probe = Select[int, *tuple[Any, ...]]
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_ENDS = select(func.min(Profile.member_id), func.max(Profile.member_id))

# How far a wish for a side is met, in tenths: same job, same group of sectors, any other (as the score has it).
_MET = {Side.BRIDGE: (0, 5, 10), Side.KIN: (10, 6, 2), Side.EITHER: (7, 7, 7)}
_RANKS = (10, 8, 6)
_OTHER, _NEED_OF_UNKNOWN_RANK = 3, 6


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

    shared: int
    needs: int
    offers: int
    by_sector: bool
    by_challenge: bool
    by_place: bool


def pool_for(viewer: Person, narrowed: Narrowed, *, week_seed: str) -> Sequence[Any]:
    """Rows with `people.COLUMNS` of members whom the viewer may meet, in two statements whatever the site's size."""
    first, last = db.session.execute(_ENDS).one()
    window = WINDOW_WHEN_NARROWED if narrowed.is_anything else WINDOW
    how_many = last - first + 1
    windows = -(-how_many // window)
    at = chance.seeded("window", week_seed, viewer.key).randrange(windows)
    needs, offers = sorted(viewer.needs), sorted(viewer.offers)
    shape = _Shape(
        len(viewer.tenths),
        len(needs),
        len(offers),
        *map(bool, (narrowed.sector_ids, narrowed.challenge_id, narrowed.place_ids)),
    )
    asked: dict[str, Any] = rule_times() | {
        "viewer": int(viewer.key),
        "sector": viewer.sector.id,
        "group": [each.id for each in taxonomy().sectors.values() if each.group == viewer.sector.group],
        "low": first + at * how_many // windows,
        "high": first + (at + 1) * how_many // windows,
    }
    for number, (challenge_id, tenths) in enumerate(viewer.tenths.items()):
        asked |= {f"c_shared_{number}": challenge_id, f"t_shared_{number}": tenths}
    for number, challenge_id in enumerate(needs):
        asked |= {f"c_need_{number}": challenge_id, f"t_need_{number}": viewer.tenths.get(challenge_id, _OTHER)}
    for number, challenge_id in enumerate(offers):
        asked |= {f"c_offer_{number}": challenge_id}
    asked |= dict(zip(("met_same", "met_near", "met_other"), _MET[viewer.side], strict=True))
    return db.session.execute(_pool(shape), asked | _filters_of(narrowed)).all()


def _filters_of(narrowed: Narrowed) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if narrowed.sector_ids:
        asked["sector_ids"] = list(narrowed.sector_ids)
    if narrowed.challenge_id:
        asked["challenge"] = narrowed.challenge_id
    if narrowed.place_ids:
        asked |= {"place_ids": list(narrowed.place_ids), "shown_as": list(narrowed.shown_as)}
    return asked


@lru_cache(maxsize=256)
def _pool(shape: _Shape) -> Executable:
    found = _found(shape)
    best = (
        select(found.c.member_id)
        .join(Profile, Profile.member_id == found.c.member_id)
        .where(*_available(shape))
        .order_by(_fit(found).desc(), found.c.member_id)
        .limit(POOL_SIZE)
        .subquery("best")
    )
    return (
        select(*COLUMNS)
        .select_from(best)
        .join(Member, Member.id == best.c.member_id)
        .join(Profile, Profile.member_id == best.c.member_id)
        .where(may_meet(_VIEWER), has_few_hellos())
    )


def _found(shape: _Shape) -> Subquery:
    """Everybody in the window who shares, gives or needs something: the tenths of each added up."""
    each = union_all(*_probes(shape)).subquery("each")
    return (
        select(
            each.c.member_id,
            func.sum(each.c.shared).label("shared"),
            func.sum(each.c.given).label("given"),
            func.sum(each.c.taken).label("taken"),
        )
        .group_by(each.c.member_id)
        .subquery("found")
    )


def _probes(shape: _Shape) -> Iterator[Probe]:
    for number in range(shape.shared):
        mine: ColumnElement[int] = bindparam(f"t_shared_{number}", type_=Member.id.type)
        theirs = case(*((ProfileChallenge.rank == n, tenths) for n, tenths in enumerate(_RANKS, 1)), else_=_RANKS[-1])
        less = case((theirs < mine, theirs), else_=mine)
        yield _probe(f"c_shared_{number}", NamedAs.TOP, shared=less)
        yield _probe(f"c_shared_{number}", NamedAs.OTHER, shared=literal(_OTHER))
    for number in range(shape.needs):
        yield _probe(f"c_need_{number}", NamedAs.OFFER, given=bindparam(f"t_need_{number}", type_=Member.id.type))
    for number in range(shape.offers):
        yield _probe(f"c_offer_{number}", NamedAs.NEED, taken=literal(_NEED_OF_UNKNOWN_RANK))


def _probe(challenge: str, named_as: NamedAs, **tenths: ColumnElement[int]) -> Probe:
    """One walk along the index of one challenge named in one way, inside the window."""
    return select(
        ProfileChallenge.member_id,
        *(tenths.get(name, literal(0)).label(name) for name in ("shared", "given", "taken")),
    ).where(
        ProfileChallenge.challenge_id == bindparam(challenge),
        ProfileChallenge.named_as == named_as,
        ProfileChallenge.member_id >= bindparam("low"),
        ProfileChallenge.member_id < bindparam("high"),
    )


def _fit(found: Subquery) -> ColumnElement[Any]:
    """Nearly the score, from what is at hand here: shared challenges, give and take, and the side each asked for."""
    shared = case((found.c.shared > 16, 16), else_=found.c.shared)
    give = (found.c.given + found.c.taken) * case((and_(found.c.given > 0, found.c.taken > 0), 1.0), else_=0.7)
    is_same, is_near = (
        Profile.sector_id == bindparam("sector"),
        Profile.sector_id.in_(bindparam("group", expanding=True)),
    )
    met_by_them = case(
        *((is_same, bindparam("met_same")), (is_near, bindparam("met_near"))), else_=bindparam("met_other")
    )
    met_by_me = case(
        *(
            (and_(Profile.side == WishedSide(side.value), is_it), met[place])
            for side, met in _MET.items()
            for place, is_it in enumerate((is_same, is_near))
        ),
        *((Profile.side == WishedSide(side.value), met[2]) for side, met in _MET.items()),
        else_=7,
    )
    return shared * 2.1 + give * 0.9 + (met_by_them + met_by_me) * 1.1


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
