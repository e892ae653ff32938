"""The space of two or more buddies: messages, promises, and everything that its page shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.actions.drafts import drop_draft
from community.buddying.forms import HOW_IN_WORDS, MessageForm, MetForm, PromiseForm
from community.buddying.queries.drafts import my_draft
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.buddying.views.parts import parts_of
from community.core.errors import Invalid
from community.core.ids import id_asked
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

TEMPLATE, ASIDE = "buddying/circle.html", "buddying/circle_aside.html"


@bp.get("/buddies/circles/<uuid:circle_id>")
@open_to(MEMBERS)
def circle(circle_id: UUID) -> Response:
    return circle_page(queries.circle_seen_by(me(), circle_id))


@bp.post("/buddies/circles/<uuid:circle_id>/messages")
@open_to(MEMBERS)
def write_message(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = MessageForm("message")
    if not form.validate_on_submit():
        return circle_page(circle, message_form=form)
    words = form.words.data or ""
    message = actions.write_message(me(), circle, words=words, once=form.once)
    drop_draft(me(), circle, words, seen=form.draft_at.data)
    actions.see(me(), circle, form.seen_at.data)
    if wants_fragment():
        fresh = MessageForm("message", formdata=None)
        shown: dict[str, Any] = {"circle": circle, "message": message, "message_form": fresh, "is_fresh": True}
        return page(TEMPLATE, fragment="sent", say="Message sent", **shown)
    return go(url_for("buddying.circle", circle_id=circle_id, _anchor=f"m-{message.public_id}"))


@bp.post("/buddies/circles/<uuid:circle_id>/promises")
@open_to(MEMBERS)
def make_promise(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = PromiseForm(circle)
    if not form.validate_on_submit():
        return circle_page(circle, promise_form=form)
    try:
        actions.make_promise(me(), circle, form.promise(), once=form.once)
    except Invalid as error:
        form.refuse(error)
        return circle_page(circle, promise_form=form)
    actions.see(me(), circle, form.seen_at.data)
    return _promises(circle, "Written down")


@bp.get("/buddies/circles/<uuid:circle_id>/promises")
@open_to(MEMBERS)
def back_to_promises(circle_id: UUID) -> Response:
    """Where a form that was refused is loaded again: they stand on the page of the circle."""
    queries.circle_seen_by(me(), circle_id)
    return go(url_for("buddying.circle", circle_id=circle_id, _anchor="promises"))


@bp.post("/buddies/circles/<uuid:circle_id>/promises/<uuid:promise_id>/keep")
@open_to(MEMBERS)
def keep_promise(circle_id: UUID, promise_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    actions.keep_promise(me(), circle, promise_id)
    return _promises(circle, "Done")


@bp.post("/buddies/circles/<uuid:circle_id>/promises/<uuid:promise_id>/reopen")
@open_to(MEMBERS)
def reopen_promise(circle_id: UUID, promise_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    actions.open_promise_again(me(), circle, promise_id)
    return _promises(circle, "Open again")


def circle_page(
    circle: CircleSeen,
    *,
    message_form: MessageForm | None = None,
    promise_form: PromiseForm | None = None,
    met_form: MetForm | None = None,
) -> Response:
    """The whole page; or the part that htmx asked for: older messages, or the form that was not in order."""
    before = request.args.get("before")
    messages = queries.messages_in(circle, before=id_asked(before))
    if wants_fragment() and before:
        return page(TEMPLATE, fragment="older", say="Earlier messages", circle=circle, messages=messages)
    if wants_fragment() and message_form:
        return page(TEMPLATE, fragment="composer", status=422, circle=circle, message_form=message_form, is_fresh=False)
    meetings = queries.meetings_of(circle)
    promises = queries.promises_in(circle)
    if wants_fragment() and promise_form:
        return page(ASIDE, fragment="promises", status=422, circle=circle, promises=promises, promise_form=promise_form)
    seen_at = circle.told_at if before is None else None
    refused = any(form is not None and form.errors for form in (message_form, promise_form, met_form))
    return page(
        TEMPLATE,
        status=422 if refused else 200,
        circle=circle,
        messages=messages,
        is_latest=before is None,
        meetings=meetings,
        called_off=None if meetings.planned else queries.called_off_lately(circle),
        promises=promises,
        message_form=message_form or _composer(circle, seen_at),
        promise_form=promise_form or PromiseForm(circle, formdata=None, seen_at=seen_at),
        met_form=met_form or MetForm("met", formdata=None),
        is_fresh=False,
        how_words=HOW_IN_WORDS,
        readers=queries.readers_of_circle(circle),
        **parts_of(circle, meetings),
    )


def _composer(circle: CircleSeen, seen_at: datetime | None) -> MessageForm:
    """With what its writer has begun, if anything."""
    draft = my_draft(circle)
    told = {"words": draft.words, "draft_at": draft.saved_at} if draft else {}
    return MessageForm("message", formdata=None, data={"seen_at": seen_at} | told)


def _promises(circle: CircleSeen, said: str) -> Response:
    if wants_fragment():
        fresh = PromiseForm(circle, formdata=None)
        promises = queries.promises_in(circle)
        return page(ASIDE, fragment="promises", say=said, circle=circle, promises=promises, promise_form=fresh)
    return go(url_for("buddying.circle", circle_id=circle.public_id, _anchor="promises"))
