"""The parts of a score in words, said to one of the two: what they share, and never what the other keeps private.

Whom the other asked for, and how far away, counts as much as one's own wish; it is not said here.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from community.buddying.matching.people import Distance, Person, Side
from community.buddying.matching.score import Apart, Parts

MUCH: Final = 0.5


class Part(StrEnum):
    SHARED = "shared"
    GIVE = "give"
    SECTOR = "sector"
    PRACTICAL = "practical"
    PLACE = "place"


class PartSaid(NamedTuple):
    """One part, in a sentence or two."""

    part: Part
    words: str


_APART: Final = {
    Apart.SAME_PLACE: "You are in the same area.",
    Apart.SAME_REGION: "You are in the same region.",
    Apart.SAME_NATION: "You are in the same nation.",
    Apart.OTHER_REGION: "You are in different regions.",
    Apart.OTHER_NATION: "You are in different nations.",
    Apart.UNKNOWN: "How far apart you are is not known: one of you left the place blank.",
}


def parts_in_words(viewer: Person, other: Person, parts: Parts) -> tuple[PartSaid, ...]:
    """The parts that count, in the order of the published table. `parts` is score(viewer, other), in that order."""
    weights = parts.weights
    said = (
        (weights.shared, Part.SHARED, _shared(parts)),
        (weights.give, Part.GIVE, _given(other, parts)),
        (weights.sector, Part.SECTOR, _side(viewer, parts)),
        (weights.practical, Part.PRACTICAL, _practical(viewer, other, parts)),
        (weights.place, Part.PLACE, _place(viewer, parts.apart)),
    )
    return tuple(PartSaid(part, words) for weight, part, words in said if weight)


def _shared(parts: Parts) -> str:
    if not parts.common:
        return "You did not name the same challenge."
    if parts.shared >= MUCH:
        return "Much of what is on your minds is the same."
    return "Some of what is on your minds is the same."


def _given(other: Person, parts: Parts) -> str:
    if parts.a_gets and parts.b_gets:
        return "Each of you has been through something that the other would like help with."
    if parts.a_gets:
        return f"{other.name} has been through something that you would like help with."
    if parts.b_gets:
        return f"You have been through something that {other.name} would like help with."
    return "Neither of you has been through what the other would like help with."


def _side(viewer: Person, parts: Parts) -> str:
    if viewer.side == Side.EITHER:
        return "You asked for either side."
    if parts.is_a_unmet:
        return "This is not the side you asked for."
    return "This is the side you asked for." if parts.a_fit >= 1 else "This is near to the side you asked for."


def _practical(viewer: Person, other: Person, parts: Parts) -> str:
    if parts.slots is None:
        times = "One of you left the free times blank, so they count neither way."
    else:
        times = {1: "You share one free time.", 2: "You share two free times."}.get(
            parts.slots.bit_count(), "You share several free times."
        )
    if viewer.ways and other.ways:
        return f"{times} There is a way to talk that suits you both."
    return f"{times} One of you left the ways to talk blank, so they count neither way."


def _place(viewer: Person, apart: Apart) -> str:
    wish = Distance.NONE if viewer.place is None else viewer.distance
    asked = {Distance.NEAR: " You asked for somebody near.", Distance.FAR: " You asked for somebody far away."}
    return _APART[apart] + asked.get(wish, "")
