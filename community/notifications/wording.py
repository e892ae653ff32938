"""A notice in words, and the way to what it is about: the same for the tray and for letters."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from community.core import clock
from community.mail import harmless
from community.notifications.hours import USUAL, zone_called
from community.notifications.models import What
from community.notifications.whats import WHATS

MEETINGS = (What.MEETING_SET, What.MEETING_MOVED, What.MEETING_OFF)  # their words are a moment (ISO 8601)
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


def sentence(told: Told, who: str, *, in_letter: bool, zone: str = USUAL.zone) -> str:
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
    if told.what in MEETINGS and words:
        words = moment(datetime.fromisoformat(told.words), zone)
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


def moment(at: datetime, zone: str) -> str:
    """'Thursday 3 December, 17:30' by the reader's own clock.

    With the year where it is not this one, and with the name of the clock where it is not that of the house.
    """
    its = zone_called(zone)
    there = at.astimezone(its)
    year = "" if there.year == clock.now().astimezone(its).year else f" {there.year}"
    named = "" if its is clock.LONDON else f" ({zone.replace('_', ' ')})"
    return f"{there:%A} {there.day} {there:%B}{year}, {there:%H:%M}{named}"


def _without_title(pattern: str) -> str:
    return pattern.replace("“{words}”", UNNAMED).replace("{words}", UNNAMED)
