"""Loading the reference lists from the files that ship with the house."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from community.core.database import Model, db, upsert
from community.core.text import comparable
from community.directory import queries
from community.directory.models import Challenge, Perspective, Place, Sector


def load_reference_lists() -> dict[str, int]:
    """Insert or update every row of the lists; returns how many rows each file has.

    Ids are stable. A row that has left its file stays, because members may have chosen it.
    """
    loaded = {
        "sectors": _load(Sector, list(_sectors())),
        "challenges": _load(Challenge, list(_challenges())),
        "perspectives": _load(Perspective, list(_perspectives())),
        "places": _load(Place, list(_places())),
    }
    queries.forget_cached()
    return loaded


def _load(table: type[Model], rows: list[dict[str, Any]]) -> int:
    statement = upsert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    db.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)
    return len(rows)


def _sectors() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(_rows("sectors.csv")):
        yield row | {"parent_id": row["parent_id"] or None, "position": position}


def _challenges() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(_rows("challenges.csv")):
        group, starter = row.pop("group"), row.pop("starter")
        yield row | {"group_label": group, "is_starter": starter == "yes", "position": position}


def _perspectives() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(_rows("perspectives.csv")):
        yield row | {"position": position}


def _places() -> Iterator[dict[str, Any]]:
    for row in _rows("places.csv"):
        status, successors = row.pop("status"), row.pop("successors")
        names = (row["name"], row["short_name"], row["name_cy"], row["region"])
        yield row | {
            "parent_id": row["parent_id"] or None,
            "is_current": status == "current",
            "successors": [each for each in successors.split("|") if each],
            "search_words": " ".join(dict.fromkeys(comparable(" ".join(names)).split())),
        }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("community.directory").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
