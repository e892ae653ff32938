"""What a member tells in one sitting: the steps of joining, and the parts of a profile that are changed one by one."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from community.directory.models import Distance, FindableBy, InterestKind, ShownAs, Side

MOST_TOP = 3
MOST_OTHERS = 5
MOST_GIVEN = 6
MOST_PERSPECTIVES = 3
MOST_OTHER_SECTORS = 2
MOST_NAMED_ORGANISATIONS = 10
MOST_CIRCLES = 3

WAYS = {
    "video": "Video call",
    "phone": "Phone",
    "in-person": "In person",
    "message": "Messages here",
}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
PARTS_OF_DAY = {"am": "morning", "pm": "afternoon", "eve": "evening"}
TIMES = {
    f"{day}-{part}": f"{day_name} {part_name}"
    for day, day_name in DAYS.items()
    for part, part_name in PARTS_OF_DAY.items()
}
LANGUAGES = ("English", "Welsh", "British Sign Language")


class Part(StrEnum):
    """The parts of a profile, as they stand in addresses."""

    SECTOR = "sector"
    CHALLENGES = "challenges"
    TALKING = "talking"
    FINDING = "finding"


@dataclass(frozen=True)
class Told:
    """Base of the parts. `mark` changes when anything in the part does: it tells a stale edit."""

    part: ClassVar[Part]

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class WhereYouSit(Told):
    part = Part.SECTOR

    name: str = ""
    sector_id: str | None = None
    other_sectors: tuple[str, ...] = ()
    perspectives: tuple[str, ...] = ()
    place_id: str | None = None
    place_shown_as: ShownAs = ShownAs.REGION
    about: str = ""
    organisation: str = ""
    interests: tuple[tuple[InterestKind, str], ...] = ()


@dataclass(frozen=True)
class OnYourMind(Told):
    """Challenge ids; `top` is in the member's own order."""

    part = Part.CHALLENGES

    top: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class HowYouTalk(Told):
    """`ways` with the preferred one first."""

    part = Part.TALKING

    ways: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("English",)
    access_needs: str = ""
    distance: Distance = Distance.NONE
    side: Side = Side.BRIDGE
    capacity: int = 1


@dataclass(frozen=True)
class WhoMayFind(Told):
    part = Part.FINDING

    findable_by: FindableBy = FindableBy.EVERYONE
