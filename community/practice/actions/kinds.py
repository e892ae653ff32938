"""Loading the kinds of conversation from the file that ships with this room."""

import csv
from importlib.resources import files

from community.core.database import db, upsert
from community.practice import queries
from community.practice.models import ThreadKind


def load_thread_kinds() -> int:
    """Insert or update every kind of the file; returns how many there are. Safe at any time."""
    with files("community.practice").joinpath("data/thread_kinds.csv").open(encoding="utf-8") as file:
        rows = [
            row
            | {
                "scaffold": row["scaffold"].replace("|", "\n"),
                "can_be_unanswered": row["can_be_unanswered"] == "yes",
                "has_link": row["has_link"] == "yes",
                "is_offered": row["is_offered"] == "yes",
                "position": position,
            }
            for position, row in enumerate(csv.DictReader(file))
        ]
    statement = upsert(ThreadKind)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    db.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)
    queries.forget_cached()
    return len(rows)
