"""The words of matching: every reason and every limit a member can read, and what fills them."""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

STRONG_PART: Final = re.compile(r"(\*\*.+?\*\*)")


class ReasonKind(StrEnum):
    BOTH_TOP = "both-top"
    BOTH_NAMED = "both-named"
    THEY_GIVE = "they-give"
    YOU_GIVE = "you-give"
    EACH_GIVES = "each-gives"
    OTHER_SIDE = "other-side"
    SAME_JOB = "same-job"
    NEAR = "near"
    FAR = "far"
    FREE_TOGETHER = "free-together"


class LimitKind(StrEnum):
    NOT_THE_SIDE = "not-the-side"
    NO_SHARED_TOP = "no-shared-top"
    FAR_APART = "far-apart"
    THEY_MOSTLY_GIVE = "they-mostly-give"
    ONE_DAY_ONLY = "one-day-only"
    NOTHING_AGAINST = "nothing-against"
    FEW_PEOPLE = "few-people"
    NOBODY = "nobody"


class Sentence(NamedTuple):
    """A reason or a limit: `segments` are (text, is strong), so that a page can set some in bold."""

    kind: ReasonKind | LimitKind
    segments: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.segments)


# **strong**, {what is filled in}.
WORDS: Final = MappingProxyType(
    {
        ReasonKind.BOTH_TOP: "You both put **{challenge}** among your top challenges.",
        ReasonKind.BOTH_NAMED: "You both named **{challenge}**.",
        ReasonKind.THEY_GIVE: "{name} has been through **{challenge}**, which you would like help with.",
        ReasonKind.YOU_GIVE: "You have been through **{challenge}**, which {name} would like help with.",
        ReasonKind.EACH_GIVES: "You would each be able to give something.",
        ReasonKind.OTHER_SIDE: "You work on different sides of **{line}**.",
        ReasonKind.SAME_JOB: "You do the same kind of job in different places.",
        ReasonKind.NEAR: "Near enough to meet: both in {place}.",
        ReasonKind.FAR: "Far enough apart to speak freely.",
        ReasonKind.FREE_TOGETHER: "You are both free on {day} {part}.",
        LimitKind.NOT_THE_SIDE: "This is not the side you asked for.",
        LimitKind.NO_SHARED_TOP: "You do not share a top challenge.",
        LimitKind.FAR_APART: "You are far apart.",
        LimitKind.THEY_MOSTLY_GIVE: "{name} would mostly be giving here.",
        LimitKind.ONE_DAY_ONLY: "Your free times overlap only on {day}.",
        LimitKind.NOTHING_AGAINST: "Nothing stands out against it.",
        LimitKind.FEW_PEOPLE: "We found few people who fit; widening {field} would help.",
        LimitKind.NOBODY: "Perhaps widening {field} would help.",
    }
)


def say(kind: ReasonKind | LimitKind, **filled: str) -> Sentence:
    """The sentence of that kind. Raises KeyError where something to fill in is missing.

    What members typed goes in last, as it is: braces and asterisks in a name mean nothing.
    """
    segments = []
    for piece in STRONG_PART.split(WORDS[kind]):
        is_strong = STRONG_PART.fullmatch(piece) is not None
        words = piece[2:-2] if is_strong else piece
        if words:
            segments.append((words.format(**filled), is_strong))
    return Sentence(kind, tuple(segments))


def few_people(field: str) -> Sentence:
    """The limit of a short list; `field` is what to widen: "your place", "your free times"."""
    return say(LimitKind.FEW_PEOPLE, field=field)


def nobody(field: str) -> Sentence:
    """What is said with it where a list is empty."""
    return say(LimitKind.NOBODY, field=field)
