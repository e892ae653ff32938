"""What matching knows of two people: what may be compared and said aloud, and what only the hard rules may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS_OF_DAY: Final = ("morning", "afternoon", "evening")
SLOTS: Final = tuple(
    f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in ("am", "pm", "eve")
)
SLOT_BITS: Final = MappingProxyType({slot: 1 << position for position, slot in enumerate(SLOTS)})

RANK_TENTHS: Final = (10, 8, 6)
OTHER_TENTHS: Final = 3


class Side(StrEnum):
    """Whom somebody asked for: the other side, their own kind of job, or either."""

    BRIDGE = "bridge"
    KIN = "kin"
    EITHER = "either"


class Distance(StrEnum):
    NEAR = "near"
    FAR = "far"
    NONE = "none"


class ShownAs(StrEnum):
    AREA = "area"
    REGION = "region"
    NATION = "nation"


class InterestKind(StrEnum):
    INSPECTS = "inspects"
    COMMISSIONS = "commissions"
    BIDS = "bids"
    DISPUTE = "dispute"
    LINE_MANAGED = "line_managed"


class Sector(NamedTuple):
    """A leaf sector; one without a parent is its own group."""

    id: str
    group: str
    ownership: str
    side: str


class Place(NamedTuple):
    """Ids from fine to coarse; None where it is not known, or not shown."""

    area: str | None
    region: str | None
    nation: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """What may be compared and spoken about. Nothing private is in here, so no reason can give it away.

    `top` has one to three challenge ids in order; `place` is the place *as shown*; `ways` come preferred first;
    `times` is a mask of `SLOT_BITS`. Empty ways, times, place: left blank. `key` and `name` never change a score.
    """

    key: str
    name: str
    sector: Sector
    top: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    perspectives: frozenset[str] = frozenset()
    place: Place | None = None
    distance: Distance = Distance.NONE
    side: Side = Side.BRIDGE
    ways: tuple[str, ...] = ()
    times: int = 0
    languages: frozenset[str] = frozenset({"English"})
    tenths: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tenths = dict.fromkeys(self.others, OTHER_TENTHS)
        tenths.update(zip(self.top, RANK_TENTHS, strict=False))
        object.__setattr__(self, "tenths", tenths)


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest in an organisation (its key); `until` None means that it is live."""

    kind: InterestKind
    organisation: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What only the hard rules may read; whatever scores or explains never receives one.

    `room` is the capacity less first meetings, active and paused circles. `place` is the true place. `remit` is
    an inspector's narrowed remit as place ids; None is their whole nation.
    """

    is_active: bool = True
    is_paused: bool = False
    room: int = 1
    is_conduct_paused: bool = False
    place: Place | None = None
    other_sectors: tuple[Sector, ...] = ()
    organisation: str = ""
    mail_domains: frozenset[str] = frozenset()
    welcomes_own_organisation: bool = False
    avoids_organisations: frozenset[str] = frozenset()
    interests: tuple[Interest, ...] = ()
    remit: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with their standing: what the hard rules compare."""

    person: Person
    standing: Standing = Standing()


def times_mask(slots: Iterable[str]) -> int:
    """The slots ("mon-am", "thu-eve") as one number, for `Person.times`. Raises KeyError for an unknown slot."""
    mask = 0
    for slot in slots:
        mask |= SLOT_BITS[slot]
    return mask
