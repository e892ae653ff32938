"""Taking a post out of sight, back into it, or away: carried out for whoever decided it. Nothing is judged here."""

from sqlalchemy import update

from community.core import clock
from community.core.database import changed, db
from community.notifications import actions as notifications
from community.notifications.models import Kind
from community.practice import queries
from community.practice.actions.posts import count_out, end_unanswered, erase
from community.practice.actions.telling import NOBODY, OF_A_CONVERSATION, people_called, take_back_post
from community.practice.models import Gathering, Post, Thread
from community.practice.queries import PostToChange
from community.practice.queries.caring import (
    GATHERING_IS_HIDDEN,
    OPENING_IS_HIDDEN,
    author_of,
    gathering_called,
    post_of_number,
    talk_of_gathering,
)

TITLE_REMOVED = "The first post here was removed"


def hide(post_id: int) -> None:
    """Only its author and who looks after the community read the words, until somebody has looked at them.

    With a first post the whole conversation is hidden. Nothing is said of it any more. A repeat changes nothing.
    """
    post = _held(post_id)
    if post is None:
        return
    hidden = update(Post).where(Post.id == post.id, Post.hidden_at.is_(None), Post.removed_at.is_(None))
    if not changed(hidden.values(hidden_at=clock.now())):
        return
    count_out(post)
    if post.is_opening:
        db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(hidden_at=clock.now()))
    _say_nothing_of(post)


def keep_hidden(post_id: int) -> None:
    """Somebody has looked at what is hidden, and it stays so until they say otherwise."""
    looked_at = update(Post).where(Post.id == post_id, Post.hidden_at.is_not(None), Post.removed_at.is_(None))
    changed(looked_at.values(stays_hidden=True))


def show_again(post_id: int) -> None:
    """It is read as before, and counts where it stands. Nobody is told of it a second time."""
    post = _held(post_id)
    if post is None:
        return
    shown = update(Post).where(Post.id == post.id, Post.hidden_at.is_not(None), Post.removed_at.is_(None))
    if changed(shown.values(hidden_at=None, stays_hidden=False)):
        count_out(post, by=1)
    _open_again(post)


def remove_for(post_id: int) -> None:
    """The words go for good, whoever wrote them; what stands in their place says that it was not the author.

    A conversation that nobody has answered goes with its first post; of one that was, the title goes too.
    """
    post = _held(post_id)
    if post is None or (post.is_opening and end_unanswered(post)):
        return
    if erase(post, hidden_at=clock.now()):
        _say_nothing_of(post)
    if post.is_opening:
        db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(title=TITLE_REMOVED))
        notifications.retitle(post.thread_public_id, TITLE_REMOVED)
    _open_again(post)


def hide_gathering(gathering_id: int) -> None:
    """From now on it is there for whoever planned it and those who look after the community. A repeat changes nothing.

    So is the conversation that it began with, which has its title. Nothing is said of either any more.
    """
    hidden = update(Gathering).where(Gathering.id == gathering_id, Gathering.hidden_at.is_(None))
    if changed(hidden.values(hidden_at=clock.now())):
        notifications.take_back(gathering_called(gathering_id), kind=Kind.GATHERING)
        notifications.take_back(gathering_called(gathering_id), kind=Kind.COMMUNITY)
        if talk := talk_of_gathering(gathering_id):
            with_it = update(Thread).where(Thread.id == talk.id, Thread.hidden_at.is_(None))
            db.session.execute(with_it.values(hidden_at=clock.now()))
            notifications.take_back(talk.public_id, whats=OF_A_CONVERSATION)


def show_gathering_again(gathering_id: int) -> None:
    """It is there as before, with its conversation. Nobody is told of it a second time."""
    db.session.execute(update(Gathering).where(Gathering.id == gathering_id).values(hidden_at=None))
    if talk := talk_of_gathering(gathering_id):
        _show_thread(talk.id)


def _held(post_id: int) -> PostToChange | None:
    """The post, of a thread that nobody else changes until the commit."""
    post = post_of_number(post_id)
    if post is None:
        return None
    queries.hold_thread(post.thread_id)
    return post_of_number(post_id)


def _open_again(post: PostToChange) -> None:
    if post.is_opening:
        _show_thread(post.thread_id)


def _show_thread(thread_id: int) -> None:
    """Unless its first post, or the gathering that it was begun for, is hidden still."""
    shown = update(Thread).where(Thread.id == thread_id, ~OPENING_IS_HIDDEN, ~GATHERING_IS_HIDDEN)
    db.session.execute(shown.values(hidden_at=None), execution_options={"synchronize_session": False})


def _say_nothing_of(post: PostToChange) -> None:
    if post.is_opening:
        notifications.take_back(post.thread_public_id, whats=OF_A_CONVERSATION)
        return
    author = author_of(post)
    called = people_called(author, post.thread_id, post.body) if author else NOBODY
    take_back_post(post, called.to_tell)
