"""From what went wrong to what the person sees: one table of statuses, and pages that keep the words typed."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from community.core.errors import Busy, Conflict, DomainError, Invalid, NotAllowed, NotFound, TooMany
from community.core.text import clean_line, clean_text
from community.web import navigation, transactions
from community.web.access import ANYONE, audience_of, me_or_none
from community.web.navigation import safe_next
from community.web.pages import wants_fragment
from community.web.security import ForeignOrigin

log = logging.getLogger(__name__)

STATUS_OF: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Busy: 503,
}
TITLES = {
    400: "This page was open for a while",
    401: "Please sign in again",
    403: "That is not open to you",
    404: "We could not find that page",
    405: "That page cannot be used like this",
    409: "Something has changed meanwhile",
    413: "That is too long for us to take",
    422: "Something needs another look",
    429: "Please wait a moment",
    500: "Something went wrong on our side",
    503: "We are busy right now",
}
WORDS = {
    400: "For safety we did not send what you wrote. Nothing is lost: check it below and send it again.",
    401: "You were signed out while you were away. Nothing you wrote is lost: sign in, then send it.",
    403: "You are signed in, but this is for other people. If you think it should be yours, tell us.",
    404: NotFound.message,
    405: "Go back and use the button on the page.",
    413: "We take up to 10,000 characters at a time. Please split it in two.",
    500: "It is not your fault. We have written it down. Please try again in a moment.",
    503: "Please try again in a moment. Nothing you wrote is lost.",
}
WORDS_FOREIGN = "This came from another site, so we did nothing with it. Please start again from a page here."
NEVER_SHOWN = ("csrf_token", "password", "phrase", "code")


@dataclass(frozen=True)
class KeptField:
    """A field that was sent and is handed back, so that nothing typed is lost."""

    name: str
    text: str

    @property
    def is_long(self) -> bool:
        """Whether these are words to look at again, rather than a choice or a hidden value."""
        return len(self.text) > 60 or " " in self.text or "\n" in self.text


def kept_fields() -> list[KeptField]:
    """What was typed into the form that failed; never a secret."""
    if request.method in transactions.SAFE_METHODS or request.endpoint is None:
        return []
    try:
        typed = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [
        KeptField(clean_line(name), clean_text(text))
        for name, text in typed
        if not any(secret in name.lower() for secret in NEVER_SHOWN)
    ]


def _came_from() -> str:
    """The page of ours on which the form stood, as far as the browser says."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return navigation.HOME
    return safe_next(page.path) if page.netloc == request.host else navigation.HOME


def problem(
    status: int, message: str | None = None, retry_after: int | None = None, *, is_foreign: bool = False
) -> Response:
    """The problem page for a status; as a note in place when htmx asked. What another site filled in is not kept."""
    transactions.undo()
    kept = [] if is_foreign else kept_fields()
    context = {
        "status": status,
        "title": TITLES.get(status, TITLES[500]),
        "message": message or WORDS.get(status, WORDS[500]),
        "kept": kept,
        "again": safe_next(request.full_path.rstrip("?")) if kept else None,
        "sign_in_url": navigation.sign_in_url(_came_from()),
        "came_from": _came_from(),
        "notices_waiting": lambda: None,  # the database may be what went wrong
    }
    if wants_fragment():
        body = render_block("errors/problem.html", "notice", **context)
    else:
        body = render_template("errors/problem.html", **context)
    response = Response(body, status, content_type="text/html; charset=utf-8")
    if retry_after or status == 503:
        response.headers["Retry-After"] = str(retry_after or 5)
    return response


def _domain(error: DomainError) -> Response:
    status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
    return problem(status, error.message, error.retry_after if isinstance(error, TooMany) else None)


def _http(error: HTTPException) -> Response:
    if error.code in {301, 302, 303, 304, 307, 308}:
        return Response.force_type(error.get_response())
    return problem(error.code or 500)


def _token_missing(_error: CSRFError) -> Response:
    """Whoever was signed out lost the token with the session: that, and not the token, is what to tell them."""
    is_members_only = audience_of(current_app, request.endpoint or "") not in {None, ANYONE}
    return problem(401 if is_members_only and me_or_none() is None else 400)


def _database_away(error: Exception) -> Response:
    if "readonly database" in str(error):  # a GET that tried to write is our mistake, not a busy database
        return _unexpected(error)
    log.warning("database not available: %s", type(error).__name__)
    return problem(503)


def _database_refused(error: DBAPIError) -> Response:
    """Text that no column can hold (a NUL on PostgreSQL, a number past its range) is the sender's to mend."""
    if type(error.orig).__name__ in {"DataError", "OverflowError"}:
        return problem(422, "We could not store that. Please check for unusual characters or numbers.")
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    log.error("unexpected %s in %s", type(error).__name__, request.endpoint, exc_info=error)
    return problem(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _token_missing)
    app.register_error_handler(ForeignOrigin, lambda _error: problem(400, WORDS_FOREIGN, is_foreign=True))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(DBAPIError, _database_refused)
    app.register_error_handler(Exception, _unexpected)
