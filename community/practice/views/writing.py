"""Pages on which something is written: a new conversation, a reply; how it will read; whom one may mention."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from community.core import limits
from community.core.database import reading
from community.core.errors import Invalid, NotFound
from community.practice import actions, policy, queries
from community.practice.actions.drafts import Spot, drop_draft
from community.practice.actions.posts import Posted
from community.practice.forms import ReplyForm, ThreadForm
from community.practice.models import DraftOf
from community.practice.queries import CommunitySeen, ThreadSeen
from community.practice.queries.quoting import names_to_mention
from community.practice.views.blueprint import bp, use_one_post, use_one_preview
from community.practice.views.papers import new_page, quoting, reply_form, reply_page, thread_form
from community.practice.views.shown import preview_block, preview_of, thread_page, whom_it_calls
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

NAMES_A_MINUTE = 90
Sent = ThreadForm | ReplyForm


class Made(NamedTuple):
    """What a form made, and the line for its writer about whom it calls."""

    id: UUID
    told: str


@bp.get("/communities/<uuid:community_id>/conversations/new")
@open_to(MEMBERS)
def new_conversation(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_post(seen):
        return go(url_for("practice.entrance", community_id=community_id))
    chosen = request.args.get("kind")
    form = thread_form(**({"kind": chosen} if chosen in queries.offered_kinds() else {}))
    form.begin_with(queries.my_draft(me(), DraftOf.CONVERSATION, community_id))
    return new_page(seen, form)


@bp.post("/communities/<uuid:community_id>/conversations/new")
@open_to(MEMBERS)
def start_conversation(community_id: UUID) -> Response:
    with reading():
        form = thread_form()
    is_meant = _is_meant(form)
    seen = queries.community_seen_by(me(), community_id)
    made_before = queries.thread_made_with(me(), form.once)
    spot = Spot(DraftOf.CONVERSATION, community_id)
    made = _made(form, spot, partial(_start, seen, form), is_meant=is_meant, made_before=made_before)
    if made is None:
        return new_page(seen, form, 422)
    return _go_and_tell(url_for("practice.conversation", thread_id=made.id), made.told)


@bp.post("/communities/<uuid:community_id>/conversations/preview")
@open_to(MEMBERS)
def preview_conversation(community_id: UUID) -> Response:
    use_one_preview(me())
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_post(seen):
        abort(404)
    form = thread_form()
    if wants_fragment():
        return preview_block(form.body.data)
    return new_page(seen, form, preview=preview_of(form.body.data))


@bp.post("/conversations/<uuid:thread_id>/replies")
@open_to(MEMBERS)
def reply(thread_id: UUID) -> Response:
    form = ReplyForm()
    is_meant = _is_meant(form)
    thread = queries.thread_seen_by(me(), thread_id)
    made_before = queries.post_made_with(me(), form.once)
    spot = Spot(DraftOf.REPLY, thread_id)
    made = _made(form, spot, partial(_reply, thread, form), is_meant=is_meant, made_before=made_before)
    if made is None:
        return reply_page(thread, form, 422)
    return _replied(thread_id, made, form.seen_to)


@bp.get("/conversations/<uuid:thread_id>/reply")
@open_to(MEMBERS)
def replying(thread_id: UUID) -> Response:
    """The composer on its own page, with ?quote= a whole post in it."""
    thread = queries.thread_seen_by(me(), thread_id)
    quoted = request.args.get("quote", "")
    if not policy.can_reply(thread):
        return go(url_for("practice.conversation", thread_id=thread_id, _anchor="reply"))
    if quoted and not re.fullmatch("[0-9a-f]{8}", quoted):
        raise NotFound
    return reply_page(thread, quoting(thread, quoted) if quoted else reply_form(thread))


@bp.post("/conversations/<uuid:thread_id>/replies/preview")
@open_to(MEMBERS)
def preview_reply(thread_id: UUID) -> Response:
    use_one_preview(me())
    thread = queries.thread_seen_by(me(), thread_id)
    form = ReplyForm()
    if wants_fragment():
        return preview_block(form.body.data)
    return reply_page(thread, form, preview=preview_of(form.body.data))


@bp.post("/conversations/<uuid:thread_id>/names")
@open_to(MEMBERS)
def names_in_conversation(thread_id: UUID) -> Response:
    """Whom "@" and these letters may mean; a POST, so that it can be counted."""
    limits.use("names", me().id, limit=NAMES_A_MINUTE, seconds=60)
    with reading():
        thread = queries.thread_seen_by(me(), thread_id)
        if not policy.can_reply(thread):
            abort(404)
        return _names(group_id=thread.group_id, thread_id=thread.id)


@bp.post("/communities/<uuid:community_id>/names")
@open_to(MEMBERS)
def names_in_community(community_id: UUID) -> Response:
    limits.use("names", me().id, limit=NAMES_A_MINUTE, seconds=60)
    with reading():
        seen = queries.community_seen_by(me(), community_id)
        if not policy.can_post(seen):
            abort(404)
        return _names(group_id=seen.group_id)


def _names(*, group_id: int, thread_id: int = 0) -> Response:
    begins = request.form.get("begins", "")[:80]
    found = names_to_mention(me(), begins, group_id=group_id, thread_id=thread_id)
    return page("practice/names.html", names=found)


def _is_meant(form: Sent) -> bool:
    """Whether it is to be posted as it stands; then it is counted, before this request touches the database."""
    is_meant = form.validate_on_submit() and not form.asks()
    if is_meant:
        use_one_post(me())
    return is_meant


def _made(
    form: Sent, spot: Spot, post: Callable[[], Posted], *, is_meant: bool, made_before: UUID | None
) -> Made | None:
    """What the form has made, now or when it was sent before; None where its page is to be shown again."""
    if made_before:
        return Made(made_before, "")
    if not is_meant:
        return None
    try:
        posted = post()
    except Invalid as refused:
        form.refuse(refused)
        return None
    drop_draft(me(), spot, form.written, seen=form.draft_at.data)
    return Made(posted.public_id, whom_it_calls(posted.called))


def _start(seen: CommunitySeen, form: ThreadForm) -> Posted:
    return actions.start_thread(
        me(),
        seen,
        kind_id=form.kind.data,
        title=form.title.data or "",
        body=form.body.data or "",
        challenges=form.challenges.chosen,
        link=form.link.data or "",
        once=form.once,
    )


def _reply(thread: ThreadSeen, form: ReplyForm) -> Posted:
    seen_to = queries.post_in(thread, form.seen_to) if form.seen_to else None
    return actions.reply(me(), thread, form.body.data or "", once=form.once, seen_to=seen_to)


def _replied(thread_id: UUID, made: Made, seen_to: UUID | None) -> Response:
    """To the new post; for htmx, whatever has come since the page was loaded, an empty composer, and who is told."""
    url = url_for("practice.conversation", thread_id=thread_id, _anchor=f"p-{made.id.hex[:8]}")
    if not wants_fragment() or seen_to is None:
        return _go_and_tell(url, made.told)
    thread = queries.thread_seen_by(me(), thread_id)
    arrived = queries.page_after(me(), thread, seen_to)
    if arrived.has_later:
        return _go_and_tell(url, made.told)
    say = f"Reply posted. {made.told}" if made.told else "Reply posted"
    return thread_page(thread, arrived, reply_form(thread), fragment="replies", say=say, told=made.told)


def _go_and_tell(url: str, told: str) -> Response:
    if told:
        flash(told)
    return go(url)
