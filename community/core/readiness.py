"""Whether this process could serve somebody just now. Each question is cheap, and asking changes nothing."""

import shutil
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from community.core.database import db
from community.settings import ROOT

ROOM_NEEDED = 0.05  # of the disk

_VERSION = text("SELECT version_num FROM alembic_version")


def database_answers() -> bool:
    """Whether it takes a question at all. Where it does not, what was begun with it is let go."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def is_migrated() -> bool:
    """Whether the tables are those of this code. Those of a later one will do: it is being rolled out just now."""
    try:
        versions = set(db.session.scalars(_VERSION))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    heads, known = _revisions()
    return bool(versions) and versions & known <= heads


def has_room(folder: Path) -> bool:
    """Whether more than a twentieth of the disk is free."""
    disk = shutil.disk_usage(folder)
    return disk.free > ROOM_NEEDED * disk.total


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """The newest migrations of this code, and all of them."""
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    return frozenset(scripts.get_heads()), frozenset(each.revision for each in scripts.walk_revisions())
