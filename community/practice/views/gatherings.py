"""Pages of gatherings: the list and the month, one gathering, and whether one comes."""

from uuid import UUID

from flask import current_app, flash, make_response, request, url_for
from werkzeug.wrappers import Response

from community.core import calendar, clock
from community.core.errors import NotFound
from community.core.ids import id_asked
from community.notifications.queries import times_of
from community.practice import actions, policy, queries
from community.practice.forms.gatherings import ComeForm
from community.practice.models import Coming
from community.practice.queries import GatheringSeen
from community.practice.views.blueprint import bp
from community.practice.when import Month
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment


@bp.get("/communities/<uuid:community_id>/gatherings")
@open_to(MEMBERS)
def gatherings(community_id: UUID) -> Response:
    """What is coming, the month that is asked for, and what was; with ?before, only the next of those."""
    seen = queries.community_seen_by(me(), community_id)
    if not seen.may_read:
        raise NotFound
    zone = times_of(me().id).zone
    today = clock.today()
    month = Month.called(request.args.get("month", ""), today=today)
    found = queries.gatherings_in(me(), seen, month, zone)
    before = id_asked(request.args.get("before"))
    return page(
        "practice/gatherings.html",
        fragment="rows" if before else "month",
        say=f"{month.words}: {len(found)} {'gathering' if len(found) == 1 else 'gatherings'}",
        community=seen,
        ahead=queries.gatherings_ahead(me(), seen),
        earlier=queries.earlier_gatherings(me(), seen, before),
        before=before,
        month=month,
        weeks=month.weeks(found, lambda row: row.on, today=today),
        zone=zone,
        policy=policy,
    )


@bp.get("/gatherings/<uuid:gathering_id>")
@open_to(MEMBERS)
def gathering(gathering_id: UUID) -> Response:
    seen = queries.gathering_seen_by(me(), gathering_id)
    return gathering_page(seen, ComeForm(formdata=None, data={"needs": seen.needs}))


@bp.post("/gatherings/<uuid:gathering_id>/come")
@open_to(MEMBERS)
def come(gathering_id: UUID) -> Response:
    seen = queries.gathering_seen_by(me(), gathering_id)
    form = ComeForm()
    if not form.validate_on_submit():
        return gathering_page(seen, form, status=422)
    if actions.come(me(), seen, form.needs.data or "") is Coming.YES:
        return _answered(gathering_id, "You come. Where it is stands below.")
    return _answered(gathering_id, "It is full for now. You wait for a place, and we tell you when there is one.")


@bp.post("/gatherings/<uuid:gathering_id>/stay-away")
@open_to(MEMBERS)
def stay_away(gathering_id: UUID) -> Response:
    actions.stay_away(me(), queries.gathering_seen_by(me(), gathering_id))
    return _answered(gathering_id, "Not this time. You can change your mind while there is room.")


@bp.get("/gatherings/<uuid:gathering_id>/calendar.ics")
@open_to(MEMBERS)
def gathering_file(gathering_id: UUID) -> Response:
    """For the member's own calendar: with the place, and certain, if they come. If they do not, it takes it out."""
    seen = queries.gathering_seen_by(me(), gathering_id)
    response = make_response(calendar.published(_event(seen)))
    response.headers["Content-Type"] = f"{calendar.MEDIA_TYPE}; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="gathering.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


def gathering_page(seen: GatheringSeen, form: ComeForm, *, status: int = 200, said: str = "") -> Response:
    """The page; for htmx only what somebody answered, and who comes."""
    return page(
        "practice/gathering.html",
        fragment="coming",
        status=status,
        say=said or None,
        gathering=seen,
        form=form,
        said=said,
        people=queries.comers(me(), seen) if seen.is_member else [],
        policy=policy,
    )


def _answered(gathering_id: UUID, said: str) -> Response:
    if wants_fragment():
        seen = queries.gathering_seen_by(me(), gathering_id)
        return gathering_page(seen, ComeForm(formdata=None, data={"needs": seen.needs}), said=said)
    flash(said)
    return go(url_for("practice.gathering", gathering_id=gathering_id))


def _event(seen: GatheringSeen) -> calendar.Event:
    site = current_app.config["SETTINGS"].site_url
    return calendar.Event(
        uid=calendar.uid_of(seen.public_id, site),
        sequence=seen.sequence,
        starts_at=seen.starts_at,
        ends_at=seen.ends_at,
        title=seen.title,
        url=site.rstrip("/") + url_for("practice.gathering", gathering_id=seen.public_id),
        place=", ".join(filter(None, (seen.place, seen.link))) if seen.shows_place else "",
        is_off=seen.is_off or seen.coming is Coming.NO,
        is_tentative=not seen.comes,
        changed_at=clock.now(),
    )
