"""The page on which a conversation moves to another community."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.practice import actions, policy, queries
from community.practice.forms import ChooseForm
from community.practice.queries import ThreadSeen
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/conversations/<uuid:thread_id>/move")
@open_to(MEMBERS)
def moving(thread_id: UUID) -> Response:
    """Where to; or why it cannot move."""
    thread = _thread(thread_id)
    return page("practice/move.html", thread=thread, form=_form(thread), policy=policy)


@bp.post("/conversations/<uuid:thread_id>/move")
@open_to(MEMBERS)
def move(thread_id: UUID) -> Response:
    thread = _thread(thread_id)
    form = _form(thread)
    if not policy.can_move(thread) or not form.validate_on_submit():
        return page("practice/move.html", status=422, thread=thread, form=form, policy=policy)
    actions.move(me(), thread, form.choice)
    flash("The conversation has moved. Whoever began it is told.")
    return go(url_for("practice.conversation", thread_id=thread_id))


def _thread(thread_id: UUID) -> ThreadSeen:
    thread = queries.thread_seen_by(me(), thread_id)
    if not policy.can_look_after(thread):
        abort(404)
    return thread


def _form(thread: ThreadSeen) -> ChooseForm:
    form = ChooseForm()
    form.chosen.label.text = "Move it to"
    targets = queries.places_to_move_to(me(), thread.community_id) if policy.can_move(thread) else []
    form.chosen.choices = [(str(each.public_id), each.name) for each in targets]
    return form
