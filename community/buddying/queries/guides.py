"""Words that ship with this room: ways to begin a hello, and the guide to a first meeting."""

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from community.buddying.matching import Explanation, ReasonKind

_ABOUT_A_CHALLENGE = {ReasonKind.BOTH_TOP, ReasonKind.BOTH_NAMED, ReasonKind.THEY_GIVE, ReasonKind.YOU_GIVE}


class Step(NamedTuple):
    title: str
    minutes: str
    words: str


class FirstMeeting(NamedTuple):
    steps: tuple[Step, ...]
    reminders: tuple[str, ...]
    limits: str


def starters(challenge: str = "") -> list[str]:
    """Sentences to begin a hello with; `challenge` is the label of one that both know something about."""
    known = _guides()["starters"]
    return [each.format(challenge=challenge) for each in known["with_challenge" if challenge else "without"]]


def starters_for(why: Explanation | None) -> list[str]:
    """The same, about the first challenge that speaks for the two."""
    reasons = [reason for reason in why.reasons if reason.kind in _ABOUT_A_CHALLENGE] if why else []
    strong = [text for reason in reasons for text, is_strong in reason.segments if is_strong]
    return starters(strong[0] if strong else "")


@cache
def first_meeting() -> FirstMeeting:
    guide = _guides()["first_meeting"]
    steps = (Step(step["title"], step["minutes"], step["words"]) for step in guide["steps"])
    return FirstMeeting(tuple(steps), tuple(guide["reminders"]), guide["limits"])


@cache
def _guides() -> dict[str, Any]:
    text = files("community.buddying").joinpath("data", "guides.yaml").read_text(encoding="utf-8")
    known: dict[str, Any] = yaml.safe_load(text)
    return known
