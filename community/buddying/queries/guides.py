"""Words that ship with this room: ways to begin a hello, guides for talking, and what every agreement says."""

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from community.buddying.matching import Explanation, ReasonKind
from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen

_ABOUT_A_CHALLENGE = {ReasonKind.BOTH_TOP, ReasonKind.BOTH_NAMED, ReasonKind.THEY_GIVE, ReasonKind.YOU_GIVE}
FIRST, LATER, LAST = "first-meeting", "later-conversations", "last-conversation"


class Step(NamedTuple):
    title: str
    minutes: str
    words: str


class Guide(NamedTuple):
    """How to talk: steps in order, or points in any; "" is nothing to say."""

    id: str
    title: str
    minutes: str
    line: str
    steps: tuple[Step, ...]
    points: tuple[str, ...]
    closing: str


class FixedWords(NamedTuple):
    """What every agreement says (`stays`, `limits`), and what it begins with where nobody says otherwise."""

    stays: str
    limits: str
    between: str
    let_down: str


def starters(challenge: str = "") -> list[str]:
    """Sentences to begin a hello with; `challenge` is the label of one that both know something about."""
    known = _words()["starters"]
    return [each.format(challenge=challenge) for each in known["with_challenge" if challenge else "without"]]


def starters_for(why: Explanation | None) -> list[str]:
    """The same, about the first challenge that speaks for the two."""
    reasons = [reason for reason in why.reasons if reason.kind in _ABOUT_A_CHALLENGE] if why else []
    strong = [text for reason in reasons for text, is_strong in reason.segments if is_strong]
    return starters(strong[0] if strong else "")


@cache
def guides() -> tuple[Guide, ...]:
    """Every guide, in the order of their page."""
    return tuple(
        Guide(
            each["id"],
            each["title"],
            each["minutes"],
            each["line"],
            tuple(Step(step["title"], step.get("minutes", ""), step["words"]) for step in each.get("steps", ())),
            tuple(each.get("points", ())),
            each["closing"],
        )
        for each in _words()["guides"]
    )


def guides_for(circle: CircleSeen) -> tuple[Guide, ...]:
    """The guides beside an open circle, the one for its next conversation first; nothing beside one that is over."""
    if not circle.is_open:
        return ()
    is_first = circle.state == CircleState.FIRST_MEETING
    fits, later = (FIRST, (LATER, LAST)) if is_first else (LATER, (FIRST,))
    wanted = [guide for guide in guides() if guide.id not in later]
    return tuple(sorted(wanted, key=lambda guide: guide.id != fits))


@cache
def fixed_words() -> FixedWords:
    return FixedWords(**_words()["agreement"])


@cache
def _words() -> dict[str, Any]:
    text = files("community.buddying").joinpath("data", "guides.yaml").read_text(encoding="utf-8")
    known: dict[str, Any] = yaml.safe_load(text)
    return known
