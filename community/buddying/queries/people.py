"""Members as matching compares them: rows of the directory turned into persons and their standing."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Text, bindparam, cast, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from community.accounts.models import Member, SecondAddress
from community.buddying.matching import (
    SLOTS,
    Candidate,
    Distance,
    Interest,
    InterestKind,
    Person,
    ShownAs,
    Side,
    Standing,
    Taxonomy,
    mail_domain,
    times_mask,
)
from community.buddying.queries.reference import taxonomy
from community.core.database import Numbers, db, is_one_of
from community.core.roles import MemberState
from community.directory import queries as directory
from community.directory.models import DeclaredInterest, NamedAs, Profile, ProfileChallenge

_KNOWN_SLOTS = frozenset(SLOTS)
IDS: ColumnElement[Sequence[int]] = bindparam("ids", type_=Numbers())


def _as_listed(column: InstrumentedAttribute[list[str]]) -> ColumnElement[str]:
    """The list as it is written down: `several` knows most of them already, which is cheaper than reading JSON."""
    return cast(column, Text).label(column.key)


_SECOND = (
    select(SecondAddress.email)
    .where(SecondAddress.member_id == Member.id)
    .correlate(Member)
    .scalar_subquery()
    .label("second_email")
)
COLUMNS = (
    Member.id,
    Member.public_id,
    Member.display_name,
    Member.email,
    _SECOND,
    Member.state,
    Profile.sector_id,
    _as_listed(Profile.other_sectors),
    Profile.place_id,
    Profile.place_shown_as,
    Profile.organisation_key,
    _as_listed(Profile.perspectives),
    Profile.side,
    Profile.distance,
    _as_listed(Profile.ways),
    _as_listed(Profile.times),
    _as_listed(Profile.languages),
    Profile.capacity,
    Profile.circles_open,
    Profile.is_available,
    Profile.about,
)
_MEMBERS = select(*COLUMNS).join(Profile, Profile.member_id == Member.id)
_ONE, _THESE = _MEMBERS.where(Member.id == bindparam("member")), _MEMBERS.where(is_one_of(Member.id, IDS))
_NAMED = select(
    ProfileChallenge.member_id,
    cast(ProfileChallenge.named_as, Text).label("how"),
    ProfileChallenge.challenge_id.label("what"),
    ProfileChallenge.rank,
).where(is_one_of(ProfileChallenge.member_id, IDS))
_INTERESTS = select(
    DeclaredInterest.member_id, cast(DeclaredInterest.kind, Text), DeclaredInterest.organisation_key, literal(0)
).where(is_one_of(DeclaredInterest.member_id, IDS))
_TOLD = union_all(_NAMED, _INTERESTS).order_by("member_id", "rank", "what")  # one walk: it is asked at every look
_INTEREST_KINDS = frozenset(InterestKind)


class Somebody(NamedTuple):
    """A member as matching compares them, and the row that it was made from."""

    id: int
    public_id: UUID
    name: str
    candidate: Candidate
    row: Any

    @property
    def person(self) -> Person:
        return self.candidate.person

    @property
    def card(self) -> directory.Card:
        """Who may see it is decided where the row is asked for."""
        return directory.card_of(self.row)

    @property
    def has_named_a_challenge(self) -> bool:
        return bool(self.person.top or self.person.needs or self.person.others)


def row_of(member_id: int) -> Any | None:
    """The row that `somebodies` turns into a person; None before the first step."""
    return db.session.execute(_ONE, {"member": member_id}).one_or_none()


def somebodies(rows: Iterable[Any]) -> dict[int, Somebody]:
    """Rows with `COLUMNS` by member id; those without a sector cannot be compared and are left out."""
    known = [row for row in rows if row.sector_id]
    if not known:
        return {}
    asked = {"ids": [row.id for row in known]}
    named: dict[tuple[int, str], list[str]] = defaultdict(list)
    interests: dict[int, list[Interest]] = defaultdict(list)
    for member_id, how, what, _rank in db.session.execute(_TOLD, asked):
        if how in _INTEREST_KINDS:
            interests[member_id].append(Interest(InterestKind(how), what))
        else:
            named[member_id, how].append(what)
    lists = taxonomy()
    return {
        row.id: Somebody(
            row.id,
            row.public_id,
            row.display_name,
            Candidate(_person(row, named, lists), _standing(row, tuple(interests[row.id]), lists)),
            row,
        )
        for row in known
    }


def somebodies_of(member_ids: Collection[int]) -> dict[int, Somebody]:
    """The same, of these members."""
    return somebodies(db.session.execute(_THESE, {"ids": list(member_ids)}).all())


def _person(row: Any, named: dict[tuple[int, str], list[str]], lists: Taxonomy) -> Person:
    return Person(
        key=str(row.id),
        name=row.display_name,
        sector=lists.sectors[row.sector_id],
        top=tuple(named[row.id, NamedAs.TOP]),
        others=frozenset(named[row.id, NamedAs.OTHER]),
        offers=frozenset(named[row.id, NamedAs.OFFER]),
        needs=frozenset(named[row.id, NamedAs.NEED]),
        perspectives=frozenset(several(row.perspectives)),
        place=lists.place(row.place_id, ShownAs(row.place_shown_as)),
        distance=Distance(row.distance),
        side=Side(row.side),
        ways=several(row.ways),
        times=mask_of(row.times),
        languages=frozenset(several(row.languages)),
    )


def _standing(row: Any, interests: tuple[Interest, ...], lists: Taxonomy) -> Standing:
    return Standing(
        is_active=row.state is MemberState.ACTIVE,
        is_paused=not row.is_available,
        room=row.capacity - row.circles_open,
        place=lists.place(row.place_id),
        other_sectors=tuple(lists.sectors[each] for each in several(row.other_sectors) if each in lists.sectors),
        organisation=row.organisation_key,
        mail_domains=frozenset(mail_domain(each) for each in (row.email, row.second_email) if each),
        interests=interests,
    )


@lru_cache(maxsize=4096)
def several(listed: str) -> tuple[str, ...]:
    """What a list that is written down as JSON holds, in order."""
    return tuple(json.loads(listed))


@lru_cache(maxsize=65536)
def mask_of(listed: str) -> int:
    """The times of a list that is written down as JSON; slots of old are left out."""
    return times_mask(_KNOWN_SLOTS.intersection(json.loads(listed)))
