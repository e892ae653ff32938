"""Pages on the roof: the front page, Home, the way in, and what everybody should be able to look up."""

from flask import Blueprint, Flask, flash, session, url_for
from werkzeug.wrappers import Response

from community.accounts import queries as accounts
from community.core.roles import MemberState
from community.directory import queries as directory
from community.home import actions, queries
from community.home.forms import FinishForm
from community.practice import queries as practice
from community.web.access import ANYONE, MEMBERS, NEWCOMERS, me, me_or_none, open_to
from community.web.navigation import safe_next, standing_url
from community.web.pages import go, page

bp = Blueprint("home", __name__)


@bp.get("/")
@open_to(ANYONE)
def index() -> Response:
    actor = me_or_none()
    if actor is None:
        return page("home/landing.html")
    if not actor.is_onboarded:
        return go(standing_url(actor))
    return page("home/index.html", today=queries.today_of(actor))


@bp.get("/welcome")
@open_to(NEWCOMERS)
def welcome() -> Response:
    if me().state is MemberState.JOINING:
        return _welcome_page(FinishForm(data={"name": me().name}))
    return go(url_for("home.index"))


@bp.post("/welcome/done")
@open_to(NEWCOMERS)
def finish() -> Response:
    """Enter: the rules are accepted and there is a name; everything else can wait."""
    if me().state is not MemberState.JOINING:
        return go(url_for("home.index"))
    form = FinishForm(data={"name": me().name})
    if not form.validate_on_submit():
        return _welcome_page(form, 422)
    actions.enter(me(), form.name.data or "")
    flash("You are in. Welcome.")
    return go(safe_next(session.pop("invited", None)))  # where an invite link had led


@bp.get("/house-rules")
@open_to(ANYONE)
def house_rules() -> Response:
    return page("home/house_rules.html", rules=directory.house_rules())


@bp.get("/privacy")
@open_to(ANYONE)
def privacy() -> Response:
    return page("home/privacy.html")


@bp.get("/accessibility")
@open_to(ANYONE)
def accessibility() -> Response:
    return page("home/accessibility.html")


@bp.get("/about")
@open_to(ANYONE)
def about() -> Response:
    return page("home/about.html")


@bp.get("/help")
@open_to(ANYONE)
def get_help() -> Response:
    return page("home/get_help.html")


@bp.get("/meanwhile")
@open_to(MEMBERS)
def meanwhile() -> Response:
    """Somewhere to talk about one's own first challenge while nobody fits as a buddy."""
    carries = practice.community_for_my_first_challenge(me())
    if carries is None:
        return go(url_for("practice.communities"))
    return go(url_for("practice.community", community_id=carries))


def _welcome_page(form: FinishForm, status: int = 200) -> Response:
    return page(
        "home/welcome.html",
        status=status,
        form=form,
        standing=directory.standing_of(me().id),
        has_two_addresses=accounts.addresses_of(me().id).second is not None,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
