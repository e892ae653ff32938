"""Copies of the database that can be trusted: made while the site runs, checked before they are used.

A copy never holds the key files: it opens nothing that is sealed. Beside each copy lies its SHA-256.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from community.core import clock


class BackupError(Exception):
    """Why a copy was not made or not used, in words for whoever runs the site."""


def back_up(database: str, folder: Path) -> Path:
    """Copy the database at this address into `folder`; returns the copy. Raises BackupError."""
    url = make_url(database)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ending = "sqlite3" if url.get_backend_name() == "sqlite" else "dump"
    copy = folder / f"community-{clock.now():%Y%m%d-%H%M%S}.{ending}"
    draft = copy.with_suffix(".part")
    if copy.exists():
        raise BackupError(f"{copy} was made this very second")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _copy_sqlite(Path(str(url.database)), draft) if ending == "sqlite3" else _dump_postgresql(url, draft)
        _sum_file(copy).write_text(f"{_sum(draft)}  {copy.name}\n")
        draft.rename(copy)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def verify(copy: Path) -> None:
    """Raise BackupError unless the copy is whole: its sum is right and the database in it is sound."""
    try:
        expected = _sum_file(copy).read_text().split()[0]
    except (OSError, IndexError):
        raise BackupError(f"{_sum_file(copy)} is missing: there is no telling whether the copy is whole") from None
    if _sum(copy) != expected:
        raise BackupError(f"{copy} is not what was written: its sum is wrong")
    if copy.suffix == ".sqlite3":
        with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError(f"{copy} holds a damaged database")


def restore(copy: Path, database: str) -> Path | None:
    """Put a verified copy in the place of the database. The site must be stopped.

    Returns where the database that was there lies now (SQLite only). Raises BackupError.
    """
    verify(copy)
    url = make_url(database)
    if url.get_backend_name() != "sqlite":
        _run_postgresql("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))
        return None
    target = Path(str(url.database))
    aside = target.with_name(f"{target.name}.before-{clock.now():%Y%m%d-%H%M%S}")
    draft = target.with_name(f".{target.name}.restoring")
    shutil.copyfile(copy, draft)
    draft.chmod(0o600)
    had_one = target.is_file()
    if had_one:
        _settle(target)
        target.rename(aside)
    draft.rename(target)
    return aside if had_one else None


def _settle(database: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is the database."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupError(f"there is no database at {source}")
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _dump_postgresql(url: URL, target: Path) -> None:
    _run_postgresql("pg_dump", url, "--format=custom", f"--file={target}")


def _run_postgresql(tool: str, url: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupError(f"{tool} is not installed on this machine")
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(  # noqa: S603 - our own program and the site's own address
        [program, f"--dbname={address_without_password(url)}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.strip()[-300:]}")


def address_without_password(url: URL) -> str:
    """The address as PostgreSQL's own tools take it. The password goes by their environment, unseen."""
    return url._replace(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _sum_file(copy: Path) -> Path:
    return copy.with_name(f"{copy.name}.sha256")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
