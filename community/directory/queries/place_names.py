"""Places by the names people know them by, and how much of a place is shown."""

from typing import NamedTuple

from community.core.text import comparable
from community.directory.models import ShownAs
from community.directory.queries.lists import PlaceRow, places

NATION = "nation"
NAMED_BY_DIRECTION = {"Northern Ireland"}  # "Western" alone could be anywhere
REGION = "nhs_region"
MOST_FOUND = 12


class FoundPlace(NamedTuple):
    """A place that answers to what was typed, and what it is part of; `instead` follows a closed one."""

    id: str
    label: str
    within: str
    is_current: bool
    instead: tuple["FoundPlace", ...]


def places_named(words: str) -> list[FoundPlace]:
    """Places whose old, new, short or Welsh name has every word (or its beginning), best first.

    A closed place is answered by itself, marked, with the places that followed it.
    """
    wanted = comparable(words).split()[:8]
    if not wanted:
        return []
    found = [(_fit(place, wanted), place) for place in places().values()]
    best = sorted((fit, place.short_name, place) for fit, place in found if fit is not None)
    return [_found(place) for _, _, place in best[:MOST_FOUND]]


def place_of_same_name(words: str) -> FoundPlace | None:
    """The one place that has exactly this name (or is labelled so in a list of suggestions), if there is one."""
    name = comparable(words)
    same = [place for place in places().values() if name in {comparable(each) for each in _names(place)}]
    current = [place for place in same if place.is_current]
    only = current or same
    return _found(only[0]) if len(only) == 1 else None


def successors_of(place_id: str | None) -> tuple[FoundPlace, ...]:
    """The places that followed a closed one; nothing where it still stands."""
    place = places().get(place_id or "")
    return _found(place).instead if place else ()


def place_label(place_id: str | None) -> str:
    """The place in full for its owner ("Lancashire and South Cumbria, North West"); "" when there is none."""
    place = places().get(place_id or "")
    return _label(place) if place else ""


def place_as_shown(place_id: str | None, shown_as: ShownAs) -> str:
    """As much of the place as its owner lets others see; "" when there is none."""
    place = places().get(place_id or "")
    if place is None:
        return ""
    if shown_as == ShownAs.AREA:
        return f"{place.short_name}, {place.nation}" if place.nation in NAMED_BY_DIRECTION else place.short_name
    if shown_as == ShownAs.REGION:
        return _region_of(place).short_name
    return place.nation


def places_shown_within(place_id: str) -> dict[ShownAs, frozenset[str]]:
    """For each way of showing: the places whose owners are, as others see them, in this one or in a part of it.

    Whoever shows the nation alone is in no region of it.
    """
    return {
        shown_as: frozenset(place.id for place in places().values() if place_id in _shown_path(place, shown_as))
        for shown_as in ShownAs
    }


def _shown_path(place: PlaceRow, shown_as: ShownAs) -> list[str]:
    """What is shown of the place, and everything that this lies in."""
    path = []
    each: PlaceRow | None = {ShownAs.AREA: place, ShownAs.REGION: _region_of(place)}.get(shown_as) or _nation_of(place)
    while each is not None:
        path.append(each.id)
        each = places().get(each.parent_id or "")
    return path


def _nation_of(place: PlaceRow) -> PlaceRow | None:
    return next((each for each in places().values() if each.kind == NATION and each.name == place.nation), None)


def _region_of(place: PlaceRow) -> PlaceRow:
    """England: the NHS region. Scotland: the health board. Wales and Northern Ireland have none: the nation."""
    parent = places().get(place.parent_id or "")
    if parent is None or place.kind == REGION:
        return place
    if parent.kind != NATION:
        return parent
    has_parts = any(other.parent_id == place.id for other in places().values())
    return place if has_parts else parent


def _label(place: PlaceRow) -> str:
    within = _within(place)
    return f"{place.short_name}, {within}" if within else place.short_name


def _within(place: PlaceRow) -> str:
    parent = places().get(place.parent_id or "")
    return parent.short_name if parent else ""


def _names(place: PlaceRow) -> tuple[str, ...]:
    return (place.name, place.short_name, _label(place), place.name_cy)


def _found(place: PlaceRow) -> FoundPlace:
    known = places()
    instead = () if place.is_current else tuple(_found(known[each]) for each in place.successors if each in known)
    return FoundPlace(place.id, place.name, _within(place), place.is_current, instead)


def _fit(place: PlaceRow, wanted: list[str]) -> tuple[int, int] | None:
    """How well the place answers (smaller is better); None when a word is missing."""
    words = place.search_words.split()
    if not all(any(word.startswith(each) for word in words) for each in wanted):
        return None
    own = comparable(place.short_name)
    begins = own.startswith(" ".join(wanted)) or comparable(place.name_cy).startswith(" ".join(wanted))
    return (0 if begins else 1, 0 if place.is_current else 1)
