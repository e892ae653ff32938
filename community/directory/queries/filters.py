"""What lists of people can be narrowed by, and what an address asks for."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from community.directory.queries.lists import challenge_label, challenges, places, sector_groups, sectors
from community.directory.queries.place_names import NATION


class PeopleFilters(NamedTuple):
    """What a member chose to narrow by; blank is no filter. `sectors` are groups of sectors."""

    sectors: tuple[str, ...] = ()
    place: str = ""
    challenge: str = ""
    offer: str = ""

    @property
    def in_words(self) -> str:
        """ "Housing, Scotland, offers Winter pressures"; "" when nothing is chosen."""
        said = [
            *(sectors()[each].label for each in self.sectors),
            places()[self.place].short_name if self.place else "",
            challenge_label(self.challenge),
            f"offers {challenge_label(self.offer)}" if self.offer else "",
        ]
        return ", ".join(filter(None, said))

    @property
    def in_address(self) -> dict[str, str | list[str]]:
        """The same as what an address carries."""
        asked: dict[str, str | list[str]] = {
            "sector": list(self.sectors),
            "place": self.place,
            "challenge": self.challenge,
            "offer": self.offer,
        }
        return {name: value for name, value in asked.items() if value}


class PlaceChoice(NamedTuple):
    label: str
    options: tuple[tuple[str, str], ...]


def people_filters_from(asked: Mapping[str, Sequence[str]]) -> PeopleFilters:
    """What an address asks for; what is not on a list is left out."""
    groups = {group.id for group in sector_groups()}
    return PeopleFilters(
        tuple(dict.fromkeys(each for each in asked.get("sector", ()) if each in groups)),
        _known(asked.get("place", ()), places()),
        _known(asked.get("challenge", ()), challenges()),
        _known(asked.get("offer", ()), challenges()),
    )


def _known(asked: Sequence[str], ids: Container[str]) -> str:
    return next((each for each in asked if each in ids), "")


def sector_ids_of(groups: Iterable[str]) -> list[str]:
    """Groups of sectors and every sector in them."""
    chosen = set(groups)
    known = [group for group in sector_groups() if group.id in chosen]
    return sorted({group.id for group in known} | {sector.id for group in known for sector in group.sectors})


def place_choices() -> tuple[PlaceChoice, ...]:
    """Places of today in groups: nations, regions, then the areas of each."""
    current = [place for place in places().values() if place.is_current]
    nations = tuple((place.id, place.short_name) for place in current if place.kind == NATION)
    parents = dict.fromkeys(place.parent_id for place in current if place.parent_id)
    known = places()
    groups = [
        PlaceChoice(
            f"In {known[parent].short_name}",
            tuple((place.id, place.short_name) for place in current if place.parent_id == parent),
        )
        for parent in sorted(parents, key=lambda each: (known[each].kind != NATION, known[each].short_name))
    ]
    return (PlaceChoice("Nations", nations), *groups)
