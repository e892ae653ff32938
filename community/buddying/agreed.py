"""What an agreement says: plain values, and how they go into their one box and come out again. Pure, no database."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from community.buddying.models import MeetingHow, Rhythm
from community.core import crypto
from community.directory.told import TIMES

LENGTHS = (30, 45, 60)  # minutes
MOST_CHALLENGES = 3
HOW_IN_WORDS: dict[MeetingHow, str] = {
    MeetingHow.VIDEO: "By video",
    MeetingHow.PHONE: "By phone",
    MeetingHow.IN_PERSON: "In person",
    MeetingHow.WALK: "Walk and talk",
    MeetingHow.MESSAGES: "By messages here",
}
INTERESTS: dict[str, str] = {
    "bid": "A bid",
    "contract": "A contract",
    "inspection": "An inspection",
    "complaint": "A complaint",
    "dispute": "A dispute",
    "family": "Family",
    "line_management": "Line management",
}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What one of the circle says for themselves; nobody else can change it."""

    hopes: str = ""
    access: str = ""


NOTHING = OwnWords()


@dataclass(frozen=True, slots=True)
class Terms:
    """What anybody in the circle can change, for all of them. `never` goes before `times`."""

    rhythm: Rhythm = Rhythm.THREE_WEEKS
    minutes: int = 45
    how: MeetingHow = MeetingHow.VIDEO
    times: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    between: str = ""
    stays_too: str = ""
    interests: tuple[str, ...] = ()
    interests_more: str = ""
    let_down: str = ""
    review_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole agreement. `stays` and `limits` are the site's own words, as they stood when it was written."""

    terms: Terms
    stays: str
    limits: str
    own: Mapping[UUID, OwnWords] = field(default_factory=dict)

    def words_of(self, member: UUID) -> OwnWords:
        return self.own.get(member, NOTHING)


def to_json(paper: Paper) -> str:
    """What is sealed: in whole blocks."""
    terms = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(paper.terms).items()
    }
    own = {str(member): asdict(words) for member, words in paper.own.items()}
    content = {"terms": terms, "stays": paper.stays, "limits": paper.limits, "own": own}
    return crypto.in_blocks(json.dumps(content, ensure_ascii=False))


def from_json(content: str) -> Paper:
    """The agreement that was sealed. Raises crypto.Tampered for whatever is none."""
    try:
        known = json.loads(content)
        own = {UUID(member): OwnWords(**_all_text(words)) for member, words in known["own"].items()}
        return Paper(_terms(known["terms"]), _text(known["stays"]), _text(known["limits"]), own)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise crypto.Tampered from None


def _terms(known: dict[str, Any]) -> Terms:
    if known["minutes"] not in LENGTHS:
        raise ValueError
    return Terms(
        rhythm=Rhythm(known["rhythm"]),
        minutes=known["minutes"],
        how=MeetingHow(known["how"]),
        times=_among(TIMES, known["times"]),
        never=_among(TIMES, known["never"]),
        challenges=tuple(_text(each) for each in known["challenges"][:MOST_CHALLENGES]),
        between=_text(known["between"]),
        stays_too=_text(known["stays_too"]),
        interests=_among(INTERESTS, known["interests"]),
        interests_more=_text(known["interests_more"]),
        let_down=_text(known["let_down"]),
        review_on=_day(known["review_on"]),
        ends_on=_day(known["ends_on"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _all_text(words: Mapping[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in words.items()}


def _among(known: Mapping[str, str], chosen: list[str]) -> tuple[str, ...]:
    """In the order of the list, so that ticking the same boxes says the same."""
    if not set(chosen) <= set(known):
        raise ValueError
    return tuple(each for each in known if each in chosen)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))
