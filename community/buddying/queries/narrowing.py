"""What the filters of Find a buddy mean: a group of sectors is all of them, a place is what is shown as lying in it."""

from typing import NamedTuple

from community.buddying.matching import Narrow
from community.directory import queries as directory


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
