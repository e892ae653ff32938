"""On a developer's own machine only: the letters as they would be read, so that no mail server is needed."""

import re
from uuid import UUID

from flask import Blueprint, Flask, make_response, render_template, url_for
from werkzeug.wrappers import Response

from community.mail import queries, rendering, transport
from community.settings import Settings
from community.web.access import ANYONE, open_to
from community.web.pages import page

bp = Blueprint("mail", __name__)

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


@bp.get("/letters")
@open_to(ANYONE)
def letters() -> Response:
    found = [(letter, rendering.write(letter)) for letter in queries.latest_letters()]
    return page("mail/letters.html", letters=found)


@bp.get("/letters/<uuid:letter_id>")
@open_to(ANYONE)
def letter(letter_id: UUID) -> Response:
    """The letter as a mail program shows it. Its style comes as a sheet here: no page of ours has styles within."""
    sheet = f'<link rel="stylesheet" href="{url_for("mail.style")}">'
    return make_response(_STYLE.sub(sheet, rendering.write(queries.posted(letter_id)).html))


@bp.get("/letters/style.css")
@open_to(ANYONE)
def style() -> Response:
    response = make_response(render_template("mail/style.css"))
    response.content_type = "text/css; charset=utf-8"
    return response


def register(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    transport.init_app(app, settings)
    if settings.shows_letters:
        app.register_blueprint(bp)
