"""Static files: addressed by content, served by WhiteNoise with the same headers as every page."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from community.settings import ROOT, Settings
from community.web.security import HEADERS

FOLDER = ROOT / "static"
A_YEAR = 365 * 24 * 3600


def asset(path: str) -> str:
    """The address of a static file, with a version that changes when its content does."""
    return f"/static/{path}?v={_version(path)}"


@cache
def _version(path: str) -> str:
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:8]


def compress() -> None:
    """Lay a compressed copy beside each static file that gets smaller by it; WhiteNoise hands those out."""
    compressor = Compressor(quiet=True, use_brotli=False)
    for path in FOLDER.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))


class Files(WhiteNoise):
    """Hands out files. Where they are looked up anew each time, a copy of what a file used to be is thrown away."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Any:
        if self.autorefresh:
            _drop_stale(Path(f"{path}.gz"), Path(path))
        return super().get_static_file(path, url, stat_cache)


def _drop_stale(copy: Path, source: Path) -> None:
    """A fresh copy bears the time of what it was made from."""
    if copy.is_file() and copy.stat().st_mtime < source.stat().st_mtime:
        copy.unlink(missing_ok=True)


def init_app(app: Flask, settings: Settings) -> None:
    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value

    app.wsgi_app = Files(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix="static/",
        max_age=A_YEAR if settings.is_production else 0,
        autorefresh=not settings.is_production,
        add_headers_function=add_headers,
    )
    app.jinja_env.globals["asset"] = asset
