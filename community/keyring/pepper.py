"""The pepper: a secret file without which no password opens a journal, whatever else was stolen.

Its id stands in every wrap that needs it. If one of them names a pepper that is not in the file, the site refuses to
start: otherwise everybody's journal would be shut by accident. Whoever really has lost a pepper says so by adding the
line `<id> lost` to the file; journals then open by recovery code only.
"""

import logging

from flask import Flask, current_app
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from community.core import keyfiles
from community.core.database import db
from community.core.keyfiles import KeyFileError, Keys
from community.keyring import queries
from community.keyring.models import JournalWrap
from community.settings import Settings

log = logging.getLogger(__name__)


def current_id() -> str:
    return _keys().current


def pepper_of(pepper_id: str | None) -> bytes | None:
    """The pepper of that id; None when it was declared lost. Raises KeyFileError when it is simply not there."""
    keys = _keys()
    if pepper_id in keys.lost:
        return None
    try:
        return keys.by_id[pepper_id or ""]
    except KeyError:
        raise KeyFileError(f"a journal needs pepper {pepper_id}, which the pepper file does not hold") from None


def fits() -> bool:
    """Whether the file is where it should be and holds every pepper that a journal needs."""
    keys = _keys()
    settings: Settings = current_app.config["SETTINGS"]
    return keyfiles.still_holds(settings.pepper_path, keys) and not _missing(keys, queries.pepper_ids_in_use())


def _missing(keys: Keys, needed: set[str]) -> set[str]:
    return needed - set(keys.by_id) - keys.lost


def _keys() -> Keys:
    keys: Keys = current_app.extensions["peppers"]
    return keys


def init_app(app: Flask, settings: Settings) -> None:
    """Load the pepper file and compare it with what the journals need. Raises KeyFileError."""
    path = settings.pepper_path
    with app.app_context():
        needed = _needed()
    if not settings.is_production and not needed:
        keyfiles.create(path)
    if needed and not path.is_file():
        raise KeyFileError(f"{path} is missing, and journals cannot be opened without it: put it back from its copy")
    keys = keyfiles.read(path)
    missing = _missing(keys, needed)
    if missing:
        raise KeyFileError(
            f"{path} is not the pepper that journals were locked with (missing: {', '.join(sorted(missing))})"
        )
    app.extensions["peppers"] = keys


def _needed() -> set[str]:
    """The ids of peppers that stored wraps need; nothing when there is no database yet."""
    try:
        if not inspect(db.engine).has_table(JournalWrap.__tablename__):
            return set()
        return queries.pepper_ids_in_use()
    except OperationalError:
        log.warning("the database is away: whether the pepper fits is seen when a journal is opened")
        return set()
    finally:
        db.session.remove()
        db.engine.dispose()  # a process that forks after this must not share a connection
