"""Reads of this room. The viewer is always a parameter: loading is authorising."""

from community.moderation.queries.keeping import (
    MOST_NAMED,
    TABLE,
    Found,
    Listed,
    Somebody,
    avoided_by,
    blocked_by,
    id_of,
    organisations_avoided_by,
    people_named,
    somebody_known_to,
)
from community.moderation.queries.reports import how_many_wait

__all__ = [
    "MOST_NAMED",
    "TABLE",
    "Found",
    "Listed",
    "Somebody",
    "avoided_by",
    "blocked_by",
    "how_many_wait",
    "id_of",
    "organisations_avoided_by",
    "people_named",
    "somebody_known_to",
]
