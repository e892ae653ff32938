"""Reads of a circle's agreements: which is the newest, which one counts, who said yes; and the list of them all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, func, or_, select

from community.buddying.agreed import MOST_CHALLENGES, OwnWords, Paper, Terms, from_json
from community.buddying.looks import WEEKS
from community.buddying.models import AgreementYes, CircleAgreement, LookKind, MeetingHow
from community.buddying.queries.guides import fixed_words
from community.buddying.seen import SOMEBODY, CircleSeen
from community.core import clock, crypto
from community.core.database import db
from community.core.errors import NotFound
from community.core.paging import Slice, slice_of
from community.directory.models import Profile, ProfileChallenge
from community.directory.told import TIMES

MOST_IN_COMMON = 3
MOST_LISTED = 20
NEWER_THAN_ANY = 2**31 - 1

_VERSIONS = (
    select(
        CircleAgreement.id,
        CircleAgreement.public_id,
        CircleAgreement.version,
        CircleAgreement.maker_id,
        CircleAgreement.made_at,
        AgreementYes.member_id,
        AgreementYes.said_at,
    )
    .outerjoin(AgreementYes, AgreementYes.agreement_id == CircleAgreement.id)
    .where(CircleAgreement.circle_id == bindparam("circle"))
    .order_by(CircleAgreement.version.desc(), AgreementYes.said_at, AgreementYes.member_id)
)
_YESES = select(func.count()).where(
    AgreementYes.agreement_id == CircleAgreement.id,
    AgreementYes.member_id.in_(bindparam("members", expanding=True)),
)
_LATEST = (
    select(CircleAgreement.id)
    .where(CircleAgreement.circle_id == bindparam("circle"))
    .order_by(CircleAgreement.version.desc())
)
_STANDING = _LATEST.where(
    _YESES.correlate(CircleAgreement).scalar_subquery() == bindparam("how_many", type_=Integer())
).limit(1)
_KNOWN = _VERSIONS.where(
    or_(
        CircleAgreement.id == _LATEST.limit(1).correlate(None).scalar_subquery(),
        CircleAgreement.id == _STANDING.correlate(None).scalar_subquery(),
        CircleAgreement.public_id == bindparam("also", type_=Uuid()),
    )
)
_LISTED = _VERSIONS.where(
    CircleAgreement.id.in_(_LATEST.where(CircleAgreement.version < bindparam("before")).limit(MOST_LISTED + 1))
)
_BOXES = select(CircleAgreement.id, CircleAgreement.public_id, CircleAgreement.version, CircleAgreement.box).where(
    CircleAgreement.id.in_(bindparam("ids", expanding=True)), CircleAgreement.circle_id == bindparam("circle")
)
_TOLD = select(Profile.member_id, Profile.times, Profile.ways, Profile.access_needs).where(
    Profile.member_id.in_(bindparam("members", expanding=True))
)
_SHARED = (
    select(ProfileChallenge.challenge_id, func.count(func.distinct(ProfileChallenge.member_id)).label("people"))
    .where(ProfileChallenge.member_id.in_(bindparam("members", expanding=True)))
    .group_by(ProfileChallenge.challenge_id)
    .having(func.count(func.distinct(ProfileChallenge.member_id)) > 1)
    .order_by(func.count(func.distinct(ProfileChallenge.member_id)).desc(), func.min(ProfileChallenge.rank))
    .order_by(ProfileChallenge.challenge_id)
    .limit(MOST_CHALLENGES)
)
HALF_WAY, HALF_YEAR = WEEKS[LookKind.HALF_WAY].begins, WEEKS[LookKind.RENEWAL].begins
_WAYS = {
    "video": MeetingHow.VIDEO,
    "phone": MeetingHow.PHONE,
    "in-person": MeetingHow.IN_PERSON,
    "message": MeetingHow.MESSAGES,
}


class Yes(NamedTuple):
    member_id: int
    name: str
    said_at: datetime


class Version(NamedTuple):
    """One version as the page lists it. `waits_for`: who is in the circle and has not said yes; "you" is the viewer."""

    id: int
    public_id: UUID
    number: int
    maker_name: str
    is_mine: bool
    made_at: datetime
    yeses: tuple[Yes, ...]
    waits_for: tuple[str, ...]
    waits_for_me: bool

    @property
    def has_everybody(self) -> bool:
        return not self.waits_for

    @property
    def agreed_at(self) -> datetime:
        """When the last yes was said."""
        return max((yes.said_at for yes in self.yeses), default=self.made_at)


class Agreements(NamedTuple):
    """`newest` is what is asked for, `standing` what counts: the newest with everybody's yes. Newest first."""

    versions: tuple[Version, ...]
    papers: dict[int, Paper]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def standing(self) -> Version | None:
        return next((version for version in self.versions if version.has_everybody), None)

    @property
    def waits_for_me(self) -> bool:
        return bool(self.newest and self.newest.waits_for_me)

    def paper_of(self, version: Version | None) -> Paper | None:
        return self.papers.get(version.id) if version else None


def agreements_of(circle: CircleSeen, *, also: UUID | None = None) -> Agreements:
    """The newest version, the one that counts, and `also`, with their words. Raises NotFound, Tampered."""
    members = list(circle.names_by_id)
    asked_for = {"circle": circle.id, "members": members, "how_many": len(members), "also": also}
    versions = _versions(circle, db.session.execute(_KNOWN, asked_for).all())
    known = Agreements(versions, {})
    asked = next((version for version in versions if version.public_id == also), None)
    if also is not None and asked is None:
        raise NotFound
    wanted = {version.id for version in (known.newest, known.standing, asked) if version}
    return known._replace(papers=_papers(circle, wanted)) if wanted else known


def versions_of(circle: CircleSeen, *, before: int | None = None) -> Slice[Version]:
    """The versions older than number `before`, the newest first, twenty at a time."""
    older_than = NEWER_THAN_ANY if before is None else max(0, min(before, NEWER_THAN_ANY))
    rows = db.session.execute(_LISTED, {"circle": circle.id, "before": older_than}).all()
    return slice_of(_versions(circle, rows), MOST_LISTED, lambda version: version.number)


def standing_paper(circle: CircleSeen) -> Paper | None:
    """What everybody in the circle has agreed on, if anything."""
    known = agreements_of(circle)
    return known.paper_of(known.standing)


def who_said_yes(agreement_id: int) -> set[int]:
    return set(db.session.scalars(select(AgreementYes.member_id).where(AgreementYes.agreement_id == agreement_id)))


def names_in(circle: CircleSeen) -> dict[UUID, str]:
    return {buddy.public_id: buddy.name for buddy in circle.everybody}


def first_paper(circle: CircleSeen) -> Paper:
    """What the form begins with: the site's defaults, and what everybody in the circle has told of themselves."""
    members = list(circle.names_by_id)
    told = {row.member_id: row for row in db.session.execute(_TOLD, {"members": members})}
    shared = db.session.execute(_SHARED, {"members": members}).all()
    words, begins = fixed_words(), _half_year_of(circle)
    terms = Terms(
        rhythm=circle.rhythm,
        how=_how([told[each].ways for each in members if each in told]),
        times=in_common([told[each].times for each in members if each in told and told[each].times]),
        challenges=tuple(row.challenge_id for row in shared),
        between=words.between,
        let_down=words.let_down,
        review_on=begins + HALF_WAY,
        ends_on=begins + HALF_YEAR,
    )
    mine = told.get(circle.me.id)
    own = {circle.me.public_id: OwnWords(access=mine.access_needs)} if mine and mine.access_needs else {}
    return Paper(terms, words.stays, words.limits, own)


def _half_year_of(circle: CircleSeen) -> date:
    """The day on which its half year began; today where none has, or where its middle is over."""
    began, today = circle.term_began_at, clock.today()
    day = clock.local(began).date() if began else today
    return day if day + HALF_WAY > today else today


def to_edit(circle: CircleSeen, known: Agreements) -> Paper:
    """What the form begins with: the newest version; if that one counts, with the rhythm that the circle has now."""
    paper = known.paper_of(known.newest)
    if paper is None:
        return first_paper(circle)
    if known.newest is known.standing:
        return replace(paper, terms=replace(paper.terms, rhythm=circle.rhythm))
    return paper


def in_common(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first few times of the week that stand in every one of these lists.

    A few only: whoever ticks every time there is would otherwise read the whole list of the other.
    """
    return tuple(each for each in TIMES if lists and all(each in times for times in lists))[:MOST_IN_COMMON]


def _how(ways: Sequence[Sequence[str]]) -> MeetingHow:
    """Video, unless what they all named is something else."""
    lists = [each for each in ways if each]
    common = [way for way in _WAYS if lists and all(way in each for each in lists)]
    return _WAYS[common[0]] if common else MeetingHow.VIDEO


def _versions(circle: CircleSeen, rows: Sequence[Any]) -> tuple[Version, ...]:
    return tuple(_version(circle, list(each)) for _, each in groupby(rows, key=lambda row: row.id))


def _version(circle: CircleSeen, rows: list[Any]) -> Version:
    first, names = rows[0], circle.names_by_id
    yeses = tuple(
        Yes(row.member_id, names.get(row.member_id, SOMEBODY), row.said_at) for row in rows if row.member_id is not None
    )
    said = {yes.member_id for yes in yeses}
    return Version(
        first.id,
        first.public_id,
        first.version,
        names.get(first.maker_id, SOMEBODY),
        first.maker_id == circle.me.id,
        first.made_at,
        yeses,
        tuple("you" if member == circle.me.id else name for member, name in names.items() if member not in said),
        circle.is_open and circle.me.id not in said,
    )


def _papers(circle: CircleSeen, ids: set[int]) -> dict[int, Paper]:
    rows = db.session.execute(_BOXES, {"ids": sorted(ids), "circle": circle.id})
    return {row.id: from_json(_opened(circle, row)) for row in rows}


def _opened(circle: CircleSeen, row: Any) -> str:
    return crypto.open_field(
        row.box, table="circle_agreement", row=row.public_id, group=circle.group_id, revision=row.version
    )
