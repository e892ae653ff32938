"""The reference lists that matching reads: sectors, places, challenges and fracture lines, ready for look-up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from community.buddying.matching.fracture import FractureLine, telling_first
from community.buddying.matching.people import Place, Sector, ShownAs

NATION: Final = "nation"
REGION: Final = "nhs_region"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Built once with `Taxonomy.of`, then shared; `places` holds every place by id at its finest."""

    sectors: Mapping[str, Sector]
    places: Mapping[str, Place]
    place_names: Mapping[str, str]
    challenge_labels: Mapping[str, str]
    lines: tuple[FractureLine, ...]

    @classmethod
    def of(
        cls,
        *,
        sectors: Iterable[tuple[str, str | None, str, str]],
        places: Iterable[tuple[str, str | None, str, str]],
        challenges: Iterable[tuple[str, str]],
        lines: Iterable[FractureLine],
    ) -> "Taxonomy":
        """From rows: sectors (id, parent, ownership, side), places (id, parent, kind, name), challenges (id, label).

        Raises KeyError where a place names a parent that is not in the list.
        """
        rows = {place_id: (parent or None, kind, name) for place_id, parent, kind, name in places}
        parents = {parent for parent, _, _ in rows.values()}
        return cls(
            sectors={i: Sector(i, parent or i, ownership, side) for i, parent, ownership, side in sectors},
            places={i: _place(i, rows, has_parts=i in parents) for i in rows},
            place_names={i: name for i, (_, _, name) in rows.items()},
            challenge_labels=dict(challenges),
            lines=telling_first(lines),
        )

    def place(self, place_id: str | None, shown_as: ShownAs = ShownAs.AREA) -> Place | None:
        """The place no finer than `shown_as`; None where it is blank or unknown."""
        place = self.places.get(place_id) if place_id else None
        if place is None or shown_as == ShownAs.AREA:
            return place
        return Place(None, place.region if shown_as == ShownAs.REGION else None, place.nation)


def _place(place_id: str, rows: Mapping[str, tuple[str | None, str, str]], *, has_parts: bool) -> Place:
    """The chain from a place to its nation. A board that is made of smaller areas is also their region."""
    parent, kind, _ = rows[place_id]
    if kind == NATION:
        return Place(None, None, place_id)
    region, nation = (place_id if kind == REGION or has_parts else None), None
    while parent is not None:
        grandparent, parent_kind, _ = rows[parent]
        if parent_kind == NATION:
            nation = parent
        elif region is None:
            region = parent
        parent = grandparent
    return Place(None if kind == REGION else place_id, region, nation)
