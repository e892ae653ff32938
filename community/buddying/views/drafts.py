"""What somebody has begun to write: kept while they write, and by a button where nothing runs in the page."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from community.buddying import queries
from community.buddying.actions.drafts import keep_draft as keep
from community.buddying.forms.circles import DraftForm, MessageForm
from community.buddying.queries.drafts import my_draft
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.buddying.views.circles import circle_page
from community.core.errors import Conflict, Stale
from community.web import problems
from community.web.access import MEMBERS, me, me_or_none, open_to
from community.web.pages import go, page, wants_fragment

ELSEWHERE = "Another page of yours has kept other words. Press “Keep as a draft” to see both."
SIGNED_OUT = "You were signed out. Sign in from another tab, then go on writing here."
TOO_OLD = "This page was open for a while. Press “Keep as a draft”, and check what you send."
STATUS = "buddying/draft.html"


@bp.post("/buddies/circles/<uuid:circle_id>/draft")
@open_to(MEMBERS)
def autosave_draft(circle_id: UUID) -> Response:
    """What is typed, every few seconds: only the line that says whether it is kept comes back."""
    circle = queries.circle_seen_by(me(), circle_id)
    form = DraftForm("draft")
    if not form.validate_on_submit():
        return _line(422, trouble=form.trouble)
    try:
        kept_at = keep(me(), circle, form.words.data or "", seen=form.draft_at.data, once=form.once)
    except Stale:
        return _line(409, trouble=ELSEWHERE, draft_at=form.draft_at.data)
    except Conflict as conflict:
        return _line(409, trouble=conflict.message)
    if not wants_fragment():
        return _back(circle)
    return _line(200, draft_at=kept_at)


@bp.post("/buddies/circles/<uuid:circle_id>/draft/keep")
@open_to(MEMBERS)
def keep_draft(circle_id: UUID) -> Response:
    """The button: the page comes back with the draft in it, or with both where another page has kept other words."""
    circle = queries.circle_seen_by(me(), circle_id)
    form = DraftForm("draft")
    if not form.validate_on_submit():
        return _composer(circle, _as_message(circle, form, form.draft_at.data, error=form.trouble), 422)
    try:
        kept_at = keep(me(), circle, form.words.data or "", seen=form.draft_at.data, once=form.once)
    except Stale as stale:
        return _both(circle, form, stale.theirs)
    if wants_fragment():
        return _composer(circle, _as_message(circle, form, kept_at), 200)
    flash("Kept as a draft. Only you can read it, here and on your other devices.", "success")
    return _back(circle)


@bp.errorhandler(Unauthorized)
def say_signed_out(_error: Unauthorized) -> Response:
    """The session ended while somebody was writing: the line under the words says so, and nothing moves."""
    return _line(401, trouble=SIGNED_OUT) if _is_autosave() else problems.problem(401)


@bp.errorhandler(CSRFError)
def say_too_old(_error: CSRFError) -> Response:
    """Whoever was signed out lost the token with the session: that, and not the token, is what to tell them."""
    is_out = me_or_none() is None
    if _is_autosave():
        return _line(401 if is_out else 400, trouble=SIGNED_OUT if is_out else TOO_OLD)
    return problems.problem(401 if is_out else 400)


def _is_autosave() -> bool:
    return request.endpoint == "buddying.autosave_draft" and wants_fragment()


def _line(status: int, *, trouble: str = "", draft_at: Any = None) -> Response:
    return page(STATUS, fragment="status", status=status, trouble=trouble, draft_at=draft_at, is_part=True)


def _back(circle: CircleSeen) -> Response:
    return go(url_for("buddying.circle", circle_id=circle.public_id, _anchor="composer"))


def _both(circle: CircleSeen, form: DraftForm, theirs: str) -> Response:
    draft = my_draft(circle)
    mine = _as_message(circle, form, draft.saved_at if draft else None)
    mine.theirs = theirs
    return _composer(circle, mine, 409)


def _composer(circle: CircleSeen, form: MessageForm, status: int) -> Response:
    response = circle_page(circle, message_form=form)
    response.status_code = status
    return response


def _as_message(circle: CircleSeen, form: DraftForm, draft_at: Any, *, error: str = "") -> MessageForm:
    """The composer with the words of the form that was sent."""
    told = {"words": form.words.data, "draft_at": draft_at, "key": form.key.data, "seen_at": circle.told_at}
    message = MessageForm("message", formdata=None, data=told)
    if error:
        message.words.errors = [error]
    return message
