"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("practice", __name__)


@bp.get("/practice/communities")
@open_to(ANYONE)
def communities() -> str:
    return "communities"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
