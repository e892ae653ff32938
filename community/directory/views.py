"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("directory", __name__)


@bp.get("/directory/profile")
@open_to(ANYONE)
def profile() -> str:
    return "profile"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
