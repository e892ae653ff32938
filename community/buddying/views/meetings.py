"""The next meeting of a circle, and "we met"."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.forms import MeetingForm, MetForm
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.buddying.views.circles import circle_page
from community.core.errors import Invalid, Stale
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/buddies/circles/<uuid:circle_id>/meeting")
@open_to(MEMBERS)
def meeting(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not circle.is_open:
        return go(url_for("buddying.circle", circle_id=circle_id))
    planned = queries.meetings_of(circle).planned
    return _meeting_page(circle, MeetingForm.about(planned))


@bp.post("/buddies/circles/<uuid:circle_id>/meeting")
@open_to(MEMBERS)
def plan_meeting(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = MeetingForm()
    if not form.validate_on_submit():
        return _meeting_page(circle, form, status=422)
    try:
        actions.plan_meeting(me(), circle, form.plan(), once=form.once)
    except Invalid as error:
        form.refuse(error)
        return _meeting_page(circle, form, status=422)
    except Stale as stale:
        planned = queries.meetings_of(circle).planned
        form = MeetingForm(formdata=None, data=form.data | {"seen": planned.revision if planned else 0})
        return _meeting_page(circle, form, status=409, theirs=stale.theirs)
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/meeting/call-off")
@open_to(MEMBERS)
def call_off_meeting(circle_id: UUID) -> Response:
    actions.call_off(me(), queries.circle_seen_by(me(), circle_id))
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/met")
@open_to(MEMBERS)
def we_met(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = MetForm("met")
    if not form.validate_on_submit():
        return circle_page(circle, met_form=form)
    try:
        actions.we_met(me(), circle, on=form.day(), once=form.once)
    except Invalid as error:
        form.refuse(error)
        return circle_page(circle, met_form=form)
    flash("Noted: you met. What did you say you would do?", "success")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/met/<uuid:meeting_id>/forget")
@open_to(MEMBERS)
def forget_meeting(circle_id: UUID, meeting_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    actions.forget_meeting(me(), circle, meeting_id)
    flash("That meeting is taken out again.", "message")
    return go(url_for("buddying.circle", circle_id=circle_id))


def _meeting_page(circle: CircleSeen, form: MeetingForm, *, status: int = 200, theirs: str = "") -> Response:
    return page("buddying/meeting.html", status=status, circle=circle, form=form, theirs=theirs)
