"""Lists of people: everybody whom a member finds, or those of one group, narrowed by what their profiles show.

Narrowing asks only what the viewer could read on each profile: the sector, the place as far as it is shown, what is
most on somebody's mind and what they offer. So no combination of filters tells more than the pages do.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.database import db
from community.core.paging import Slice, slice_of
from community.directory.models import NamedAs, Profile, ProfileChallenge, ShownAs
from community.directory.queries.filters import PeopleFilters, sector_ids_of
from community.directory.queries.lists import challenge_label, sector_label
from community.directory.queries.people import may_find
from community.directory.queries.place_names import place_as_shown, places_shown_within

PEOPLE_A_PAGE = 40


class PersonRow(NamedTuple):
    """Somebody in a list, as far as their profile is shown to whoever looks."""

    public_id: UUID
    name: str
    line: str
    on_their_mind: tuple[str, ...]
    offers: tuple[str, ...]


class People(NamedTuple):
    """One page of people by name, and how many there are in all."""

    rows: Slice[PersonRow]
    how_many: int


class Listed(NamedTuple):
    """What the statement finds of somebody."""

    id: int
    public_id: UUID
    name: str
    sector_id: str | None
    place_id: str | None
    place_shown_as: ShownAs


_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_GROUP: ColumnElement[int] = bindparam("group", type_=Member.id.type)
_anchor, _named = aliased(Member), aliased(ProfileChallenge)
_BY_NAME = (func.lower(Member.display_name), Member.id)
_COLUMNS = (
    Member.id,
    Member.public_id,
    Member.display_name,
    Profile.sector_id,
    Profile.place_id,
    Profile.place_shown_as,
)
_SAID = (
    select(ProfileChallenge.member_id, ProfileChallenge.named_as, ProfileChallenge.challenge_id)
    .where(
        ProfileChallenge.member_id.in_(bindparam("ids", expanding=True)),
        ProfileChallenge.named_as.in_((NamedAs.TOP, NamedAs.OFFER)),
    )
    .order_by(ProfileChallenge.rank, ProfileChallenge.challenge_id)
)


class _Shape(NamedTuple):
    """Which conditions a statement has. Each shape is built once."""

    in_group: bool
    by_sector: bool
    by_place: bool
    by_challenge: bool
    by_offer: bool


def people_found_by(
    viewer_id: int, filters: PeopleFilters, *, group_id: int | None = None, after: UUID | None = None
) -> People:
    """People by name. `after` is the last one of the page before; from somebody who is not found nothing follows.

    Who may see that there is such a group, and who is in it, is the caller's to ask.
    """
    shape = _Shape(
        group_id is not None, bool(filters.sectors), bool(filters.place), bool(filters.challenge), bool(filters.offer)
    )
    asked = _asked(viewer_id, filters, group_id, after)
    found = [Listed._make(row) for row in db.session.execute(_page(shape, is_first=after is None), asked)]
    page = slice_of(found, PEOPLE_A_PAGE, lambda row: row.public_id)
    if after is None and page.more_key is None:
        how_many = len(found)
    else:
        asked.pop("after", None)
        how_many = db.session.execute(_count(shape), asked).scalar_one()
    return People(Slice(_rows(page.rows), page.more_key), how_many)


def _asked(viewer_id: int, filters: PeopleFilters, group_id: int | None, after: UUID | None) -> dict[str, Any]:
    """What the statement of this shape binds, and nothing else."""
    asked: dict[str, Any] = {"viewer": viewer_id}
    if group_id is not None:
        asked["group"] = group_id
    if filters.sectors:
        asked["sectors"] = sector_ids_of(filters.sectors)
    if filters.place:
        asked |= {each.value: sorted(ids) for each, ids in places_shown_within(filters.place).items()}
    if filters.challenge:
        asked["challenge"] = filters.challenge
    if filters.offer:
        asked["offer"] = filters.offer
    if after is not None:
        asked["after"] = after
    return asked


@cache
def _page(shape: _Shape, *, is_first: bool) -> Select[Any]:
    statement: Any = select(*_COLUMNS).join(Profile, Profile.member_id == Member.id).where(*_conditions(shape))
    if not is_first:
        statement = statement.join(
            _anchor, and_(_anchor.public_id == bindparam("after"), may_find(_VIEWER, _anchor.id))
        ).where(tuple_(*_BY_NAME) > tuple_(func.lower(_anchor.display_name), _anchor.id))
    built: Select[Any] = statement.order_by(*_BY_NAME).limit(PEOPLE_A_PAGE + 1)
    return built


@cache
def _count(shape: _Shape) -> Select[Any]:
    counted = select(func.count()).select_from(Member).join(Profile, Profile.member_id == Member.id)
    return counted.where(*_conditions(shape))


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    conditions = [may_find(_VIEWER, Member.id)]
    if shape.in_group:
        conditions.append(belonging.belongs(Member.id, _GROUP))
    if shape.by_sector:
        conditions.append(Profile.sector_id.in_(bindparam("sectors", expanding=True)))
    if shape.by_place:
        conditions.append(
            or_(
                *(
                    and_(Profile.place_shown_as == each, Profile.place_id.in_(bindparam(each.value, expanding=True)))
                    for each in ShownAs
                )
            )
        )
    if shape.by_challenge:
        conditions.append(_has_named(NamedAs.TOP, "challenge"))
    if shape.by_offer:
        conditions.append(_has_named(NamedAs.OFFER, "offer"))
    return conditions


def _has_named(named_as: NamedAs, asked: str) -> ColumnElement[bool]:
    return (
        select(_named.challenge_id)
        .where(
            _named.member_id == Member.id,
            _named.named_as == named_as,
            _named.challenge_id == bindparam(asked),
        )
        .correlate(Member)
        .exists()
    )


def _rows(found: Sequence[Listed]) -> list[PersonRow]:
    """With what they said is on their mind and what they offer: one statement more, whatever their number."""
    said: dict[tuple[int, NamedAs], list[str]] = {}
    ids = [row.id for row in found]
    for member_id, named_as, challenge_id in db.session.execute(_SAID, {"ids": ids}) if ids else ():
        said.setdefault((member_id, named_as), []).append(challenge_label(challenge_id))
    return [
        PersonRow(
            row.public_id,
            row.name,
            _line(row),
            tuple(said.get((row.id, NamedAs.TOP), ())),
            tuple(said.get((row.id, NamedAs.OFFER), ())),
        )
        for row in found
    ]


def _line(row: Listed) -> str:
    place = place_as_shown(row.place_id, row.place_shown_as)
    return ", ".join(part for part in (sector_label(row.sector_id), place) if part)
