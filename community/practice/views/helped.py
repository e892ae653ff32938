"""What helped whoever asked: marking replies, closing the question; and what a conversation is about."""

from uuid import UUID

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid
from community.practice import actions, policy, queries
from community.practice.forms import AboutForm, HelpedForm, SettleForm
from community.practice.queries import ThreadSeen
from community.practice.views.blueprint import bp, use_one_post
from community.practice.views.shown import post_block, whom_it_calls
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

CLOSED = "Your question is closed. It stays here for others to find."


@bp.post("/conversations/<uuid:thread_id>/helped")
@open_to(MEMBERS)
def say_it_helped(thread_id: UUID) -> Response:
    """The pressed button names the reply, and whether the word is given or taken back."""
    pressed = HelpedForm().pressed
    thread = queries.thread_seen_by(me(), thread_id)
    if pressed is None:
        abort(400)
    post = queries.one_post(me(), thread, queries.post_called(thread, pressed.short_id))
    if pressed.is_given:
        actions.say_it_helped(me(), thread, post)
    else:
        actions.take_helped_back(thread, post)
    if wants_fragment():
        shown = queries.one_post(me(), thread, post.id)
        return post_block(thread, shown, say="Marked: this helped" if pressed.is_given else "Taken back")
    return go(url_for("practice.post", post_id=post.public_id))


@bp.get("/conversations/<uuid:thread_id>/settle")
@open_to(MEMBERS)
def settling(thread_id: UUID) -> Response:
    return _settle_page(_my_question(thread_id), SettleForm())


@bp.post("/conversations/<uuid:thread_id>/settle")
@open_to(MEMBERS)
def settle(thread_id: UUID) -> Response:
    form = SettleForm()
    if (is_meant := form.validate_on_submit() and not form.asks()) and form.body.data:
        use_one_post(me())
    thread = queries.thread_seen_by(me(), thread_id)
    if thread.is_mine and thread.is_closed:
        return go(_place_of(thread))  # pressed twice
    thread = _my_question(thread_id)
    if not is_meant:
        return _settle_page(thread, form, 422)
    try:
        said = actions.settle(me(), thread, form.body.data or "", once=form.once)
    except Invalid as refused:
        form.refuse(refused)
        return _settle_page(thread, form, 422)
    flash(" ".join(filter(None, [CLOSED, whom_it_calls(said.called)])))
    return go(_place_of(thread))


@bp.get("/conversations/<uuid:thread_id>/about")
@open_to(MEMBERS)
def thread_about(thread_id: UUID) -> Response:
    thread = _mine_to_tell(thread_id)
    chosen = [tag.id for tag in thread.tags]
    return _about_page(thread, AboutForm(formdata=None, has_link=thread.has_link, challenges=chosen, link=thread.link))


@bp.post("/conversations/<uuid:thread_id>/about")
@open_to(MEMBERS)
def say_what_it_is_about(thread_id: UUID) -> Response:
    thread = _mine_to_tell(thread_id)
    form = AboutForm(has_link=thread.has_link)
    if not form.validate_on_submit():
        return _about_page(thread, form, 422)
    actions.say_what_it_is_about(me(), thread, form.challenges.chosen, form.new_link)
    flash("Saved.")
    return go(_place_of(thread))


def _my_question(thread_id: UUID) -> ThreadSeen:
    """One's own question, still open; to everybody else there is no such page."""
    thread = queries.thread_seen_by(me(), thread_id)
    if not policy.can_settle(thread):
        abort(404)
    return thread


def _mine_to_tell(thread_id: UUID) -> ThreadSeen:
    thread = queries.thread_seen_by(me(), thread_id)
    if not policy.can_say_what_it_is_about(thread):
        abort(404)
    return thread


def _place_of(thread: ThreadSeen) -> str:
    return url_for("practice.conversation", thread_id=thread.public_id)


def _settle_page(thread: ThreadSeen, form: SettleForm, status: int = 200) -> Response:
    return page("practice/settle.html", status=status, thread=thread, form=form)


def _about_page(thread: ThreadSeen, form: AboutForm, status: int = 200) -> Response:
    return page("practice/thread_about.html", status=status, thread=thread, form=form)
