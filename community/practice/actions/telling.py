"""Who is told what: an act of this room, turned into notices. One notice of a post for one member."""

from typing import Protocol
from uuid import UUID

from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import Kind, What
from community.practice import mentions, policy, queries
from community.practice.models import Level
from community.practice.queries import CommunitySeen, PostToChange, ThreadSeen


class Setting(Protocol):
    """The community that something happens in: a CommunitySeen or a ThreadSeen."""

    @property
    def group_id(self) -> int: ...
    @property
    def level(self) -> Level: ...
    @property
    def is_safe_space(self) -> bool: ...


class Talk(Protocol):
    """A conversation: a Thread or a ThreadSeen."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> UUID: ...
    @property
    def title(self) -> str: ...


def tell_of_reply(actor: Actor, thread: ThreadSeen, spot: UUID, body: str) -> None:
    """Whoever is called in it; then who began the conversation; then who hears of every reply."""
    told = _tell_called(actor, thread, thread, spot=spot, called=_called(actor, thread, body))
    author = queries.author_to_tell(actor, thread.id)
    if author is not None and author not in told:
        notifications.tell(
            author,
            What.ANSWER,
            about=thread.public_id,
            sender=actor,
            group_id=thread.group_id,
            spot=spot,
            words=thread.title,
            is_public=policy.may_be_in_letters(thread),
        )
        told.append(author)
    notifications.tell_listeners(
        What.REPLY,
        about=thread.public_id,
        inside=thread.community_public_id,
        group_id=thread.group_id,
        sender=actor,
        spot=spot,
        words=thread.title,
        is_public=policy.may_be_in_letters(thread),
        besides=told,
    )


def tell_of_conversation(actor: Actor, community: CommunitySeen, thread: Talk, *, spot: UUID, body: str) -> None:
    """Whoever is called in its first post; then who hears of everything in the community."""
    told = _tell_called(actor, community, thread, spot=spot, called=_called(actor, thread, body))
    notifications.tell_listeners(
        What.CONVERSATION,
        about=thread.public_id,
        inside=community.public_id,
        group_id=community.group_id,
        sender=actor,
        spot=spot,
        words=thread.title,
        is_public=policy.may_be_in_letters(community),
        besides=told,
    )


def tell_of_edit(actor: Actor, post: PostToChange, body: str) -> None:
    """Only whom the post did not call before."""
    if not mentions.may_call(body):
        return
    thread = queries.thread_seen_by(actor, post.thread_public_id)
    names = queries.names_to_call(actor, thread.id)
    already = mentions.called(post.body, names)
    added = [each for each in mentions.called(body, names) if each not in already]
    _tell_called(actor, thread, thread, spot=post.public_id, called=added)


def tell_facilitators(actor: Actor, community: CommunitySeen) -> None:
    """The actor asks to come in; what they were answered before no longer matters."""
    notifications.take_back(community.public_id, kind=Kind.DOOR, member_id=actor.id)
    for keeper in queries.doorkeepers_of(community.group_id):
        notifications.tell(
            keeper.member_id,
            What.ASKS_IN,
            about=community.public_id,
            sender=actor,
            group_id=community.group_id,
            words=community.name,
            is_public=policy.may_be_in_letters(community),
        )


def tell_asker(asker_id: int, community: CommunitySeen, *, is_welcome: bool) -> None:
    """The answer of the community: it does not say whose it was."""
    notifications.tell(
        asker_id,
        What.LET_IN if is_welcome else What.NOT_LET_IN,
        about=community.public_id,
        group_id=community.group_id if is_welcome else None,
        words=community.name,
        is_public=policy.may_be_in_letters(community),
    )


def take_back_askers(community: CommunitySeen) -> None:
    """Facilitators for whom nobody waits any more need not be told so."""
    for keeper in queries.doorkeepers_of(community.group_id):
        if not keeper.has_askers:
            notifications.take_back(community.public_id, kind=Kind.DOOR, member_id=keeper.member_id)


def _called(actor: Actor, thread: Talk, body: str) -> list[int]:
    return mentions.called(body, queries.names_to_call(actor, thread.id)) if mentions.may_call(body) else []


def _tell_called(actor: Actor, setting: Setting, thread: Talk, *, spot: UUID, called: list[int]) -> list[int]:
    for member_id in called:
        notifications.tell(
            member_id,
            What.MENTION,
            about=thread.public_id,
            sender=actor,
            group_id=setting.group_id,
            spot=spot,
            words=thread.title,
            is_public=policy.may_be_in_letters(setting),
        )
    return called
