"""Stopping letters from a letter: without signing in, by a mail program (RFC 8058) or by a page."""

from typing import NamedTuple
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from community.core import limits
from community.core.errors import NotFound
from community.mail import links
from community.notifications import actions, queries, ways
from community.notifications.forms import StopForm
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, Timing
from community.notifications.views.blueprint import bp
from community.web.access import ANYONE, open_to
from community.web.pages import page
from community.web.security import open_to_other_programs

STOP_PAGE, STOPPED_PAGE = "notifications/stop.html", "notifications/stopped.html"


class Named(NamedTuple):
    """The member and the kinds that a link names."""

    member_id: int
    kinds: list[Kind]


@bp.get("/letters/stop/<uuid:member>/<kinds>/<mac>")
@open_to(ANYONE)
def stop_letters(member: UUID, kinds: str, mac: str) -> Response:
    """Asks. Programs that look through letters follow every link, so looking stops nothing."""
    return _stop_page(STOP_PAGE, _named(member, kinds, mac))


@bp.post("/letters/stop/<uuid:member>/<kinds>/<mac>")
@open_to(ANYONE)
@open_to_other_programs
def stop_now(member: UUID, kinds: str, mac: str) -> Response:
    limits.use("stopping letters", request.remote_addr or "", limit=120, seconds=60)  # mail programs share addresses
    named = _named(member, kinds, mac)
    form = StopForm()
    chosen = form.chosen(named.kinds)
    if not chosen:
        return _stop_page(STOP_PAGE, named, 422, is_unticked=form.what.data == "these")
    actions.stop(member, chosen)
    return _stop_page(STOPPED_PAGE, Named(named.member_id, chosen))


def _named(member: UUID, kinds: str, mac: str) -> Named:
    """What the link stops. Raises NotFound for a link that we did not write to an address of theirs."""
    names = kinds.split(".")
    kinds = ".".join(sorted(names))
    behind = queries.member_behind(member)
    if behind is None or not any(
        links.proves(mac, ways.STOP, member, links.bound_to(each, kinds)) for each in behind.addresses
    ):
        raise NotFound
    known = [kind for kind in KINDS if kind.value in names]
    if len(known) != len(names):
        raise NotFound
    return Named(behind.id, known)


def _stop_page(template: str, named: Named, status: int = 200, *, is_unticked: bool = False) -> Response:
    """The page; whoever has the link can stop these, so they may know which are stopped, and what still comes."""
    come = [kind for kind, timing in queries.timings_of(named.member_id).items() if timing is not Timing.NEVER]
    return page(
        template,
        status=status,
        kinds=[(kind.value, KINDS[kind]) for kind in named.kinds if kind in come],
        stopped=[KINDS[kind] for kind in named.kinds if kind not in come],
        others=[KINDS[kind] for kind in come if kind not in named.kinds],
        here=request.path,
        is_unticked=is_unticked,
    )
