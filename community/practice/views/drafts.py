"""What somebody has begun to write in a community: kept while they write, listed, gone on with, and deleted."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from community.core.errors import DomainError, Stale
from community.practice import queries
from community.practice.actions import drafts
from community.practice.actions.drafts import Spot
from community.practice.forms import DraftForm
from community.practice.models import DraftOf
from community.practice.views.blueprint import bp
from community.practice.views.papers import Paper, paper_of
from community.web import problems
from community.web.access import MEMBERS, me, me_or_none, open_to
from community.web.pages import go, page, wants_fragment

ELSEWHERE = "Another page of yours has kept other words."
SIGNED_OUT = "You were signed out. Sign in from another tab, then go on writing here."
TOO_OLD = "This page was open for a while. Press “Keep as a draft”, and check what you post."
STATUS = "practice/draft.html"
PATHS = {
    DraftOf.CONVERSATION: "practice.new_conversation",
    DraftOf.REPLY: "practice.replying",
    DraftOf.EDIT: "practice.edit",
    DraftOf.SUMMARY: "practice.edit_summary",
}
NAMED = {"conversation": "community_id", "reply": "thread_id", "edit": "post_id", "summary": "thread_id"}
SPOT = "<any(conversation,reply,edit,summary):of>/<uuid:about>"


@bp.get("/drafts")
@open_to(MEMBERS)
def all_drafts() -> Response:
    rows = [(row, url_of(row.draft.of, row.draft.about)) for row in queries.my_drafts(me())]
    return page("practice/drafts.html", rows=rows, most=queries.MOST_DRAFTS)


@bp.post(f"/drafts/{SPOT}")
@open_to(MEMBERS)
def autosave(of: str, about: UUID) -> Response:
    """What is typed, every few seconds: only the line that says whether it is kept comes back."""
    spot, form = Spot(DraftOf(of), about), DraftForm()
    try:
        paper = paper_of(*spot)
        if not form.validate_on_submit():
            return _line(spot, 422, trouble=form.trouble)
        kept_at = drafts.keep_draft(me(), spot, form.written, seen=form.draft_at.data, once=form.once)
    except Stale:
        return _line(spot, 409, trouble=ELSEWHERE, draft_at=form.draft_at.data, is_clash=True)
    except DomainError as refused:
        if not wants_fragment():
            raise
        return _line(spot, _status(refused), trouble=refused.message)
    return _line(spot, 200, draft_at=kept_at) if wants_fragment() else go(paper.url)


@bp.post(f"/drafts/{SPOT}/keep")
@open_to(MEMBERS)
def keep(of: str, about: UUID) -> Response:
    """The button: the page comes back with the draft in it, or with both where another page has kept other words."""
    spot, form = Spot(DraftOf(of), about), DraftForm()
    paper = paper_of(*spot)
    if not form.validate_on_submit():
        return _again(paper, 422, draft_at=form.draft_at.data)
    try:
        kept_at = drafts.keep_draft(me(), spot, form.written, seen=form.draft_at.data, once=form.once)
    except Stale as stale:
        kept = queries.my_draft(me(), *spot)
        return _again(paper, 409, draft_at=kept.saved_at if kept else None, other_words=stale.theirs)
    if wants_fragment():
        return _again(paper, 200, draft_at=kept_at)
    flash("Kept as a draft. Only you can read it, here and on your other devices.", "success")
    return go(paper.url)


@bp.post(f"/drafts/{SPOT}/forget")
@open_to(MEMBERS)
def forget(of: str, about: UUID) -> Response:
    """Whatever it was for: one's own words can always be deleted. Sent from where they are written, they stay there."""
    spot = Spot(DraftOf(of), about)
    drafts.forget_draft(me(), spot)
    if "body" in request.form:
        return _again(paper_of(*spot), 200, draft_at=None, is_forgotten=True)
    flash("The draft is deleted.")
    return go(url_for("practice.all_drafts"))


@bp.errorhandler(Unauthorized)
def say_signed_out(_error: Unauthorized) -> Response:
    """The session ended while somebody was writing: the line under the words says so, and nothing moves."""
    return _lost(401, SIGNED_OUT) if _is_autosave() else problems.problem(401)


@bp.errorhandler(CSRFError)
def say_too_old(_error: CSRFError) -> Response:
    """Whoever was signed out lost the token with the session: that, and not the token, is what to tell them."""
    is_out = me_or_none() is None
    if _is_autosave():
        return _lost(401 if is_out else 400, SIGNED_OUT if is_out else TOO_OLD)
    return problems.problem(401 if is_out else 400)


def url_of(of: DraftOf, about: UUID) -> str:
    """Where somebody goes on with a draft."""
    named: dict[str, Any] = {NAMED[of]: about}
    return url_for(PATHS[of], **named)


def _is_autosave() -> bool:
    return request.endpoint == "practice.autosave" and wants_fragment()


def _lost(status: int, trouble: str) -> Response:
    asked = request.view_args or {}
    return _line(Spot(DraftOf(asked["of"]), asked["about"]), status, trouble=trouble)


def _line(spot: Spot, status: int, *, trouble: str = "", draft_at: Any = None, is_clash: bool = False) -> Response:
    said = {"trouble": trouble, "is_clash": is_clash, "draft_at": draft_at, "is_part": True}
    return page(STATUS, fragment="status", status=status, of=spot.of.value, about=spot.about, **said)


def _again(paper: Paper, status: int, *, draft_at: Any, other_words: str = "", is_forgotten: bool = False) -> Response:
    """The page with the words that were sent."""
    form = paper.form()
    if status == 422:
        form.validate()
    form.other_words, form.draft_at.data, form.is_forgotten = other_words, draft_at, is_forgotten
    return paper.show(form, status)


def _status(refused: DomainError) -> int:
    return next(code for kind, code in problems.STATUS_OF.items() if isinstance(refused, kind))
