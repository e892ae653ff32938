"""The list of conversations and communities where somebody chose what to hear, with a way back."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.notifications import actions as notifications
from community.notifications.forms import LEVELS
from community.practice.queries.heard import heard_by
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/communities/hearing")
@open_to(MEMBERS)
def hearings() -> Response:
    return page("practice/hearings.html", lines=heard_by(me()), levels=LEVELS)


@bp.post("/communities/hearing/<uuid:about>/usual")
@open_to(MEMBERS)
def hear_as_usual(about: UUID) -> Response:
    """Whatever it is about: the choice is theirs, and taking it back shows nothing."""
    notifications.hear_as_usual(me(), about)
    flash("As usual from now on.", "success")
    return go(url_for("practice.hearings"))
