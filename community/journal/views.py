"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("journal", __name__)


@bp.get("/journal/entries")
@open_to(ANYONE)
def entries() -> str:
    return "entries"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
