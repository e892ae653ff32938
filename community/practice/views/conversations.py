"""Pages of conversations: reading, reacting, marking as read, looking after one."""

import re
from uuid import UUID

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from community.core.ids import id_asked
from community.notifications import queries as notices
from community.practice import actions, queries
from community.practice.forms import ReactionForm, SeenForm
from community.practice.queries import PostPage, ThreadSeen
from community.practice.views.blueprint import bp
from community.practice.views.papers import reply_form
from community.practice.views.shown import LABELS, post_block, thread_page
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

# A post is one of twenty on its page: it is named there by the eight signs with which its id begins.
NAMED = {"p": "practice.post", "edit": "practice.edit", "more": "moderation.more"}
QUOTED = "q"  # "Reply" under a post: the composer's own page, with that post quoted
SHORT_ID = re.compile(r"[0-9a-f]{8}")
PAGES = {"at": queries.page_at, "after": queries.page_after, "before": queries.page_before}


@bp.get("/conversations/<uuid:thread_id>")
@open_to(MEMBERS)
def conversation(thread_id: UUID) -> Response:
    thread = queries.thread_seen_by(me(), thread_id)
    if SHORT_ID.fullmatch(quoted := request.args.get(QUOTED, "")):
        return go(url_for("practice.replying", thread_id=thread_id, quote=quoted))
    for name, endpoint in NAMED.items():
        if SHORT_ID.fullmatch(request.args.get(name, "")):
            post = queries.one_post(me(), thread, queries.post_called(thread, request.args[name]))
            return go(url_for(endpoint, post_id=post.public_id))
    return thread_page(thread, _asked_page(thread), reply_form(thread))


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


def _asked_page(thread: ThreadSeen) -> PostPage:
    """The posts that the address asks for: ?at, ?after or ?before a post; otherwise where this reader begins."""
    for name, find in PAGES.items():
        if post := id_asked(request.args.get(name)):
            return find(me(), thread, post)
    return queries.opening_page(me(), thread)
