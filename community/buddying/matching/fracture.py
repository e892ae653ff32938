"""The old divides that two people can bridge, and how to see one between two sectors."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from community.buddying.matching.people import Sector

ANY_OTHER: Final = "any other"
PERSPECTIVES_OF_LINE: Final = {"commissioner-provider": ("commissioner", "provider")}
NOBODYS: Final[frozenset[str]] = frozenset()


class FractureLine(NamedTuple):
    """A row of fracture_lines.csv: each side is a list of terms parted by ";", read as `how_to_detect` says."""

    id: str
    label: str
    a_side: str
    b_side: str
    how_to_detect: str


def fracture_line_between(
    a_sector: Sector,
    b_sector: Sector,
    lines: Iterable[FractureLine],
    *,
    a_perspectives: frozenset[str] = NOBODYS,
    b_perspectives: frozenset[str] = NOBODYS,
) -> FractureLine | None:
    """The first of `lines` that runs between the two, either way round; None if they stand on the same side."""
    for line in lines:
        if _runs(line, a_sector, b_sector) or _runs(line, b_sector, a_sector):
            return line
        if _perspectives_differ(line, a_perspectives, b_perspectives):
            return line
    return None


def telling_first(lines: Iterable[FractureLine]) -> tuple[FractureLine, ...]:
    """The lines with those first that say most: both sides named, then one side against all, then broad ones."""
    return tuple(sorted(lines, key=lambda line: 2 if _is_broad(line) else int(ANY_OTHER in (line.a_side, line.b_side))))


def _is_broad(line: FractureLine) -> bool:
    return line.how_to_detect in ("sectors.ownership", "sectors.side")


def _runs(line: FractureLine, left: Sector, right: Sector) -> bool:
    """Whether `left` is on the line's a side and `right` on its b side; "any other" is whoever is not on b."""
    if not _is_on(line, line.b_side, right):
        return False
    if line.a_side == ANY_OTHER:
        return not _is_on(line, line.b_side, left)
    return _is_on(line, line.a_side, left)


def _is_on(line: FractureLine, side: str, sector: Sector) -> bool:
    terms = side.split(";")
    if line.how_to_detect == "sectors.ownership":
        return sector.ownership in terms
    if line.how_to_detect == "sectors.side":
        return sector.side in terms
    return sector.id in terms or sector.group in terms


def _perspectives_differ(line: FractureLine, a: frozenset[str], b: frozenset[str]) -> bool:
    """Each holds one of the line's two perspectives and not the other: who holds both stands on both sides."""
    pair = PERSPECTIVES_OF_LINE.get(line.id)
    if pair is None:
        return False
    held_by_a, held_by_b = a.intersection(pair), b.intersection(pair)
    return len(held_by_a) == len(held_by_b) == 1 and held_by_a != held_by_b
