"""Nobody fits just yet: being told when somebody does."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.views.blueprint import bp
from community.core.database import reading
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go


@bp.post("/buddies/waiting")
@open_to(MEMBERS)
def wait() -> Response:
    with reading():  # comparing everybody takes a moment, and holds up nobody who writes
        shown = queries.shown_to(me())
    if shown.hurdle is None:
        actions.wait(me(), shown.ids)
        flash("We look again for you, and tell you once when there is somebody.", "success")
    return go(url_for("buddying.find"))


@bp.post("/buddies/waiting/stop")
@open_to(MEMBERS)
def stop_waiting() -> Response:
    actions.stop_waiting(me())
    flash("We do not look any more. You can always look yourself.", "message")
    return go(url_for("buddying.find"))
