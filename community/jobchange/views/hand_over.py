"""A private note for whoever comes after me: written here, read here by nobody else, taken away by its writer."""

from datetime import datetime
from typing import Any

from flask import flash, make_response, url_for
from werkzeug.wrappers import Response

from community.core.errors import Stale
from community.jobchange import actions, queries
from community.jobchange.forms import HandOverForm
from community.jobchange.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

TEMPLATE = "jobchange/hand_over.html"
ELSEWHERE = "It was saved elsewhere. Press “Save” to see both."


@bp.get("/account/job-change/hand-over")
@open_to(MEMBERS)
def hand_over() -> Response:
    saved = queries.hand_over_note_of(me())
    form = HandOverForm.of(saved.note, seen=saved.saved_at)
    return page(TEMPLATE, form=form, saved_at=saved.saved_at, stale=None)


@bp.post("/account/job-change/hand-over")
@open_to(MEMBERS)
def save_note() -> Response:
    """By the button; or every few seconds while somebody writes: then only the line that says so comes back."""
    form, stale = HandOverForm(), None
    if form.validate_on_submit():
        try:
            saved_at = actions.save_note(me(), form.note(), seen=form.seen.data)
            if wants_fragment():
                return _line(200, saved_at, saved_at=saved_at)
            flash("Saved.", "success")
            return go(url_for("jobchange.hand_over"))
        except Stale as met:
            stale = met
    if wants_fragment():
        return _line(409 if stale else 422, form.seen.data, trouble=ELSEWHERE if stale else form.trouble)
    saved = queries.hand_over_note_of(me())
    form.seen.data = saved.saved_at
    return page(TEMPLATE, status=409 if stale else 422, form=form, saved_at=saved.saved_at, stale=stale)


@bp.get("/account/job-change/hand-over/paper")
@open_to(MEMBERS)
def paper() -> Response:
    return page("jobchange/paper.html", saved=queries.hand_over_note_of(me()))


@bp.get("/account/job-change/hand-over.txt")
@open_to(MEMBERS)
def note_file() -> Response:
    response: Response = make_response(queries.hand_over_note_of(me()).note.text)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="hand-over.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/account/job-change/hand-over/remove")
@open_to(MEMBERS)
def remove_note() -> Response:
    actions.remove_note(me())
    flash("The note is deleted.", "success")
    return go(url_for("jobchange.hand_over"))


def _line(status: int, seen: datetime | None, *, saved_at: datetime | None = None, trouble: str = "") -> Response:
    about: dict[str, Any] = {"seen": seen, "saved_at": saved_at, "trouble": trouble, "is_part": True}
    return page("jobchange/note_status.html", fragment="status", status=status, **about)
