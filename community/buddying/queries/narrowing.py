"""What the filters of Find a buddy mean: a group of sectors is all of them, a place is what is shown as lying in it."""

from typing import NamedTuple

from community.buddying.matching import Narrow
from community.directory import queries as directory

_NATION = "nation"


class Filters(NamedTuple):
    """What a member chose to narrow by: groups of sectors, one challenge, one place; blank is no filter."""

    sectors: tuple[str, ...] = ()
    challenge: str = ""
    place: str = ""

    @property
    def in_words(self) -> str:
        """ "2 sectors, 1 challenge"; "" when nothing is chosen."""
        counted = [(len(self.sectors), "sector"), (bool(self.challenge), "challenge"), (bool(self.place), "place")]
        return ", ".join(f"{int(n)} {word}{'s' if n > 1 else ''}" for n, word in counted if n)


class PlaceChoice(NamedTuple):
    label: str
    options: tuple[tuple[str, str], ...]


def filters_from(sectors: list[str], challenge: str, place: str) -> Filters:
    """What an address asks for; what is not on a list is left out."""
    groups = {group.id for group in directory.sector_groups()}
    return Filters(
        tuple(dict.fromkeys(each for each in sectors if each in groups)),
        challenge if challenge in directory.challenges() else "",
        place if place in directory.places() else "",
    )


def narrowed_by(filters: Filters) -> Narrow:
    leaves = {group.id: [group.id, *(sector.id for sector in group.sectors)] for group in directory.sector_groups()}
    sector_ids = tuple(dict.fromkeys(leaf for group in filters.sectors for leaf in leaves[group]))
    return Narrow(sector_ids, filters.challenge, filters.place)


def place_choices() -> tuple[PlaceChoice, ...]:
    """Places of today in groups: nations, regions, then the areas of each."""
    places = [place for place in directory.places().values() if place.is_current]
    nations = tuple((place.id, place.short_name) for place in places if place.kind == _NATION)
    parents = dict.fromkeys(place.parent_id for place in places if place.parent_id)
    known = directory.places()
    groups = [
        PlaceChoice(
            f"In {known[parent].short_name}",
            tuple((place.id, place.short_name) for place in places if place.parent_id == parent),
        )
        for parent in sorted(parents, key=lambda each: (known[each].kind != _NATION, known[each].short_name))
    ]
    return (PlaceChoice("Nations", nations), *groups)
