"""The reference lists, read once per process and database and then handed out from memory."""

import csv
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select

from community.core.database import address, db
from community.directory.models import Challenge, Perspective, Place, Sector


class SectorRow(NamedTuple):
    id: str
    parent_id: str | None
    label: str
    hint: str
    ownership: str
    side: str


class SectorGroup(NamedTuple):
    """A group and what can be chosen in it: its sectors, or the group itself when it has none."""

    id: str
    label: str
    hint: str
    sectors: tuple[SectorRow, ...]


class ChallengeRow(NamedTuple):
    id: str
    group_label: str
    label: str
    sentence: str
    factor: str
    is_starter: bool


class ChallengeGroup(NamedTuple):
    label: str
    challenges: tuple[ChallengeRow, ...]


class PerspectiveRow(NamedTuple):
    id: str
    label: str
    sentence: str


class PlaceRow(NamedTuple):
    id: str
    nation: str
    kind: str
    name: str
    short_name: str
    name_cy: str
    region: str
    parent_id: str | None
    is_current: bool
    successors: tuple[str, ...]
    search_words: str


class FractureLineRow(NamedTuple):
    id: str
    label: str
    a_side: str
    b_side: str
    how_to_detect: str


class _Lists(NamedTuple):
    sectors: MappingProxyType[str, SectorRow]
    challenges: MappingProxyType[str, ChallengeRow]
    perspectives: MappingProxyType[str, PerspectiveRow]
    places: MappingProxyType[str, PlaceRow]


_SECTORS = select(Sector.id, Sector.parent_id, Sector.label, Sector.hint, Sector.ownership, Sector.side).order_by(
    Sector.position, Sector.id
)
_CHALLENGES = select(
    Challenge.id, Challenge.group_label, Challenge.label, Challenge.sentence, Challenge.factor, Challenge.is_starter
).order_by(Challenge.position, Challenge.id)
_PERSPECTIVES = select(Perspective.id, Perspective.label, Perspective.sentence).order_by(
    Perspective.position, Perspective.id
)
_PLACES = select(
    Place.id,
    Place.nation,
    Place.kind,
    Place.name,
    Place.short_name,
    Place.name_cy,
    Place.region,
    Place.parent_id,
    Place.is_current,
    Place.successors,
    Place.search_words,
).order_by(Place.short_name, Place.id)

_known: dict[str, _Lists] = {}


def forget_cached() -> None:
    """Read the lists anew at the next question: they have just been loaded."""
    _known.clear()


def sectors() -> MappingProxyType[str, SectorRow]:
    """Every sector and group of sectors by id, in the order of the list."""
    return _lists().sectors


def sector_groups() -> tuple[SectorGroup, ...]:
    known = sectors()
    groups = [row for row in known.values() if row.parent_id is None]
    return tuple(
        SectorGroup(
            group.id,
            group.label,
            group.hint,
            tuple(row for row in known.values() if row.parent_id == group.id) or (group,),
        )
        for group in groups
    )


def sector_label(sector_id: str | None) -> str:
    """The sector in words; "" when there is none."""
    row = sectors().get(sector_id or "")
    return row.label if row else ""


def challenges() -> MappingProxyType[str, ChallengeRow]:
    """Every challenge by id, in the order of the list."""
    return _lists().challenges


def challenge_groups() -> tuple[ChallengeGroup, ...]:
    grouped = groupby(challenges().values(), key=lambda row: row.group_label)
    return tuple(ChallengeGroup(label, tuple(rows)) for label, rows in grouped)


def challenge_label(challenge_id: str) -> str:
    """The challenge in words; "" when it is not known."""
    row = challenges().get(challenge_id)
    return row.label if row else ""


def perspectives() -> MappingProxyType[str, PerspectiveRow]:
    return _lists().perspectives


def perspective_label(perspective_id: str) -> str:
    row = perspectives().get(perspective_id)
    return row.label if row else ""


def places() -> MappingProxyType[str, PlaceRow]:
    """Every place by id, closed ones too, by name."""
    return _lists().places


@cache
def fracture_lines() -> tuple[FractureLineRow, ...]:
    """The old divides that a pair can bridge, as the file has them."""
    with files("community.directory").joinpath("data/fracture_lines.csv").open(encoding="utf-8") as file:
        return tuple(FractureLineRow(**row) for row in csv.DictReader(file))


def _lists() -> _Lists:
    key = address()
    if key not in _known:
        lists = _Lists(
            _by_id(SectorRow, db.session.execute(_SECTORS)),
            _by_id(ChallengeRow, db.session.execute(_CHALLENGES)),
            _by_id(PerspectiveRow, db.session.execute(_PERSPECTIVES)),
            _by_id(PlaceRow, db.session.execute(_PLACES)),
        )
        if not lists.sectors:
            return lists  # not loaded yet: ask again next time
        _known[key] = lists
    return _known[key]


def _by_id(kind: Any, rows: Any) -> MappingProxyType[str, Any]:
    """Rows by their id; lists become tuples, so that nobody can change what is shared."""
    made = (kind(*(tuple(value) if isinstance(value, list) else value for value in row)) for row in rows)
    return MappingProxyType({row.id: row for row in made})
