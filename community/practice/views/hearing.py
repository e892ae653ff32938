"""Hear about this: how much to be told of a community, or of one conversation in it."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.notifications import actions as notifications
from community.notifications.forms import LEVELS, HearingForm
from community.practice import policy, queries
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go


@bp.post("/communities/<uuid:community_id>/hear")
@open_to(MEMBERS)
def hear_community(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    form = _chosen(seen)
    notifications.hear(me(), seen.public_id, form.chosen, group_id=seen.group_id)
    flash(f"{seen.name}: {LEVELS[form.chosen]}.")
    return go(url_for("practice.community", community_id=seen.public_id))


@bp.post("/conversations/<uuid:thread_id>/hear")
@open_to(MEMBERS)
def hear_conversation(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    form = _chosen(thread)
    notifications.hear(me(), thread.public_id, form.chosen, inside=thread.community_public_id)
    flash(f"{thread.title}: {LEVELS[form.chosen]}.")
    return go(url_for("practice.conversation", thread_id=thread.public_id))


def _chosen(place: policy.Place) -> HearingForm:
    """What was pressed; only somebody who is in the community chooses."""
    if not policy.can_hear(place):
        abort(403)
    form = HearingForm()
    if not form.validate_on_submit():
        abort(400)
    return form
