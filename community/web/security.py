"""Headers on every answer, and what an unsafe request must prove: our own token and our own origin."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from community.settings import Settings
from community.web.transactions import SAFE_METHODS

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])


def open_to_other_programs(view: View) -> View:
    """A route that a mail program asks without our token, from wherever it runs: its address itself proves enough."""
    csrf.exempt(view)
    view.is_open_to_other_programs = True  # type: ignore[attr-defined]
    return view


def is_open_to_other_programs(app: Flask, endpoint: str | None) -> bool:
    return getattr(app.view_functions.get(endpoint or ""), "is_open_to_other_programs", False)


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("HX-Request")
    return response


class ForeignOrigin(CSRFError):
    """Another site sent this. It gets no second chance on a page of ours: what it filled in is dropped."""


def refuse_foreign_origin(settings: Settings) -> None:
    """Raise ForeignOrigin when a browser says that an unsafe request comes from another site."""
    if request.method in SAFE_METHODS or is_open_to_other_programs(current_app, request.endpoint):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignOrigin("The request came from another site.")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in _our_origins(settings):
        raise ForeignOrigin("The request came from another site.")


def _our_origins(settings: Settings) -> set[str]:
    """The site's own address; on this very machine also the one that the browser used (another port, localhost)."""
    site = urlsplit(settings.site_url)
    ours = {f"{site.scheme}://{site.netloc}"}
    return ours | {f"http://{request.host}"} if settings.is_loopback_http else ours


def init_app(app: Flask, settings: Settings) -> None:
    app.before_request(lambda: refuse_foreign_origin(settings))
    csrf.init_app(app)
    app.after_request(add_headers)
