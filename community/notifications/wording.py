"""A notice in words, and the way to what it is about: the same for the tray and for letters."""

from typing import Protocol
from uuid import UUID

from community.mail import harmless
from community.notifications.kinds import WHATS
from community.notifications.models import What

NOBODY_NAMED = "Somebody"
UNNAMED = "one of your communities"


class Told(Protocol):
    """What a notice says of itself: its row, a line of the tray, or what waits for a letter."""

    @property
    def what(self) -> What: ...
    @property
    def about(self) -> UUID: ...
    @property
    def spot(self) -> UUID | None: ...
    @property
    def words(self) -> str: ...
    @property
    def is_public(self) -> bool: ...
    @property
    def how_many(self) -> int: ...


def sentence(told: Told, who: str, *, in_letter: bool) -> str:
    """One sentence; `who` is empty where there is nobody to name.

    A letter leaves out a title that is not public, and shows names and titles so that nothing in them is a link.
    """
    says = WHATS[told.what]
    pattern = says.many if told.how_many > 1 and says.many else says.one
    if "{words}" in pattern and (not told.words or (in_letter and not told.is_public)):
        is_one = pattern == says.one
        pattern = says.unnamed if is_one and says.unnamed else _without_title(pattern)
    words = told.words
    if in_letter:
        who, words = harmless.name(who), harmless.words(words)
    return pattern.format(who=who or NOBODY_NAMED, words=words, n=told.how_many)


def path(told: Told) -> str:
    """Where the notice leads."""
    says = WHATS[told.what]
    pattern = says.otherwise if says.otherwise and told.spot is None else says.path
    return pattern.format(about=told.about, spot=told.spot)


def button(told: Told) -> str:
    """What to do where the notice leads, on the button of a letter; empty where opening it is all."""
    says = WHATS[told.what]
    return "" if says.otherwise and told.spot is None else says.button


def _without_title(pattern: str) -> str:
    return pattern.replace("“{words}”", UNNAMED).replace("{words}", UNNAMED)
