"""A second instance of the application on the same database, with a few routes that misbehave on purpose."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, flash, request
from sqlalchemy import delete
from werkzeug.wrappers import Response

from community import create_app
from community.accounts.models import MemberSession
from community.core import audit, clock, errors
from community.core.database import db
from community.core.limits import ThrottleCount
from community.settings import Settings
from community.web.access import ADMINISTRATORS, ANYONE, MEMBERS, MODERATORS, NEWCOMERS, open_to
from community.web.forms import Form, Text
from community.web.pages import go
from tests.databases import let_go_of
from tests.web import accidents
from tests.world import World

bp = Blueprint("trial", __name__, url_prefix="/trial")


class Trial(Form):
    text = Text("Words", longest=50, needed="Say it in words")


def leave_a_mark() -> None:
    audit.note("trial", actor_id=None, object_kind="trial")


@bp.get("/look")
@open_to(ANYONE)
def look() -> str:
    return "looked"


@bp.get("/write-on-get")
@open_to(ANYONE)
def write_on_get() -> str:
    leave_a_mark()
    db.session.flush()
    return "written"


@bp.get("/commit-on-get")
@open_to(ANYONE)
def commit_on_get() -> str:
    leave_a_mark()
    db.session.commit()
    return "written"


@bp.post("/mark")
@open_to(ANYONE)
def mark() -> Response:
    """Leave a mark, say so, then answer as `then` asks."""
    leave_a_mark()
    db.session.flush()
    flash("It is sent.", "done")
    then = request.args.get("then", "303")
    if then == "raise":
        raise errors.NotAllowed("Not yours.")
    if then == "boom":
        raise RuntimeError("a canary that nobody reads on a page")
    if then == "busy":
        raise errors.Busy
    if then == "422":
        return Response("refused, and counted", 422)
    return go("/trial/look")


@bp.post("/clash")
@open_to(ANYONE)
def clash() -> Response:
    """Two rows with one key: the database says so at the commit."""
    for _ in range(2):
        db.session.add_all([ThrottleCount(key_hash="same", window_ends_at=clock.now(), uses=1)])
        db.session.flush() if request.args.get("early") else None
        db.session.expunge_all() if request.args.get("early") else None
    leave_a_mark()
    flash("It is sent.", "done")
    return go("/trial/look")


@bp.post("/form")
@open_to(ANYONE)
def form() -> Response:
    sent = Trial()
    return Response("fine" if sent.validate_on_submit() else str(sent.errors), 200 if not sent.errors else 422)


@bp.post("/while-signed-out")
@open_to(NEWCOMERS)
def while_signed_out() -> Response:
    """In the middle of this request somebody ends the session from elsewhere."""
    with db.engine.begin() as elsewhere:
        elsewhere.execute(delete(MemberSession))
    leave_a_mark()
    flash("It is sent.", "done")
    return go("/trial/look")


@bp.route("/boom", methods=["GET", "POST"])
@open_to(ANYONE)
def boom() -> str:
    raise RuntimeError("a canary that nobody reads on a page")


@bp.get("/refuse/<int:status>")
@open_to(ANYONE)
def refuse(status: int) -> Response:
    return Response(status=status) if status < 400 else _abort(status)


def _abort(status: int) -> Response:
    from werkzeug.exceptions import HTTPException

    error = HTTPException()
    error.code = status
    raise error


@bp.get("/newcomers")
@open_to(NEWCOMERS)
def newcomers() -> str:
    return "in"


@bp.get("/members")
@open_to(MEMBERS)
def members() -> str:
    return "in"


@bp.get("/moderators")
@open_to(MODERATORS)
def moderators() -> str:
    return "in"


@bp.get("/administrators")
@open_to(ADMINISTRATORS)
def administrators() -> str:
    return "in"


@bp.post("/members")
@open_to(MEMBERS)
def members_post() -> str:
    return "in"


@pytest.fixture(scope="session")
def trial_app(app: Flask, settings: Settings) -> Iterator[Flask]:
    """`app` is asked for because it makes the tables."""
    trial = create_app(settings)
    trial.testing = True
    trial.config["PROPAGATE_EXCEPTIONS"] = False
    trial.register_blueprint(bp)
    trial.register_blueprint(accidents.bp)
    yield trial
    let_go_of(trial)


@pytest.fixture
def trial(trial_app: Flask, world: World) -> World:
    """The world, seen through the application with the misbehaving routes."""
    return World(trial_app)
