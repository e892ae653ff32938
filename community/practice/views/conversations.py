"""Pages of conversations: starting one, reading, replying, reacting, marking as read."""

from typing import Any
from uuid import UUID

from flask import abort, flash, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.core.database import reading
from community.core.errors import Invalid, NotFound
from community.notifications import queries as notices
from community.practice import actions, policy, queries
from community.practice.forms import ReactionForm, ReplyForm, SeenForm, ThreadForm
from community.practice.queries import CommunitySeen, PostPage, ThreadSeen
from community.practice.views.blueprint import bp, use_one_post
from community.practice.views.shown import LABELS, post_block, preview_block, preview_of, thread_page, whom_it_calls
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

PAGES = {"at": queries.page_at, "after": queries.page_after, "before": queries.page_before}


@bp.get("/communities/<uuid:community_id>/conversations/new")
@open_to(MEMBERS)
def new_conversation(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_post(seen):
        return go(url_for("practice.entrance", community_id=community_id))
    chosen = request.args.get("kind")
    form = _thread_form(**({"kind": chosen} if chosen in queries.offered_kinds() else {}))
    return _new_page(seen, form)


@bp.post("/communities/<uuid:community_id>/conversations/new")
@open_to(MEMBERS)
def start_conversation(community_id: UUID) -> Response:
    with reading():
        form = _thread_form()
    if form.validate_on_submit():
        use_one_post(me())
    seen = queries.community_seen_by(me(), community_id)
    made, told = queries.thread_made_with(me(), form.once), ""
    if made is None:
        if form.errors:
            return _new_page(seen, form, 422)
        try:
            posted = actions.start_thread(
                me(),
                seen,
                kind_id=form.kind.data,
                title=form.title.data or "",
                body=form.body.data or "",
                once=form.once,
            )
        except Invalid as refused:
            form.refuse(refused)
            return _new_page(seen, form, 422)
        made = posted.public_id
        told = whom_it_calls(posted.called)
    return _go_and_tell(url_for("practice.conversation", thread_id=made), told)


@bp.post("/communities/<uuid:community_id>/conversations/preview")
@open_to(MEMBERS)
def preview_conversation(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_post(seen):
        abort(404)
    form = _thread_form()
    if wants_fragment():
        return preview_block(form.body.data)
    return _new_page(seen, form, preview=preview_of(form.body.data))


@bp.get("/conversations/<uuid:thread_id>")
@open_to(MEMBERS)
def conversation(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    return thread_page(thread, _asked_page(thread), ReplyForm(formdata=None))


@bp.post("/conversations/<uuid:thread_id>/replies")
@open_to(MEMBERS)
def reply(thread_id: UUID) -> Response:
    form = ReplyForm()
    if form.validate_on_submit():
        use_one_post(me())
    thread = queries.thread_seen_by(me(), thread_id)
    made, told = queries.post_made_with(me(), form.once), ""
    if made is None:
        try:
            if form.errors:
                return _reply_page(thread, form, 422)
            seen_to = queries.post_in(thread, form.seen_to) if form.seen_to else None
            posted = actions.reply(me(), thread, form.body.data or "", once=form.once, seen_to=seen_to)
        except Invalid as refused:
            form.refuse(refused)
            return _reply_page(thread, form, 422)
        made, told = posted.public_id, whom_it_calls(posted.called)
    return _replied(thread_id, made, form.seen_to, told)


@bp.post("/conversations/<uuid:thread_id>/replies/preview")
@open_to(MEMBERS)
def preview_reply(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    form = ReplyForm()
    if wants_fragment():
        return preview_block(form.body.data)
    return _reply_page(thread, form, preview=preview_of(form.body.data))


@bp.post("/conversations/<uuid:thread_id>/reactions")
@open_to(MEMBERS)
def react(thread_id: UUID) -> Response:
    pressed = ReactionForm().pressed
    thread = queries.thread_seen_by(me(), thread_id)
    if pressed is None:
        abort(400)
    post = queries.one_post(me(), thread, queries.post_called(thread, pressed.short_id))
    if pressed.is_given:
        actions.give_reaction(me(), thread, post, pressed.kind)
    else:
        actions.take_back_reaction(me(), post, pressed.kind)
    if wants_fragment():
        shown = queries.one_post(me(), thread, post.id)
        return post_block(thread, shown, say=f"You said: {LABELS[pressed.kind]}" if pressed.is_given else "Taken back")
    return go(url_for("practice.post", post_id=post.public_id))


@bp.post("/conversations/<uuid:thread_id>/read")
@open_to(MEMBERS)
def mark_read(thread_id: UUID) -> Response:
    """A small POST of its own, so that looking at a page writes nothing."""
    thread = queries.thread_seen_by(me(), thread_id)
    form = SeenForm()
    if form.post_id is None:
        abort(400)
    was_told = actions.mark_read(me(), thread, queries.post_in(thread, form.post_id))
    if wants_fragment():
        return page(
            "practice/thread.html", fragment="marked", waiting=notices.how_many_wait(me()) if was_told else None
        )
    return go(url_for("practice.community", community_id=thread.community_public_id))


@bp.post("/conversations/<uuid:thread_id>/pin")
@open_to(MEMBERS)
def pin(thread_id: UUID) -> Response:
    actions.pin(me(), queries.thread_seen_by(me(), thread_id))
    return go(url_for("practice.conversation", thread_id=thread_id))


@bp.post("/conversations/<uuid:thread_id>/unpin")
@open_to(MEMBERS)
def unpin(thread_id: UUID) -> Response:
    actions.unpin(me(), queries.thread_seen_by(me(), thread_id))
    return go(url_for("practice.conversation", thread_id=thread_id))


@bp.post("/conversations/<uuid:thread_id>/close")
@open_to(MEMBERS)
def close(thread_id: UUID) -> Response:
    actions.close(me(), queries.thread_seen_by(me(), thread_id))
    return go(url_for("practice.conversation", thread_id=thread_id))


@bp.post("/conversations/<uuid:thread_id>/reopen")
@open_to(MEMBERS)
def reopen(thread_id: UUID) -> Response:
    actions.reopen(me(), queries.thread_seen_by(me(), thread_id))
    return go(url_for("practice.conversation", thread_id=thread_id))


def _thread_form(**start: Any) -> ThreadForm:
    form = ThreadForm(**start)
    form.kind.choices = [(kind.id, kind.label) for kind in queries.offered_kinds().values()]
    return form


def _new_page(seen: CommunitySeen, form: ThreadForm, status: int = 200, preview: Markup | None = None) -> Response:
    if not policy.can_post(seen):
        abort(404)
    kinds = queries.offered_kinds()
    return page(
        "practice/new.html",
        status=status,
        community=seen,
        form=form,
        kinds=kinds,
        hints={kind.id: kind.line for kind in kinds.values()},
        preview=preview,
    )


def _asked_page(thread: ThreadSeen) -> PostPage:
    """The posts that the address asks for: ?at, ?after or ?before a post; otherwise where this reader begins."""
    for name, find in PAGES.items():
        if name in request.args:
            try:
                return find(me(), thread, UUID(request.args[name]))
            except ValueError:
                raise NotFound from None
    return queries.opening_page(me(), thread)


def _reply_page(thread: ThreadSeen, form: ReplyForm, status: int = 200, preview: Markup | None = None) -> Response:
    """The composer alone: with what is wrong, or with a look at how it will read."""
    return page(
        "practice/reply.html",
        fragment="composer",
        status=status,
        thread=thread,
        form=form,
        preview=preview,
        policy=policy,
    )


def _replied(thread_id: UUID, made: UUID, seen_to: UUID | None, told: str) -> Response:
    """To the new post; for htmx, whatever has come since the page was loaded, an empty composer, and who is told."""
    url = url_for("practice.conversation", thread_id=thread_id, _anchor=f"p-{made.hex[:8]}")
    if not wants_fragment() or seen_to is None:
        return _go_and_tell(url, told)
    thread = queries.thread_seen_by(me(), thread_id)
    arrived = queries.page_after(me(), thread, seen_to)
    if arrived.has_later:
        return _go_and_tell(url, told)
    say = f"Reply posted. {told}" if told else "Reply posted"
    return thread_page(thread, arrived, ReplyForm(formdata=None), fragment="replies", say=say, told=told)


def _go_and_tell(url: str, told: str) -> Response:
    if told:
        flash(told)
    return go(url)
