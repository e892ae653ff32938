"""Pages of a single post: its place in the conversation, editing, history, removal."""

from uuid import UUID

from flask import flash, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.core.errors import Invalid, NotFound, Stale
from community.practice import actions, policy, queries
from community.practice.forms import EditForm
from community.practice.queries import PostToChange, ThreadSeen
from community.practice.views.blueprint import bp, use_one_edit
from community.practice.views.shown import post_block, preview_block, preview_of, whom_it_calls
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment


@bp.get("/posts/<uuid:post_id>")
@open_to(MEMBERS)
def post(post_id: UUID) -> Response:
    """The post where it stands in its conversation."""
    found = queries.post_to_change(me(), post_id)
    return go(_place_of(found))


@bp.get("/posts/<uuid:post_id>/edit")
@open_to(MEMBERS)
def edit(post_id: UUID) -> Response:
    mine, thread = _my_post(post_id)
    written = {"body": mine.body, "title": mine.title, "version": mine.version}
    form = EditForm(formdata=None, data=written, has_title=mine.is_opening)
    return _edit_page(mine, thread, form)


@bp.post("/posts/<uuid:post_id>/edit")
@open_to(MEMBERS)
def save(post_id: UUID) -> Response:
    use_one_edit(me())
    mine, thread = _my_post(post_id)
    form = EditForm(has_title=mine.is_opening)
    if not form.validate_on_submit():
        return _edit_page(mine, thread, form, 422)
    try:
        called = actions.edit(
            me(), mine, body=form.body.data or "", title=form.new_title, version=form.version.data or 0
        )
    except Invalid as refused:
        form.refuse(refused)
        return _edit_page(mine, thread, form, 422)
    except Stale as met:
        mine, thread = _my_post(post_id)  # as it is kept now
        form.begin_again_from(mine.version)
        return _edit_page(mine, thread, form, 409, theirs=met.theirs)
    told = whom_it_calls(called)
    if wants_fragment() and not mine.is_opening and not told:
        return post_block(thread, queries.one_post(me(), thread, mine.id), say="Saved")
    if told:
        flash(told)
    return go(_place_of(mine))


@bp.post("/posts/<uuid:post_id>/preview")
@open_to(MEMBERS)
def preview_edit(post_id: UUID) -> Response:
    mine, thread = _my_post(post_id)
    form = EditForm(has_title=mine.is_opening)
    if wants_fragment():
        return preview_block(form.body.data)
    return _edit_page(mine, thread, form, preview=preview_of(form.body.data))


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
        place=_place_of(found),
    )


@bp.get("/posts/<uuid:post_id>/remove")
@open_to(MEMBERS)
def removing(post_id: UUID) -> Response:
    mine, thread = _my_post(post_id)
    takes_all = mine.is_opening and not queries.is_answered(mine.thread_id)
    return page(
        "practice/remove.html",
        thread=thread,
        post=mine,
        title="Remove your conversation" if takes_all else "Remove your post",
        takes_all=takes_all,
        place=_place_of(mine),
    )


@bp.post("/posts/<uuid:post_id>/remove")
@open_to(MEMBERS)
def remove(post_id: UUID) -> Response:
    found = queries.post_to_change(me(), post_id)
    if found.is_removed and found.author_id == me().id:
        return go(_place_of(found))  # pressed twice
    thread = queries.thread_seen_by(me(), found.thread_public_id)
    if actions.remove(me(), found):
        flash("Your conversation is removed.")
        return go(url_for("practice.community", community_id=thread.community_public_id))
    flash("Your post is removed.")
    return go(_place_of(found))


def _my_post(post_id: UUID) -> tuple[PostToChange, ThreadSeen]:
    """One's own post and its thread; to everybody else there is no such page."""
    found = queries.post_to_change(me(), post_id)
    if not policy.can_change(me(), found):
        raise NotFound
    return found, queries.thread_seen_by(me(), found.thread_public_id)


def _place_of(found: PostToChange) -> str:
    anchor = f"p-{found.public_id.hex[:8]}"
    return url_for("practice.conversation", thread_id=found.thread_public_id, at=found.public_id, _anchor=anchor)


def _edit_page(
    mine: PostToChange,
    thread: ThreadSeen,
    form: EditForm,
    status: int = 200,
    *,
    theirs: str | None = None,
    preview: Markup | None = None,
) -> Response:
    return page(
        "practice/edit.html",
        fragment="editor",
        status=status,
        post=mine,
        thread=thread,
        form=form,
        theirs=theirs,
        preview=preview,
        place=_place_of(mine),
    )
