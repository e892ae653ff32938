"""How a conversation, or one post of it, is put on the page."""

from typing import NamedTuple
from uuid import UUID

from flask import url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.core.identifying import Trace
from community.core.text import listed, render_markdown
from community.practice import policy, queries
from community.practice.actions import Called
from community.practice.forms import ReplyForm
from community.practice.models import ReactionKind
from community.practice.queries import PostPage, PostSeen, ThreadSeen
from community.web.pages import page

LABELS = {
    ReactionKind.THANK_YOU: "Thank you",
    ReactionKind.ME_TOO: "Me too",
    ReactionKind.TELL_ME_MORE: "Tell me more",
}


TRACES = {
    Trace.NHS_NUMBER: "Like an NHS number",
    Trace.EMAIL: "An e-mail address",
    Trace.BORN: "Like a date of birth",
    Trace.PHONE: "Like a telephone number",
    Trace.POSTCODE: "A postcode",
    Trace.NAME: "A name with its title",
}
NOBODY = UUID(int=0)
MOST_NAMED = 10


class Addresses(NamedTuple):
    """Where people are found, without the id at the end."""

    people: str


def addresses() -> Addresses:
    """Built once for a page that links to them twenty times."""
    return Addresses(url_for("directory.person", person_id=NOBODY).removesuffix(str(NOBODY)))


def thread_page(
    thread: ThreadSeen,
    shown: PostPage,
    form: ReplyForm,
    *,
    fragment: str | None = None,
    say: str | None = None,
    told: str = "",
) -> Response:
    last = shown.posts[-1] if shown.posts else None
    is_unread = last is not None and (last.id > (thread.read_to or 0) or (thread.has_notice and not shown.has_later))
    form.seen.data = str(last.public_id) if last and not shown.has_later else ""
    return page(
        "practice/thread.html",
        fragment=fragment,
        say=say,
        told=told,
        thread=thread,
        kind=queries.thread_kinds()[thread.kind_id],
        posts=shown.posts,
        has_earlier=shown.has_earlier,
        has_later=shown.has_later,
        first_new=shown.first_new if thread.read_to is not None and not fragment else None,
        new_elsewhere=None if fragment or shown.first_new else thread.first_new,
        unread_to=last.public_id if last and is_unread else None,
        form=form,
        preview=None,
        policy=policy,
        at=addresses(),
        reactions=tuple(LABELS.items()),
        in_place=False,
        just_in=fragment is not None,
    )


def arrived_block(thread: ThreadSeen, shown: PostPage) -> Response:
    """The posts that have come, to stand before the composer; the rest of the page stays as it is.

    Of what others wrote, the first has the focus, below the line that says how many there are.
    """
    new = [post.public_id for post in shown.posts if post.is_shown and not post.is_hidden and not post.is_mine]
    say = f"{len(new)} new {'reply' if len(new) == 1 else 'replies'}"
    return page(
        "practice/arrived.html", fragment="posts", say=say, thread=thread, posts=shown.posts, how_many=len(new),
        first_new=new[0] if new else None, last=shown.posts[-1].public_id, policy=policy, at=addresses(),
        reactions=tuple(LABELS.items()), in_place=False, just_in=True,
    )  # fmt: skip


def whom_it_calls(called: Called) -> str:
    """One line for whoever wrote @ and a name: who hears of it, and what was nobody's name. Empty without either.

    Whoever wants to hear nothing is named as the others are: what somebody chose is theirs.
    """
    said = []
    names = list(dict.fromkeys(reader.name for reader in called.people.values()))
    if names:
        said.append(f"{listed(names)} will hear of it, unless they chose not to.")
    if called.is_cut:
        said.append("You have mentioned as many people as a day allows: nobody else is told.")
    if called.unknown:
        unknown = listed([f"@{name}" for name in called.unknown[:MOST_NAMED]], "or")
        said.append(f"Nobody was told by {unknown}: that is no one’s name here, or more than one person’s.")
    return " ".join(said)


def preview_of(words: str | None) -> Markup:
    """The words as they would read if they were posted now."""
    return Markup(render_markdown(words or ""))  # noqa: S704 (the one renderer)


def preview_block(words: str | None) -> Response:
    return page("practice/preview.html", fragment="preview", preview=preview_of(words))


def post_block(thread: ThreadSeen, post: PostSeen, *, say: str) -> Response:
    """One post, to take the place of what stands on the page (htmx finds it by its id)."""
    return page(
        "practice/thread.html",
        fragment="post",
        say=say,
        thread=thread,
        post=post,
        policy=policy,
        at=addresses(),
        reactions=tuple(LABELS.items()),
        in_place=True,
        just_in=False,
    )
