"""Reads of people. `may_find` alone decides who finds whom; `policy.readers_of_profile` says it in words."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import GroupKind
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import MemberState
from community.directory.models import (
    DeclaredInterest,
    Distance,
    FindableBy,
    InterestKind,
    NamedAs,
    Profile,
    ProfileChallenge,
    ShownAs,
    Side,
)
from community.directory.queries.lists import sector_label
from community.directory.queries.place_names import place_as_shown

_found_member = aliased(Member)
_found_profile = aliased(Profile)


class Card(NamedTuple):
    """A person as others may see them: nothing private, the place only as shown."""

    member_id: int
    public_id: UUID
    name: str
    sector_id: str | None
    sector_label: str
    place_label: str
    line: str
    about: str


class Named(NamedTuple):
    """The challenges one member named; `top` in their own order."""

    top: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class ProfileRow(NamedTuple):
    """The whole profile, private fields too: for its owner, and for the hard rules of matching."""

    member_id: int
    public_id: UUID
    name: str
    sector_id: str | None
    other_sectors: Sequence[str]
    place_id: str | None
    place_shown_as: ShownAs
    organisation: str
    organisation_key: str
    perspectives: Sequence[str]
    about: str
    findable_by: FindableBy
    side: Side
    distance: Distance
    ways: Sequence[str]
    times: Sequence[str]
    languages: Sequence[str]
    access_needs: str
    capacity: int
    circles_open: int
    is_available: bool
    version: int
    named: Named


class PersonSeen(NamedTuple):
    """Another member's profile as one viewer sees it. Organisation and access needs are "" but for their buddies.

    `is_avoided`: the viewer would rather not be suggested this person.
    """

    card: Card
    perspectives: Sequence[str]
    languages: Sequence[str]
    organisation: str
    access_needs: str
    is_buddy: bool
    is_avoided: bool
    named: Named


class Interest(NamedTuple):
    kind: InterestKind
    organisation: str
    organisation_key: str


_CARD_COLUMNS = (
    Member.id,
    Member.public_id,
    Member.display_name,
    Profile.sector_id,
    Profile.place_id,
    Profile.place_shown_as,
    Profile.about,
)
_CARDS = (
    select(*_CARD_COLUMNS)
    .outerjoin(Profile, Profile.member_id == Member.id)
    .where(Member.id.in_(bindparam("ids", expanding=True)))
)
_PROFILE = (
    select(
        Profile.member_id,
        Member.public_id,
        Member.display_name.label("name"),
        Profile.sector_id,
        Profile.other_sectors,
        Profile.place_id,
        Profile.place_shown_as,
        Profile.organisation,
        Profile.organisation_key,
        Profile.perspectives,
        Profile.about,
        Profile.findable_by,
        Profile.side,
        Profile.distance,
        Profile.ways,
        Profile.times,
        Profile.languages,
        Profile.access_needs,
        Profile.capacity,
        Profile.circles_open,
        Profile.is_available,
        Profile.version,
    )
    .join(Member, Member.id == Profile.member_id)
    .where(Profile.member_id == bindparam("member"))
)
_NAMED = (
    select(ProfileChallenge.named_as, ProfileChallenge.challenge_id)
    .where(ProfileChallenge.member_id == bindparam("member"))
    .order_by(ProfileChallenge.rank)
)
_INTERESTS = (
    select(DeclaredInterest.kind, DeclaredInterest.organisation, DeclaredInterest.organisation_key)
    .where(DeclaredInterest.member_id == bindparam("member"))
    .order_by(DeclaredInterest.kind, DeclaredInterest.organisation)
)


def may_find(viewer: belonging.Column | int, member: belonging.Column | int) -> ColumnElement[bool]:
    """SQL: the viewer may see this member's profile, card and name in a list.

    Everyone finds oneself. Nobody finds somebody who is not an active member, who chose "nobody", or from whom a block
    keeps them apart; "groups" is for those who share a community or a circle with them today.
    """
    return exists().where(
        _found_profile.member_id == member,
        _found_member.id == _found_profile.member_id,
        _found_member.state == MemberState.ACTIVE,
        or_(
            _found_profile.member_id == viewer,
            and_(
                ~belonging.kept_apart(viewer, _found_profile.member_id),
                or_(
                    _found_profile.findable_by == FindableBy.EVERYONE,
                    and_(
                        _found_profile.findable_by == FindableBy.GROUPS,
                        belonging.are_together(viewer, _found_profile.member_id),
                    ),
                ),
            ),
        ),
    )


_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_IS_BUDDY = and_(Member.id != _VIEWER, belonging.are_together(_VIEWER, Member.id, kind=GroupKind.CIRCLE))
_SEEN = (
    select(
        *_CARD_COLUMNS,
        Profile.perspectives,
        Profile.languages,
        _IS_BUDDY.label("is_buddy"),
        belonging.has_avoided(_VIEWER, Member.id).label("is_avoided"),
        case((_IS_BUDDY, Profile.organisation), else_="").label("organisation"),
        case((_IS_BUDDY, Profile.access_needs), else_="").label("access_needs"),
    )
    .join(Profile, Profile.member_id == Member.id)
    .where(Member.public_id == bindparam("person"), may_find(_VIEWER, Member.id))
)

_FINDABLE = select(Profile.findable_by).where(Profile.member_id == bindparam("member"))


def findable_by_of(member_id: int) -> FindableBy:
    """Who finds this member; nobody before they have told anything."""
    return db.session.execute(_FINDABLE, {"member": member_id}).scalar_one_or_none() or FindableBy.NOBODY


def cards_of(member_ids: Iterable[int]) -> dict[int, Card]:
    """Cards by member id, in one statement whatever their number. Who may see them is the caller's `may_find`."""
    ids = sorted(set(member_ids))
    if not ids:
        return {}
    return {row.id: card_of(row) for row in db.session.execute(_CARDS, {"ids": ids})}


def profile_row(member_id: int) -> ProfileRow | None:
    """Everything one member told, or None before the first step."""
    row = db.session.execute(_PROFILE, {"member": member_id}).one_or_none()
    return ProfileRow(**row._asdict(), named=_named_by(member_id)) if row else None


def person_seen_by(viewer_id: int, public_id: UUID) -> PersonSeen:
    """The profile as this viewer may see it. Raises NotFound alike where there is none and where it is not for them."""
    row = db.session.execute(_SEEN, {"viewer": viewer_id, "person": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return PersonSeen(
        card_of(row),
        row.perspectives,
        row.languages,
        row.organisation,
        row.access_needs,
        bool(row.is_buddy),
        bool(row.is_avoided),
        _named_by(row.id),
    )


def interests_of(member_id: int) -> list[Interest]:
    """What this member declared, for the member and for the hard rules only."""
    return [Interest(*row) for row in db.session.execute(_INTERESTS, {"member": member_id})]


def is_complete(profile: ProfileRow | None) -> bool:
    """Whether somebody told enough to be suggested: a sector, and one challenge of their own or one need."""
    return bool(profile and profile.sector_id and (profile.named.top or profile.named.needs))


def _named_by(member_id: int) -> Named:
    by_kind: dict[NamedAs, list[str]] = {kind: [] for kind in NamedAs}
    for named_as, challenge_id in db.session.execute(_NAMED, {"member": member_id}):
        by_kind[named_as].append(challenge_id)
    others, offers, needs = (tuple(sorted(by_kind[kind])) for kind in (NamedAs.OTHER, NamedAs.OFFER, NamedAs.NEED))
    return Named(tuple(by_kind[NamedAs.TOP]), others, offers, needs)


def card_of(row: Any) -> Card:
    """The card of a row that holds what it says. Who may see it is the caller's `may_find`."""
    sector = sector_label(row.sector_id)
    place = place_as_shown(row.place_id, row.place_shown_as) if row.place_id else ""
    line = ", ".join(part for part in (sector, place) if part)
    return Card(row.id, row.public_id, row.display_name, row.sector_id, sector, place, line, row.about or "")
