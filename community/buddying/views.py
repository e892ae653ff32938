"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("buddying", __name__)


@bp.get("/buddying/find")
@open_to(ANYONE)
def find() -> str:
    return "find"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
