"""On a developer's own machine only: the letters as they would be read, so that no mail server is needed."""

from flask import Blueprint, Flask
from werkzeug.wrappers import Response

from community.mail import queries, rendering, transport
from community.settings import Settings
from community.web.access import ANYONE, open_to
from community.web.pages import page

bp = Blueprint("mail", __name__)


@bp.get("/letters")
@open_to(ANYONE)
def letters() -> Response:
    found = [(letter, rendering.write(letter)) for letter in queries.latest_letters()]
    return page("mail/letters.html", letters=found)


def register(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    transport.init_app(app, settings)
    if settings.shows_letters:
        app.register_blueprint(bp)
