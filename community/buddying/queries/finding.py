"""Whom to suggest to a member, with reasons; and whether two members may say hello to one another."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select

from community.accounts.models import Member
from community.buddying.matching import (
    EVERYBODY,
    Explanation,
    Field,
    Narrow,
    PairFacts,
    PartSaid,
    Sentence,
    Suggestion,
    explain,
    few_people,
    is_allowed,
    nobody,
    parts_in_words,
    score,
)
from community.buddying.queries.choosing import chosen_for
from community.buddying.queries.hellos import has_asked_lately, shown_since
from community.buddying.queries.people import COLUMNS, Somebody, row_of, somebodies, somebodies_of
from community.buddying.queries.reference import taxonomy
from community.buddying.queries.rules import may_meet, rule_times
from community.core import clock
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.directory import queries as directory
from community.directory.models import Profile

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_FOUND = (
    select(*COLUMNS, may_meet(_VIEWER).label("may_meet"))
    .join(Profile, Profile.member_id == Member.id)
    .where(
        Member.public_id == bindparam("person"),
        or_(directory.may_find(_VIEWER, Member.id), has_asked_lately(_VIEWER, Member.id)),
    )
)


class Suggested(NamedTuple):
    """One card: who, and why, and one honest limit. No number, on purpose."""

    public_id: UUID
    name: str
    sector_label: str
    place_label: str
    about: str
    reasons: tuple[Sentence, ...]
    limit: Sentence


class Hurdle(StrEnum):
    """What keeps the lists empty, whoever is there."""

    NO_SECTOR = "no-sector"
    NO_CHALLENGE = "no-challenge"
    NO_ROOM = "no-room"


class Found(NamedTuple):
    """Both lists in mixed order, and what keeps them short if something does: `widen` is the change that helps most.

    `is_whole` is False while this process has not yet read everybody.
    """

    another_side: tuple[Suggested, ...]
    know_your_job: tuple[Suggested, ...]
    few: Sentence | None = None
    widen: Field | None = None
    hurdle: Hurdle | None = None
    is_whole: bool = True

    @property
    def how_many(self) -> int:
        return len(self.another_side) + len(self.know_your_job)


class Stranger(NamedTuple):
    """Somebody the viewer finds. `may_meet` is False where any hard rule keeps them from a hello, whichever it is."""

    id: int
    public_id: UUID
    name: str
    may_meet: bool


class Why(NamedTuple):
    """Why somebody is suggested: the card, the reasons, one limit, and each part in words."""

    person: directory.Card
    reasons: tuple[Sentence, ...]
    limit: Sentence
    parts: tuple[PartSaid, ...]


def suggestions_for(viewer: Actor, narrow: Narrow = EVERYBODY) -> Found:
    """The two lists for a member; a fixed number of statements whatever is found."""
    row = row_of(viewer.id)
    me = somebodies([row]).get(viewer.id) if row else None
    hurdle = _hurdle(row is not None and row.circles_open >= row.capacity, me)
    if me is None or hurdle:
        return Found((), (), hurdle=hurdle)
    lists, met, widen, is_whole = chosen_for(me, narrow)
    cards, how_many = suggested([*lists.another_side, *lists.know_your_job], met), len(lists.another_side)
    say = few_people if cards else nobody
    return Found(cards[:how_many], cards[how_many:], say(widen) if widen else None, widen, is_whole=is_whole)


def suggested(suggestions: Sequence[Suggestion], met: Mapping[str, Somebody]) -> tuple[Suggested, ...]:
    """Their cards, in the same order, of those who were met on the way to them."""
    return tuple(
        Suggested(
            *(known.public_id, known.name, known.sector_label, known.place_label, known.about), one.reasons, one.limit
        )
        for one in suggestions
        for known in (met[one.person.key].card,)
    )


def stranger_seen_by(viewer: Actor, person_id: UUID) -> Stranger:
    """Somebody to say hello to. Raises NotFound where the viewer may not find them, oneself included.

    Whoever said hello to them lately still reaches their name, and no more: a block must not show in the answer.
    """
    found, both = _both(viewer, person_id)
    return Stranger(found.id, found.public_id, found.display_name, _may_meet(found, both, viewer))


def why_seen_by(viewer: Actor, person_id: UUID) -> Why:
    """What speaks for somebody who may be suggested to the viewer. Raises NotFound for everybody else."""
    found, both = _both(viewer, person_id)
    if not _may_meet(found, both, viewer):
        raise NotFound
    me, other = both[viewer.id].person, both[found.id].person
    parts = score(me, other)
    if not parts.has_common_ground:
        raise NotFound
    explained = explain(me, other, parts, taxonomy())
    return Why(
        directory.cards_of([found.id])[found.id], explained.reasons, explained.limit, parts_in_words(me, other, parts)
    )


def _both(viewer: Actor, person_id: UUID) -> tuple[Any, dict[int, Somebody]]:
    """The other's row, and both as matching compares them. Raises NotFound where the viewer does not find them."""
    asked = rule_times() | {"viewer": viewer.id, "person": person_id, "shown_since": shown_since()}
    found = db.session.execute(_FOUND, asked).one_or_none()
    if found is None or found.id == viewer.id:
        raise NotFound
    mine = row_of(viewer.id)
    return found, somebodies([mine, found]) if mine else {}


def _may_meet(found: Any, both: dict[int, Somebody], viewer: Actor) -> bool:
    if not found.may_meet or len(both) < len({found.id, viewer.id}):
        return False
    return is_allowed(both[viewer.id].candidate, both[found.id].candidate, PairFacts(today=clock.today()))


def why_together(viewer: Actor, other_ids: list[int]) -> dict[int, Explanation]:
    """The reasons for people whom the viewer did not come upon in a list: who asks, or whom another proposes; by id."""
    known = somebodies_of([viewer.id, *other_ids])
    me = known.pop(viewer.id, None)
    if me is None:
        return {}
    return {
        other.id: explain(me.person, other.person, score(me.person, other.person), taxonomy())
        for other in known.values()
    }


def _hurdle(is_full: bool, me: Somebody | None) -> Hurdle | None:
    if is_full:
        return Hurdle.NO_ROOM
    if me is None:
        return Hurdle.NO_SECTOR
    return None if me.has_named_a_challenge else Hurdle.NO_CHALLENGE
