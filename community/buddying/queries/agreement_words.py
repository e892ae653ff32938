"""An agreement in words: for its page, and for showing two versions side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from community.buddying import rhythm
from community.buddying.agreed import HOW_IN_WORDS, INTERESTS, Paper, Terms
from community.buddying.seen import SOMEBODY
from community.core.text import listed
from community.directory import queries as directory
from community.directory.told import DAYS, PARTS_OF_DAY


class Said(NamedTuple):
    """One heading of an agreement and what stands under it; `is_new`: not what stood before."""

    title: str
    lines: tuple[str, ...]
    is_new: bool = False


def summary(terms: Terms) -> str:
    """'Every three weeks, 45 minutes, by video'."""
    return f"{rhythm.IN_WORDS[terms.rhythm]}, {terms.minutes} minutes, {HOW_IN_WORDS[terms.how].lower()}"


def times_in_words(times: Sequence[str]) -> list[str]:
    """'Tuesday morning and evening', a line for each day."""
    by_day = {
        day: [part for key, part in PARTS_OF_DAY.items() if f"{code}-{key}" in times] for code, day in DAYS.items()
    }
    return [f"{day} {listed(parts)}" for day, parts in by_day.items() if parts]


def in_words(paper: Paper, names: Mapping[UUID, str], *, before: Paper | None = None) -> list[Said]:
    """Every heading that says something, in the order of the page; `names` are those of who is in the circle."""
    old = {said.title: said.lines for said in _all_said(before, names)} if before else None
    return [
        said._replace(is_new=old is not None and old.get(said.title, ()) != said.lines)
        for said in _all_said(paper, names)
        if said.lines
    ]


def what_differs(mine: Paper, theirs: Paper, names: Mapping[UUID, str]) -> tuple[str, str]:
    """Both sides of every heading that two papers do not say alike."""
    pairs = [(a, b) for a, b in zip(_all_said(mine, names), _all_said(theirs, names), strict=True) if a != b]
    return _side([a for a, _ in pairs]), _side([b for _, b in pairs])


def _side(said: Sequence[Said]) -> str:
    return "\n".join(f"{each.title}: {'; '.join(each.lines) or 'nothing'}" for each in said)


def _all_said(paper: Paper, names: Mapping[UUID, str]) -> list[Said]:
    terms = paper.terms
    return [
        Said("What each of us hopes for", _each_own({who: own.hopes for who, own in paper.own.items()}, names)),
        Said("The challenges we focus on", tuple(filter(None, map(directory.challenge_label, terms.challenges)))),
        Said("How often, how long and how", (summary(terms),)),
        Said("Days and times that suit us", tuple(times_in_words(terms.times))),
        Said("Never", tuple(times_in_words(terms.never))),
        Said("What helps us take part", _each_own({who: own.access for who, own in paper.own.items()}, names)),
        Said("Between meetings", _lines(terms.between)),
        Said("What stays between us", (paper.stays, *_lines(terms.stays_too))),
        Said("What would make us speak to someone else", (paper.limits,)),
        Said(
            "Interests that could get in the way",
            (*(INTERESTS[each] for each in terms.interests), *_lines(terms.interests_more)),
        ),
        Said("If one of us is let down", _lines(terms.let_down)),
        Said("We mean to look at it again", (_in_full(terms.review_on),) if terms.review_on else ()),
        Said("We mean to stop or renew by", (_in_full(terms.ends_on),) if terms.ends_on else ()),
    ]


def _each_own(words: Mapping[UUID, str], names: Mapping[UUID, str]) -> tuple[str, ...]:
    """By name, so that two papers that say the same read the same."""
    said = [(names.get(who, SOMEBODY), text) for who, text in words.items() if text]
    return tuple(f"{name}: {text}" for name, text in sorted(said))


def _lines(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _in_full(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
