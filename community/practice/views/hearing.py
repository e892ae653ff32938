"""Hear about this: how much to be told of a community, or of one conversation in it."""

from uuid import UUID

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from community.notifications import actions as notifications
from community.notifications.forms import LINES, HearingForm, hears_how
from community.notifications.models import Level, Timing
from community.practice import policy, queries
from community.practice.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

_HEARS = {
    Level.EVERY: "You hear every reply in “{}”.",
    Level.SUMMARY: "You hear of “{}” in your summary.",
    Level.MENTIONED: "You hear of “{}” only if somebody mentions you.",
    Level.NOTHING: "You hear nothing more about “{}”.",
}


@bp.post("/communities/<uuid:community_id>/hear")
@open_to(MEMBERS)
def hear_community(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    form = _chosen(seen)
    notifications.hear(me(), seen.public_id, form.chosen, group_id=seen.group_id)
    said = _HEARS[form.chosen].format(seen.name)
    back = url_for("practice.community", community_id=seen.public_id, _anchor="hear")
    return _answer(form.chosen, seen.in_summary, said, back)


@bp.post("/conversations/<uuid:thread_id>/hear")
@open_to(MEMBERS)
def hear_conversation(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    form = _chosen(thread)
    notifications.hear(me(), thread.public_id, form.chosen, inside=thread.community_public_id)
    said = _HEARS[form.chosen].format(thread.title)
    back = url_for("practice.conversation", thread_id=thread.public_id, _anchor="hear")
    return _answer(form.chosen, thread.in_summary, said, back)


def _answer(level: Level, in_summary: Timing, said: str, back: str) -> Response:
    """Back to the menu: with htmx it alone, closed, and the focus at its summary."""
    if wants_fragment():
        says = hears_how(level, in_summary)
        return page(
            "practice/hear.html", fragment="menu", say=said, url=request.path, level=level, says=says, lines=LINES
        )
    flash(said)
    return go(back)


def _chosen(place: policy.Place) -> HearingForm:
    """What was pressed; only somebody who is in the community chooses."""
    if not policy.can_hear(place):
        abort(403)
    form = HearingForm()
    if not form.validate_on_submit():
        abort(400)
    return form
