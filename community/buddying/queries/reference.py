"""The reference lists as matching reads them, built once per process."""

from community.buddying.matching import FractureLine, Taxonomy
from community.directory import queries as directory

_known: list[tuple[object, Taxonomy]] = []


def taxonomy() -> Taxonomy:
    """Built again only when the directory has read its lists anew."""
    places = directory.places()
    if not _known or _known[0][0] is not places:
        _known[:] = [(places, _build())]
    return _known[0][1]


def _build() -> Taxonomy:
    return Taxonomy.of(
        sectors=[(row.id, row.parent_id, row.ownership, row.side) for row in directory.sectors().values()],
        places=[(row.id, row.parent_id, row.kind, row.short_name) for row in directory.places().values()],
        challenges=[(row.id, row.label) for row in directory.challenges().values()],
        lines=[FractureLine(*row) for row in directory.fracture_lines()],
    )
