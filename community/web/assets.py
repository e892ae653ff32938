"""Static files: addressed by content, served by WhiteNoise with the same headers as every page."""

import hashlib
from functools import cache
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
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:10]


def compress() -> None:
    """Lay a compressed copy beside each static file that gets smaller by it; WhiteNoise hands those out."""
    compressor = Compressor(quiet=True, use_brotli=False)
    for path in FOLDER.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))


def init_app(app: Flask, settings: Settings) -> None:
    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix="static/",
        max_age=A_YEAR if settings.is_production else 0,
        autorefresh=not settings.is_production,
        add_headers_function=add_headers,
    )
    app.jinja_env.globals["asset"] = asset
