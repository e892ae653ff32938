"""Looking for a word in everything a server keeps, in every spelling a leak could have."""

import base64
import logging
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from community.core.database import Model, db
from tests.databases import bytes_of

Stores = dict[str, bytes]


def spellings(word: str) -> dict[str, list[bytes]]:
    """The word in plain, hex, base64 at each of three alignments, and UTF-16."""
    plain = word.encode()
    return {
        "plain": [plain],
        "hex": [plain.hex().encode(), plain.hex().upper().encode()],
        "base64": [piece for shift in range(3) for piece in _base64_pieces(plain, shift)],
        "utf-16": [word.encode("utf-16-le"), word.encode("utf-16-be")],
    }


def _base64_pieces(plain: bytes, shift: int) -> list[bytes]:
    """The whole groups of the encoded word that do not depend on its neighbours, if `shift` bytes stand before it."""
    padded = bytes(shift) + plain
    whole = padded[: len(padded) // 3 * 3]
    return [encode(whole)[4 if shift else 0 :] for encode in (base64.b64encode, base64.urlsafe_b64encode)]


def found(word: str, stores: Stores) -> set[tuple[str, str]]:
    """Where the word stands and how it is spelt there."""
    looked_for = spellings(word)
    hits = set()
    for name, content in stores.items():
        hits |= {(name, how) for how, pieces in looked_for.items() if any(piece in content for piece in pieces)}
        hits |= {(name, "zlib") for piece in unpacked(content) if word.encode() in piece}
    return hits


def unpacked(content: bytes) -> Iterator[bytes]:
    """Whatever in there is a zlib stream, opened."""
    for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = content.find(start)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at : at + 100_000])
            at = content.find(start, at + 1)


def stores_of(app: Flask, folder: Path, logs: str) -> Stores:
    """Every file of the instance, every column of every table, a backup copy, and the captured logs."""
    stores = {str(path.name): bytes_of(path) for path in folder.rglob("*") if path.is_file()}
    with app.app_context():
        for table in Model.metadata.sorted_tables:
            rows = db.session.execute(table.select()).all()
            stores[f"table {table.name}"] = b"\n".join(_bytes(value) for row in rows for value in row)
        if db.engine.dialect.name == "sqlite":
            stores["backup"] = _backup(str(db.engine.url.database), folder)
        else:
            stores["backup"] = _rows_as_text()
        db.session.rollback()
    stores["logs"] = logs.encode()
    return stores


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _backup(database: str, folder: Path) -> bytes:
    copy = folder / "backup-for-canaries.sqlite3"
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    content = copy.read_bytes()
    copy.unlink()
    return content


def _rows_as_text() -> bytes:
    lines = [str(table.name) for table in Model.metadata.sorted_tables]
    dump = [str(db.session.execute(text(f'SELECT t::text FROM "{name}" t')).all()) for name in lines]
    return "\n".join(dump).encode()


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """All that any logger says, down to the last detail."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(logging.Formatter("%(name)s %(message)s").format(record))

    ear, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(ear)
        root.setLevel(before)
