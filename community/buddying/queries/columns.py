"""What memory keeps of everybody: only what is compared, read in parts and without a name."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Text, bindparam, cast, select

from community.buddying.matching import (
    Candidate,
    Distance,
    Person,
    ShownAs,
    Side,
    Standing,
    Taxonomy,
)
from community.buddying.queries.people import IDS, mask_of, several
from community.core.database import db, is_one_of
from community.directory.models import NamedAs, Profile, ProfileChallenge

PEOPLE_AT_ONCE = 1_000

_PEOPLE = (
    select(
        Profile.member_id,
        Profile.sector_id,
        Profile.place_id,
        cast(Profile.place_shown_as, Text).label("shown_as"),
        cast(Profile.side, Text).label("side"),
        cast(Profile.distance, Text).label("distance"),
        cast(Profile.ways, Text).label("ways"),
        cast(Profile.times, Text).label("times"),
        cast(Profile.languages, Text).label("languages"),
        Profile.organisation_key,
        Profile.is_available,
        (Profile.capacity - Profile.circles_open).label("room"),
    )
    .where(Profile.sector_id.is_not(None))
    .order_by(Profile.member_id)
)
_NAMED = select(
    ProfileChallenge.member_id, cast(ProfileChallenge.named_as, Text), ProfileChallenge.challenge_id
).order_by(ProfileChallenge.member_id, ProfileChallenge.rank, ProfileChallenge.challenge_id)
_PEOPLE_AFTER = _PEOPLE.where(Profile.member_id > bindparam("after")).limit(PEOPLE_AT_ONCE)
_NAMED_AFTER = _NAMED.where(
    ProfileChallenge.member_id > bindparam("after"), ProfileChallenge.member_id <= bindparam("last")
)
_THESE_PEOPLE = _PEOPLE.where(is_one_of(Profile.member_id, IDS))
_THESE_NAMED = _NAMED.where(is_one_of(ProfileChallenge.member_id, IDS))


def read_after(last: int, lists: Taxonomy) -> list[Candidate]:
    """The next ones by id; none when these were all."""
    rows = db.session.execute(_PEOPLE_AFTER, {"after": last}).all()
    if not rows:
        return []
    named = db.session.execute(_NAMED_AFTER, {"after": last, "last": rows[-1].member_id}).all()
    return _candidates(rows, named, lists)


def read_these(ids: list[int], lists: Taxonomy) -> list[Candidate]:
    """These members, as many of them as have told enough to be compared."""
    found: list[Candidate] = []
    for first in range(0, len(ids), PEOPLE_AT_ONCE):
        asked = {"ids": ids[first : first + PEOPLE_AT_ONCE]}
        rows = db.session.execute(_THESE_PEOPLE, asked).all()
        found += _candidates(rows, db.session.execute(_THESE_NAMED, asked).all(), lists)
    return found


def _candidates(rows: Any, named_rows: Any, lists: Taxonomy) -> list[Candidate]:
    named: dict[tuple[int, str], list[str]] = defaultdict(list)
    for member_id, named_as, challenge_id in named_rows:
        named[member_id, named_as].append(challenge_id)
    return [_candidate(row, named, lists) for row in rows]


def _candidate(row: Any, named: dict[tuple[int, str], list[str]], lists: Taxonomy) -> Candidate:
    """Whether somebody is an active member is not kept: it can change without their telling anything new."""
    person = Person(
        key=str(row.member_id),
        name="",
        sector=lists.sectors[row.sector_id],
        top=tuple(named.get((row.member_id, NamedAs.TOP), ())),
        others=frozenset(named.get((row.member_id, NamedAs.OTHER), ())),
        offers=frozenset(named.get((row.member_id, NamedAs.OFFER), ())),
        needs=frozenset(named.get((row.member_id, NamedAs.NEED), ())),
        place=lists.place(row.place_id, ShownAs(row.shown_as)),
        distance=Distance(row.distance),
        side=Side(row.side),
        ways=several(row.ways),
        times=mask_of(row.times),
        languages=frozenset(several(row.languages)),
    )
    standing = Standing(is_paused=not row.is_available, room=row.room, organisation=row.organisation_key)
    return Candidate(person, standing)
