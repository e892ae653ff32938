"""Pages of the summary at the top of a long conversation: writing on at it, and what it said before."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid, Stale
from community.practice import policy, queries
from community.practice.actions.drafts import Spot, drop_draft
from community.practice.actions.summaries import remove_summary, write_summary
from community.practice.forms import SummaryForm
from community.practice.models import DraftOf
from community.practice.queries import ThreadSeen
from community.practice.views.blueprint import bp, use_one_edit, use_one_preview
from community.practice.views.papers import summary_page
from community.practice.views.shown import preview_block
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment


@bp.get("/conversations/<uuid:thread_id>/summary/edit")
@open_to(MEMBERS)
def edit_summary(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    if not policy.can_summarise(thread):
        abort(404)
    kept = queries.summary_kept(thread.id)
    form = SummaryForm(formdata=None, data=kept._asdict())
    form.begin_with(queries.my_draft(me(), DraftOf.SUMMARY, thread_id))
    return summary_page(thread, form)


@bp.post("/conversations/<uuid:thread_id>/summary/edit")
@open_to(MEMBERS)
def save_summary(thread_id: UUID) -> Response:
    form = SummaryForm()
    if is_meant := form.validate_on_submit():
        use_one_edit(me())
    thread = queries.thread_seen_by(me(), thread_id)
    if not is_meant:
        return summary_page(thread, form, 422)
    kept = queries.summary_kept(thread.id)
    if form.asks(before=kept.body):
        return summary_page(thread, form, 422)
    try:
        write_summary(me(), thread, form.body.data or "", version=form.version.data or 0)
    except Invalid as refused:
        form.refuse(refused)
        return summary_page(thread, form, 422)
    except Stale as met:
        form.begin_again_from(queries.summary_kept(thread.id).version)
        return summary_page(thread, form, 409, theirs=met.theirs)
    drop_draft(me(), Spot(DraftOf.SUMMARY, thread_id), form.written, seen=form.draft_at.data)
    flash("The summary is saved. Everybody who reads the conversation sees it, with your name.")
    return go(_place(thread))


@bp.post("/conversations/<uuid:thread_id>/summary/preview")
@open_to(MEMBERS)
def preview_summary(thread_id: UUID) -> Response:
    use_one_preview(me())
    thread = queries.thread_seen_by(me(), thread_id)
    form = SummaryForm()
    if not policy.can_summarise(thread):
        abort(404)
    if wants_fragment():
        return preview_block(form.body.data)
    return summary_page(thread, form, is_preview=True)


@bp.get("/conversations/<uuid:thread_id>/summary")
@open_to(MEMBERS)
def summaries(thread_id: UUID) -> Response:
    """Every version of it, the latest first, credited."""
    thread = queries.thread_seen_by(me(), thread_id)
    versions = queries.summaries_of(me(), thread.id)
    return page("practice/summaries.html", thread=thread, versions=versions, place=_place(thread), policy=policy)


@bp.post("/conversations/<uuid:thread_id>/summary/<int:version>/remove")
@open_to(MEMBERS)
def remove_summary_words(thread_id: UUID, version: int) -> Response:
    """For whoever looks after the community: the words of one version."""
    thread = queries.thread_seen_by(me(), thread_id)
    remove_summary(me(), thread, version)
    flash("The words of this version are removed.")
    return go(url_for("practice.summaries", thread_id=thread_id))


def _place(thread: ThreadSeen) -> str:
    return url_for("practice.conversation", thread_id=thread.public_id)
