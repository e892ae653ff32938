"""Who may do what, one sentence each; pages and actions ask the same function. Who reads: `queries.readers`."""

from datetime import datetime, timedelta
from typing import Protocol

from community.core import clock
from community.core.roles import Actor, Role
from community.practice.models import Level, ReactionKind

POSTS_AN_HOUR = 20
EDITS_AN_HOUR = 30
CALLS_A_DAY = 30
ENTERINGS_A_DAY = 20
COMMUNITIES_A_DAY = 3
INVITES_A_DAY = 20
CHANGES_A_DAY = 20  # of a community itself: most are told to everybody in it
PREVIEWS_A_MINUTE = 90
STAYED = timedelta(days=30)
FEED_CHANGES_A_DAY = 20
FEEDS_AN_HOUR = 120
SUMMARY_AFTER = 5  # posts: a shorter conversation is its own summary
SAFE_SPACE = "Use what you learn; never say who said it. Safety or the law may oblige us to share."


class Place(Protocol):
    """Where somebody stands towards a community: a CommunitySeen or a ThreadSeen."""

    @property
    def is_member(self) -> bool: ...
    @property
    def is_facilitator(self) -> bool: ...


class Living(Place, Protocol):
    """The same, with what ends writing there for everybody, and what comes before it for each."""

    @property
    def is_archived(self) -> bool: ...
    @property
    def has_agreed(self) -> bool: ...


class Door(Living, Protocol):
    @property
    def is_kept_out(self) -> bool: ...
    @property
    def level(self) -> Level: ...
    @property
    def has_asked(self) -> bool: ...


class Conversation(Living, Protocol):
    @property
    def is_closed(self) -> bool: ...
    @property
    def is_hidden(self) -> bool: ...


class Summarised(Living, Protocol):
    @property
    def posts_made(self) -> int: ...
    @property
    def summary_version(self) -> int: ...
    @property
    def summary(self) -> object | None: ...


class Tended(Living, Protocol):
    @property
    def how_many_look_after(self) -> int: ...
    @property
    def since(self) -> datetime | None: ...


class Setting(Protocol):
    @property
    def level(self) -> Level: ...
    @property
    def is_safe_space(self) -> bool: ...
    @property
    def is_for_members(self) -> bool: ...


class Movable(Conversation, Setting, Protocol):
    """A ThreadSeen."""


class Written(Protocol):
    @property
    def author_id(self) -> int | None: ...
    @property
    def is_removed(self) -> bool: ...
    @property
    def is_archived(self) -> bool: ...


class Shown(Protocol):
    @property
    def is_mine(self) -> bool: ...
    @property
    def is_shown(self) -> bool: ...
    @property
    def is_hidden(self) -> bool: ...
    @property
    def is_opening(self) -> bool: ...


class Asked(Conversation, Protocol):
    @property
    def is_mine(self) -> bool: ...
    @property
    def is_question(self) -> bool: ...


def can_come_in(community: Door) -> bool:
    """Whoever was shown out lately cannot; and nobody comes into what has ended."""
    return not community.is_member and not community.is_archived and not community.is_kept_out


def can_join(community: Door) -> bool:
    """Come in at once."""
    return community.level is Level.OPEN and can_come_in(community)


def can_ask(community: Door) -> bool:
    """Ask the facilitators to be let in."""
    return community.level is Level.ASK and can_come_in(community) and not community.has_asked


def can_leave(community: Door) -> bool:
    return community.is_member or community.has_asked


def can_run(community: Living) -> bool:
    """Look after the community itself: its front page, its door, its agreement, its end."""
    return community.is_facilitator and not community.is_archived


def must_agree(place: Living) -> bool:
    """The agreement has changed: a member reads on, and accepts it before they write again."""
    return place.is_member and not place.has_agreed and not place.is_archived


def is_wider(new: Level, old: Level) -> bool:
    """More people may see or read than before."""
    return list(Level).index(new) < list(Level).index(old)


def can_step_down(community: Tended) -> bool:
    """No longer look after it: only while somebody else does."""
    return community.is_facilitator and community.how_many_look_after > 1


def can_take_up(actor: Actor, community: Tended) -> bool:
    """Where nobody looks after it, whoever has been in it for a month may, and so may a moderator who is in it."""
    has_stayed = community.since is not None and community.since <= clock.now() - STAYED
    is_free = community.how_many_look_after == 0 and not community.is_archived
    return is_free and community.is_member and (has_stayed or actor.role is not Role.MEMBER)


def can_bring_back(community: Living) -> bool:
    """Open an archived community again."""
    return community.is_facilitator and community.is_archived


def can_move(thread: Movable) -> bool:
    """Only what every member may read, so that it is new to nobody, and nobody loses sight of it."""
    is_for_all = thread.level is Level.OPEN and not thread.is_for_members and not thread.is_hidden
    return can_look_after(thread) and is_for_all


def can_answer_askers(community: Living) -> bool:
    return can_run(community)


def can_post(community: Living) -> bool:
    """Begin a conversation."""
    return community.is_member and community.has_agreed and not community.is_archived


def can_reply(thread: Conversation) -> bool:
    return can_post(thread) and not thread.is_closed and not thread.is_hidden


def can_react(place: Living, post: Shown) -> bool:
    """Thank, say "me too" or "tell me more": to somebody else's post that is there to be read."""
    return place.is_member and not place.is_archived and not post.is_mine and post.is_shown and not post.is_hidden


def can_see_people(community: Place) -> bool:
    """See who is in it, as far as one finds them: whoever is in it too. To others it says nothing of anybody."""
    return community.is_member


def can_see_desk(community: Place) -> bool:
    """See who waits here, and how the space is doing."""
    return community.is_facilitator


def can_look_after(thread: Living) -> bool:
    """Pin and close a conversation."""
    return thread.is_facilitator and not thread.is_archived


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


def can_remove(actor: Actor, post: Written) -> bool:
    """One's own post, for ever, wherever one can read it."""
    return post.author_id == actor.id and not post.is_removed


def can_change(actor: Actor, post: Written) -> bool:
    """Edit it: likewise, until the community has ended."""
    return can_remove(actor, post) and not post.is_archived


def may_be_in_letters(setting: Setting) -> bool:
    """Titles and the name of a community leave the site by mail only where every member may read them anyway."""
    return setting.level is Level.OPEN and not setting.is_safe_space and not setting.is_for_members


def can_hear(place: Place) -> bool:
    """Choose what to be told about a community or a conversation in it."""
    return place.is_member


def can_keep_draft(place: Place) -> bool:
    """Keep what one has begun to write there, also when the conversation was closed meanwhile: no words are lost."""
    return place.is_member


def can_summarise(thread: Summarised) -> bool:
    """Write on at the summary of a long conversation: everybody of the community; a facilitator of a short one too.

    Not where the summary that counts is by somebody one keeps apart from: to each other they are not there.
    """
    if not can_post(thread):
        return False
    if thread.summary_version:
        return thread.summary is not None
    return thread.is_facilitator or thread.posts_made > SUMMARY_AFTER


class Gathered(Living, Protocol):
    """A GatheringSeen."""

    @property
    def is_mine(self) -> bool: ...
    @property
    def is_off(self) -> bool: ...
    @property
    def is_over(self) -> bool: ...
    @property
    def has_begun(self) -> bool: ...
    @property
    def comes(self) -> bool: ...


def can_plan(community: Living) -> bool:
    """Plan a gathering: whoever may begin a conversation."""
    return can_post(community)


def can_come(gathering: Gathered) -> bool:
    """Say whether one comes; until it is over."""
    return gathering.is_member and not (gathering.is_archived or gathering.is_off or gathering.is_over)


def prepares(gathering: Gathered) -> bool:
    """Reads what those who come need, and where it is: whoever planned it, or looks after the community."""
    return gathering.is_member and (gathering.is_mine or gathering.is_facilitator)


def can_change_gathering(gathering: Gathered) -> bool:
    """Move it, or call it off."""
    return prepares(gathering) and can_come(gathering) and gathering.has_agreed


def can_write_note(gathering: Gathered) -> bool:
    """Write down what was learned, once it has begun: whoever prepared it, or came."""
    took_part = prepares(gathering) or (gathering.is_member and gathering.comes)
    is_there = gathering.has_begun and not (gathering.is_off or gathering.is_archived)
    return took_part and is_there and gathering.has_agreed
