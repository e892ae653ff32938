"""The sheets on which something is written: each with its form, its draft, and the page it stands on."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.core.errors import NotAllowed, NotFound
from community.core.text import LONGEST_TEXT
from community.practice import policy, queries
from community.practice.forms import EditForm, ReplyForm, SummaryForm, ThreadForm, Writing
from community.practice.models import DraftOf
from community.practice.queries import CommunitySeen, PostToChange, ThreadSeen
from community.practice.queries.quoting import post_quoted
from community.practice.views.shown import preview_of
from community.web.access import me
from community.web.pages import page

NOT_IN = "Join the community first. Your words are still here."
LONGEST_QUOTE = 2000


class Paper(NamedTuple):
    """Where something is written: the address of its page, the form that was sent from it, and the page again."""

    url: str
    form: Callable[[], Writing]
    show: Callable[[Any, int], Response]


def paper_of(of: DraftOf, about: UUID) -> Paper:
    """The paper of a draft. Raises NotFound where there is no such thing for this member, NotAllowed for a guest."""
    if of is DraftOf.CONVERSATION:
        seen = queries.community_seen_by(me(), about)
        _refuse_guest(seen)
        return Paper(url_for("practice.new_conversation", community_id=about), thread_form, partial(new_page, seen))
    if of is DraftOf.EDIT:
        mine, thread = my_post(about)
        form = partial(EditForm, has_title=mine.is_opening)
        return Paper(url_for("practice.edit", post_id=about), form, partial(edit_page, mine, thread))
    thread = queries.thread_seen_by(me(), about)
    _refuse_guest(thread)
    if of is DraftOf.REPLY:
        url = url_for("practice.conversation", thread_id=about, _anchor="reply")
        return Paper(url, ReplyForm, partial(reply_page, thread))
    return Paper(url_for("practice.edit_summary", thread_id=about), SummaryForm, partial(summary_page, thread))


def thread_form(**start: Any) -> ThreadForm:
    form = ThreadForm(**start)
    form.kind.choices = [(kind.id, kind.label) for kind in queries.offered_kinds().values()]
    return form


def new_page(seen: CommunitySeen, form: ThreadForm, status: int = 200, *, preview: Markup | None = None) -> Response:
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


def reply_form(thread: ThreadSeen) -> ReplyForm:
    """An empty one, or what was begun before."""
    form = ReplyForm(formdata=None)
    if policy.can_reply(thread):
        form.begin_with(queries.my_draft(me(), DraftOf.REPLY, thread.public_id))
    return form


def quoting(thread: ThreadSeen, short_id: str) -> ReplyForm:
    """A reply that goes on with a whole post, quoted behind what was begun before."""
    form = reply_form(thread)
    quoted = post_quoted(me(), thread.id, short_id)
    marked = "\n".join(f"> {line}".rstrip() for line in quoted.body[:LONGEST_QUOTE].splitlines())
    begun = form.body.data or ""
    form.body.data = "\n\n".join(filter(None, [begun, f"> {quoted.author_name} wrote:\n>\n{marked}"]))[:LONGEST_TEXT]
    form.body.data += "\n\n"
    return form


def reply_page(thread: ThreadSeen, form: ReplyForm, status: int = 200, *, preview: Markup | None = None) -> Response:
    """The composer alone: with what is wrong, with what was noticed, or with a look at how it will read."""
    return page(
        "practice/reply.html",
        fragment="composer",
        status=status,
        thread=thread,
        form=form,
        preview=preview,
        policy=policy,
    )


def my_post(post_id: UUID) -> tuple[PostToChange, ThreadSeen]:
    """One's own post that may be edited, and its thread; to everybody else there is no such page."""
    found = queries.post_to_change(me(), post_id)
    if not policy.can_change(me(), found):
        raise NotFound
    return found, queries.thread_seen_by(me(), found.thread_public_id)


def place_of(found: PostToChange) -> str:
    anchor = f"p-{found.public_id.hex[:8]}"
    return url_for("practice.conversation", thread_id=found.thread_public_id, at=found.public_id, _anchor=anchor)


def edit_page(
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
        place=place_of(mine),
    )


def summary_page(
    thread: ThreadSeen,
    form: SummaryForm,
    status: int = 200,
    *,
    theirs: str | None = None,
    is_preview: bool = False,
) -> Response:
    if not policy.can_summarise(thread):
        abort(404)
    return page(
        "practice/summary.html",
        status=status,
        thread=thread,
        form=form,
        theirs=theirs,
        preview=preview_of(form.body.data) if is_preview else None,
    )


def _refuse_guest(place: policy.Place) -> None:
    if not policy.can_keep_draft(place):
        raise NotAllowed(NOT_IN)
