"""The next meeting of a circle, and "we met"."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, make_response, request, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.forms import MeetingForm, MetForm
from community.buddying.queries.free_times import FreeTimes, free_times_of
from community.buddying.seen import CircleSeen, MeetingFacts
from community.buddying.views.blueprint import bp
from community.buddying.views.circles import circle_page
from community.core import calendar, clock
from community.core.errors import Invalid, NotFound, Stale
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/buddies/circles/<uuid:circle_id>/meeting")
@open_to(MEMBERS)
def meeting(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not circle.is_open:
        return go(url_for("buddying.circle", circle_id=circle_id))
    free = free_times_of(circle)
    at = clock.moment_in(request.args.get("at", ""))
    chosen = next((slot for slot in free.slots if slot == at), None)
    form = MeetingForm.about(queries.meetings_of(circle).planned, at=chosen, how=free.how)
    return _meeting_page(circle, form, free=free, chosen=chosen)


@bp.post("/buddies/circles/<uuid:circle_id>/meeting")
@open_to(MEMBERS)
def plan_meeting(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = MeetingForm()
    if not form.validate_on_submit():
        return _meeting_page(circle, form, status=422)
    try:
        is_moved = actions.plan_meeting(me(), circle, form.plan(), once=form.once)
    except Invalid as error:
        form.refuse(error)
        return _meeting_page(circle, form, status=422)
    except Stale as stale:
        planned = queries.meetings_of(circle).planned
        form = MeetingForm(formdata=None, data=form.data | {"seen": planned.revision if planned else 0})
        return _meeting_page(circle, form, status=409, theirs=stale.theirs)
    if is_moved:
        told = f"Moved. We tell {circle.names}."
        flash(f"{told} If it is in your calendar, add it again: the file moves it.", "success")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.get("/buddies/circles/<uuid:circle_id>/meeting.ics")
@open_to(MEMBERS)
def meeting_file(circle_id: UUID) -> Response:
    """The next meeting as a file for the member's own calendar, with the place as they read it on the page.

    Without one, the last that was called off: its file takes it out of the calendar.
    """
    circle = queries.circle_seen_by(me(), circle_id)
    planned = queries.meetings_of(circle).planned
    meeting = planned or queries.called_off_lately(circle)
    facts = queries.meeting_for_calendar(me().id, meeting.public_id) if meeting else None
    if facts is None:
        raise NotFound
    response = make_response(calendar.published(_event(facts, planned.where if planned else "")))
    response.headers["Content-Type"] = f"{calendar.MEDIA_TYPE}; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/buddies/circles/<uuid:circle_id>/meeting/call-off")
@open_to(MEMBERS)
def call_off_meeting(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if actions.call_off(me(), circle):
        flash(f"Called off. We tell {circle.names}. If it is in your calendar, take it out with the file.", "success")
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


def _event(facts: MeetingFacts, place: str) -> calendar.Event:
    site = current_app.config["SETTINGS"].site_url
    return calendar.Event(
        uid=calendar.uid_of(facts.meeting_id, site),
        sequence=facts.sequence,
        starts_at=facts.starts_at,
        ends_at=facts.starts_at + timedelta(minutes=facts.minutes),
        title=f"Meeting with {facts.names}",
        url=site.rstrip("/") + url_for("buddying.circle", circle_id=facts.circle_id),
        place=place,
        is_off=facts.is_off,
        changed_at=clock.now(),
    )


def _meeting_page(
    circle: CircleSeen,
    form: MeetingForm,
    *,
    status: int = 200,
    theirs: str = "",
    free: FreeTimes | None = None,
    chosen: datetime | None = None,
) -> Response:
    free = free or free_times_of(circle)
    about: dict[str, Any] = {"circle": circle, "form": form, "theirs": theirs, "free": free, "chosen": chosen}
    return page("buddying/meeting.html", status=status, **about)
