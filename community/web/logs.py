"""One line for each request, and the id that joins all its lines: which route, never which address or who.

Static files never come this far; the line of a probe (`health`, `metrics`) is for debugging alone.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.wrappers import Response

from community.core import chance
from community.settings import Settings
from community.web.pages import htmx
from community.web.security import HEADERS

REQUEST_ID = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
PROBES = frozenset({"health", "metrics"})
NO_ROUTE = "none"
SORRY = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Something went wrong on our side</title></head>'
    b"<body><main><h1>Something went wrong on our side</h1>"
    b"<p>It is not your fault. We have written it down. Please try again in a moment.</p></main></body></html>"
)

log = structlog.get_logger("community.request")

_AN_ID = re.compile(r"[0-9a-fA-F-]{16,64}")


@dataclass(frozen=True)
class Answered:
    """What may be told of a request: nothing that a visitor could have chosen freely."""

    route: str
    method: str
    status: int
    seconds: float


def answered(response: Response) -> Answered:
    """The facts of the request that `response` answers."""
    return Answered(
        route=request.url_rule.rule if request.url_rule else NO_ROUTE,
        method=request.method if request.method in METHODS else "other",
        status=response.status_code,
        seconds=time.perf_counter() - g.asked_at,
    )


def init_app(app: Flask, settings: Settings) -> None:
    """The first to hear of a request and the last to see its answer: call it before anything else is registered."""

    @app.before_request
    def begin() -> None:
        g.asked_at = time.perf_counter()
        g.request_id = _request_id(settings)
        clear_contextvars()
        bind_contextvars(request=g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        facts = answered(response)
        say = log.debug if request.blueprint in PROBES else log.info
        say(
            "answered",
            route=facts.route,
            method=facts.method,
            status=facts.status,
            ms=round(facts.seconds * 1000, 1),
            htmx=bool(htmx),
        )
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        clear_contextvars()


def _request_id(settings: Settings) -> str:
    """The one that our own proxy gave, if there is such a proxy and it looks like one; otherwise a new one."""
    given = request.headers.get(REQUEST_ID, "")
    return given if settings.proxies and _AN_ID.fullmatch(given) else chance.new_id().hex


class LastResort:
    """Outside everything: an exception that nobody answered is noted our way, and does not reach the server,
    which would write down its message."""

    def __init__(self, inside: Callable[..., Iterable[bytes]]) -> None:
        self.inside = inside

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return self.inside(environ, start_response)
        except Exception as error:
            log.error("not answered", exc_info=error)
            headers = HEADERS | {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(SORRY))}
            start_response("500 Internal Server Error", list(headers.items()))
            return [SORRY]
