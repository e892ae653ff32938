"""How a view answers: a whole page, a named block of it for htmx, or the way to another page."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, make_response, render_template, request
from flask import redirect as _redirect
from flask_htmx import HTMX
from jinja2_fragments.flask import render_block
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

htmx = HTMX()


def wants_fragment() -> bool:
    """Whether htmx asked for a part of the page, not for the page (as it does when somebody goes back)."""
    if not htmx or request.headers.get("HX-History-Restore-Request"):
        return False
    return request.headers.get("HX-Request-Type") != "full"


def is_on_its_own_page() -> bool:
    """Whether the browser stands at the very address that it sends to: the form is the page, not a part of another."""
    return urlsplit(htmx.current_url or "").path == request.path


def page(
    template: str,
    /,
    *,
    fragment: str | None = None,
    status: int = 200,
    say: str | None = None,
    address: str | None = None,
    **context: Any,
) -> Response:
    """The page; or only its block `fragment` when htmx asked for a part. `say` is spoken to screen readers.

    `address` takes the place of the one in the browser's bar when only a part is answered.
    """
    if fragment and wants_fragment():
        body = render_block(template, fragment, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    if say and wants_fragment():
        response.headers["HX-Trigger"] = current_app.json.dumps({"say": say})
    if address and wants_fragment():
        response.headers["HX-Replace-Url"] = address
    return response


def go(url: str) -> Response:
    """See the other page: 303, or the header by which htmx goes there as a whole page."""
    return answer_redirect(url)


def answer_redirect(url: str) -> Response:
    if htmx:
        response: Response = make_response("", 204)
        response.headers["HX-Redirect"] = iri_to_uri(url)
        return response
    return _redirect(url, 303)
