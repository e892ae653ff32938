"""Writing: in a conversation, at its summary, and what becomes of one's own posts."""

from community.core.roles import Actor
from community.practice.models import ReactionKind
from community.practice.policy.judged import Asked, Conversation, Living, Place, Shown, Summarised, Written
from community.practice.policy.tending import can_look_after

SUMMARY_AFTER = 5  # posts: a shorter conversation is its own summary


def must_agree(place: Living) -> bool:
    """The agreement has changed: a member reads on, and accepts it before they write again."""
    return place.is_member and not place.has_agreed and not place.is_archived


def can_post(community: Living) -> bool:
    """Begin a conversation."""
    return community.is_member and community.has_agreed and not community.is_archived


def can_reply(thread: Conversation) -> bool:
    return can_post(thread) and not thread.is_closed and not thread.is_hidden


def can_react(place: Living, post: Shown) -> bool:
    """Thank, say "me too" or "tell me more": to somebody else's post that is there to be read."""
    return place.is_member and not place.is_archived and not post.is_mine and post.is_shown and not post.is_hidden


def can_say_it_helped(thread: Asked, post: Shown) -> bool:
    """Whoever asked says so of a reply by somebody else, also when the question is closed."""
    return thread.is_mine and thread.is_question and not post.is_opening and can_react(thread, post)


def is_asked_for(thread: Asked, post: Shown, kind: ReactionKind) -> bool:
    """Offer the reaction: of a reply, whoever asked says "this helped" where others say "me too"."""
    return can_react(thread, post) and not (kind is ReactionKind.ME_TOO and can_say_it_helped(thread, post))


def can_settle(thread: Asked) -> bool:
    """Whoever asked closes their own question; to open it again is for who looks after the place."""
    return thread.is_mine and thread.is_question and can_reply(thread)


def can_say_what_it_is_about(thread: Asked) -> bool:
    """Whoever began a conversation, or looks after the place, says what it is about."""
    return can_look_after(thread) or (thread.is_mine and thread.is_member and not thread.is_archived)


def can_keep_draft(place: Place) -> bool:
    """Keep what one has begun to write there, also when the conversation was closed meanwhile: no words are lost."""
    return place.is_member


def can_remove(actor: Actor, post: Written) -> bool:
    """One's own post, for ever, wherever one can read it."""
    return post.author_id == actor.id and not post.is_removed


def can_change(actor: Actor, post: Written) -> bool:
    """Edit it: likewise, until the community has ended."""
    return can_remove(actor, post) and not post.is_archived


def can_summarise(thread: Summarised) -> bool:
    """Write on at the summary of a long conversation: everybody of the community; a facilitator of a short one too.

    Not where the summary that counts is by somebody one keeps apart from: to each other they are not there.
    """
    if not can_post(thread):
        return False
    if thread.summary_version:
        return thread.summary is not None
    return thread.is_facilitator or thread.posts_made > SUMMARY_AFTER
