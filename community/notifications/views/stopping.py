"""Stopping letters from a letter: without signing in, by a mail program (RFC 8058) or by a page."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from community.core import limits
from community.core.errors import NotFound
from community.mail import links
from community.mail.notices import STOP, what_stops
from community.notifications import actions, queries
from community.notifications.forms import StopForm
from community.notifications.kinds import KINDS
from community.notifications.models import Kind
from community.notifications.views.blueprint import bp
from community.web.access import ANYONE, open_to
from community.web.pages import page
from community.web.security import open_to_other_programs


@bp.get("/letters/stop/<uuid:member>/<kinds>/<mac>")
@open_to(ANYONE)
def stop_letters(member: UUID, kinds: str, mac: str) -> Response:
    """Asks. Programs that look through letters follow every link, so looking stops nothing."""
    named = _kinds_of(member, kinds, mac)
    return _stop_page("notifications/stop.html", named)


@bp.post("/letters/stop/<uuid:member>/<kinds>/<mac>")
@open_to(ANYONE)
@open_to_other_programs
def stop_now(member: UUID, kinds: str, mac: str) -> Response:
    limits.use("stopping letters", request.remote_addr or "", limit=120, seconds=60)  # mail programs share addresses
    named = _kinds_of(member, kinds, mac)
    chosen = StopForm().chosen(named)
    if not chosen:
        return _stop_page("notifications/stop.html", named, 422)
    actions.stop(member, chosen)
    return _stop_page("notifications/stopped.html", chosen)


def _kinds_of(member: UUID, kinds: str, mac: str) -> list[Kind]:
    """The kinds that the link stops. Raises NotFound for a link that we did not write to where they are today."""
    names = sorted(kinds.split("."))
    behind = queries.member_behind(member)
    if behind is None or not links.proves(mac, STOP, member, what_stops(".".join(names), behind.email)):
        raise NotFound
    known = [kind for kind in KINDS if kind.value in names]
    if len(known) != len(names):
        raise NotFound
    return known


def _stop_page(template: str, kinds: list[Kind], status: int = 200) -> Response:
    return page(
        template,
        status=status,
        kinds=[KINDS[kind] for kind in kinds],
        here=request.path,
        is_all=len(kinds) == len(KINDS),
    )
