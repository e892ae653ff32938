"""Blocking somebody: a page that says what will happen, the act, and the list with its way back."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying.queries.apart import circles_between
from community.moderation import actions, queries
from community.moderation.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/account/blocked")
@open_to(MEMBERS)
def blocked() -> Response:
    return page("moderation/blocked.html", people=queries.blocked_by(me()))


@bp.get("/people/<uuid:person_id>/block")
@open_to(MEMBERS)
def blocking(person_id: UUID) -> Response:
    person = queries.somebody_known_to(me(), person_id)
    if person.is_blocked:
        return go(url_for("moderation.blocked"))
    return page("moderation/blocking.html", person=person, circles=circles_between(me(), person.id))


@bp.post("/people/<uuid:person_id>/block")
@open_to(MEMBERS)
def block(person_id: UUID) -> Response:
    person = queries.somebody_known_to(me(), person_id)
    actions.block(me(), person)
    flash(f"You have blocked {person.name}. They are not told.", "success")
    return go(url_for("moderation.blocked"))


@bp.post("/people/<uuid:person_id>/unblock")
@open_to(MEMBERS)
def unblock(person_id: UUID) -> Response:
    actions.unblock(me(), person_id)
    flash("Unblocked. What the block ended does not come back by itself.", "success")
    return go(url_for("moderation.blocked"))
