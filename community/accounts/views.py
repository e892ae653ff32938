"""Pages of this room."""

from flask import Blueprint, Flask

from community.web.access import ANYONE, open_to

bp = Blueprint("accounts", __name__)


@bp.get("/accounts/sign_in")
@open_to(ANYONE)
def sign_in() -> str:
    return "sign_in"


@bp.get("/accounts/join")
@open_to(ANYONE)
def join() -> str:
    return "join"


@bp.get("/accounts/suspended")
@open_to(ANYONE)
def suspended() -> str:
    return "suspended"


def register(app: Flask) -> None:
    app.register_blueprint(bp)
