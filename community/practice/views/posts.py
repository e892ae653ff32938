"""Pages of a single post: its place in the conversation, editing, history, removal."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid, NotFound, Stale
from community.practice import actions, policy, queries
from community.practice.actions.drafts import Spot, drop_draft
from community.practice.forms import EditForm
from community.practice.models import DraftOf
from community.practice.views.blueprint import bp, use_one_edit, use_one_preview
from community.practice.views.papers import edit_page, my_post, place_of
from community.practice.views.shown import post_block, preview_block, preview_of, whom_it_calls
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, is_on_its_own_page, page, wants_fragment


@bp.get("/posts/<uuid:post_id>")
@open_to(MEMBERS)
def post(post_id: UUID) -> Response:
    """The post where it stands in its conversation."""
    found = queries.post_to_change(me(), post_id)
    return go(place_of(found))


@bp.get("/posts/<uuid:post_id>/edit")
@open_to(MEMBERS)
def edit(post_id: UUID) -> Response:
    mine, thread = my_post(post_id)
    written = {"body": mine.body, "title": mine.title, "version": mine.version}
    form = EditForm(formdata=None, data=written, has_title=mine.is_opening)
    form.begin_with(queries.my_draft(me(), DraftOf.EDIT, post_id))
    return edit_page(mine, thread, form)


@bp.post("/posts/<uuid:post_id>/edit")
@open_to(MEMBERS)
def save(post_id: UUID) -> Response:
    use_one_edit(me())
    mine, thread = my_post(post_id)
    form = EditForm(has_title=mine.is_opening)
    if not form.validate_on_submit():
        return edit_page(mine, thread, form, 422)
    if form.asks(before=f"{mine.title}\n{mine.body}"):
        return edit_page(mine, thread, form, 422)
    try:
        called = actions.edit(
            me(), mine, body=form.body.data or "", title=form.new_title, version=form.version.data or 0
        )
    except Invalid as refused:
        form.refuse(refused)
        return edit_page(mine, thread, form, 422)
    except Stale as met:
        mine, thread = my_post(post_id)  # as it is kept now
        form.begin_again_from(mine.version)
        return edit_page(mine, thread, form, 409, theirs=met.theirs)
    drop_draft(me(), Spot(DraftOf.EDIT, post_id), form.written, seen=form.draft_at.data)
    told = whom_it_calls(called)
    if wants_fragment() and not is_on_its_own_page() and not mine.is_opening and not told:
        return post_block(thread, queries.one_post(me(), thread, mine.id), say="Saved")
    if told:
        flash(told)
    return go(place_of(mine))


@bp.post("/posts/<uuid:post_id>/preview")
@open_to(MEMBERS)
def preview_edit(post_id: UUID) -> Response:
    use_one_preview(me())
    mine, thread = my_post(post_id)
    form = EditForm(has_title=mine.is_opening)
    if wants_fragment():
        return preview_block(form.body.data)
    return edit_page(mine, thread, form, preview=preview_of(form.body.data))


@bp.get("/posts/<uuid:post_id>/history")
@open_to(MEMBERS)
def history(post_id: UUID) -> Response:
    found = queries.post_to_change(me(), post_id)
    if found.is_removed:
        raise NotFound
    thread = queries.thread_seen_by(me(), found.thread_public_id)
    return page(
        "practice/history.html",
        thread=thread,
        post=found,
        now=queries.one_post(me(), thread, found.id),
        earlier=queries.earlier_wordings(found),
        place=place_of(found),
    )


@bp.get("/posts/<uuid:post_id>/remove")
@open_to(MEMBERS)
def removing(post_id: UUID) -> Response:
    mine = queries.post_to_change(me(), post_id)
    if not policy.can_remove(me(), mine):
        raise NotFound
    thread = queries.thread_seen_by(me(), mine.thread_public_id)
    takes_all = mine.is_opening and not queries.is_answered(mine.thread_id)
    return page(
        "practice/remove.html",
        thread=thread,
        post=mine,
        title="Remove your conversation" if takes_all else "Remove your post",
        takes_all=takes_all,
        place=place_of(mine),
    )


@bp.post("/posts/<uuid:post_id>/remove")
@open_to(MEMBERS)
def remove(post_id: UUID) -> Response:
    found = queries.post_to_change(me(), post_id)
    if found.is_removed and found.author_id == me().id:
        return go(place_of(found))  # pressed twice
    thread = queries.thread_seen_by(me(), found.thread_public_id)
    if actions.remove(me(), found):
        flash("Your conversation is removed.")
        return go(url_for("practice.community", community_id=thread.community_public_id))
    flash("Your post is removed.")
    return go(place_of(found))
