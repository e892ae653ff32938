"""Pages of the tray, and the bell that leads there."""

from datetime import datetime
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core import clock
from community.notifications import actions, queries
from community.notifications.models import Kind
from community.notifications.views.blueprint import bp
from community.web import cookies
from community.web.access import ANYONE, MEMBERS, me, me_or_none, open_to
from community.web.pages import go, page, wants_fragment


@bp.get("/notices")
@open_to(MEMBERS)
def tray() -> Response:
    return page("notifications/tray.html", tray=queries.tray(me()))


@bp.get("/notices/count")
@open_to(ANYONE)
def count() -> Response:
    """The number on the bell, if it is another than the one shown. A poll: nobody is led away or kept awake by it."""
    cookies.let_sleep()
    member = me_or_none()
    if member is None or not member.is_onboarded or not wants_fragment():
        return Response(status=204)
    waiting = queries.how_many_wait(member)
    if request.args.get("shown") == str(waiting):
        return Response(status=204)
    return page("notifications/bell.html", fragment="number", waiting=waiting)


@bp.post("/notices/<uuid:notice_id>/read")
@open_to(MEMBERS)
def read(notice_id: UUID) -> Response:
    actions.read(me(), notice_id)
    if not wants_fragment():
        return go(url_for("notifications.tray"))
    line, waiting = queries.line_of(me(), notice_id), queries.how_many_wait(me())
    return page("notifications/tray.html", fragment="read", say="Marked as read", line=line, waiting=waiting)


@bp.post("/notices/read")
@open_to(MEMBERS)
def read_all() -> Response:
    """Everything that stood on the page; what came meanwhile stays new."""
    seen_at = _seen_at()
    if seen_at is not None:
        actions.read_all(me(), seen_at)
        flash("All marked as read.")
    return go(url_for("notifications.tray"))


@bp.post("/notices/about/<uuid:about>/read")
@open_to(MEMBERS)
def read_about(about: UUID) -> Response:
    """Sent by the page of the thing itself: whoever has seen it there need not be told of it any more."""
    was_new = actions.read_about(me(), about, _seen_at(), kind=_kind())
    if not wants_fragment():
        return go(url_for("notifications.tray"))
    if not was_new:
        return Response(status=204)
    return page("notifications/bell.html", fragment="number", waiting=queries.how_many_wait(me()))


def _kind() -> Kind | None:
    """What the page shows, where it does not show everything about the thing."""
    said = request.form.get("kind", "")
    return Kind(said) if said in set(Kind) else None


def _seen_at() -> datetime | None:
    """When the page was drawn that sends this, as far as it says so."""
    return clock.moment_in(request.form.get("seen_at", ""))
