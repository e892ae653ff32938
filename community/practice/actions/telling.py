"""Who is told what: an act of this room, turned into notices. One notice of a post for one member."""

from typing import Protocol, TypedDict
from uuid import UUID

from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import Kind, What
from community.practice import mentions, policy, queries
from community.practice.models import Level
from community.practice.queries import CommunitySeen, PostToChange, ThreadSeen


class OfPost(TypedDict):
    """What every notice of a post says, whoever is told of it."""

    about: UUID
    group_id: int
    spot: UUID
    words: str
    is_public: bool


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


def tell_of_reply(actor: Actor, thread: ThreadSeen, spot: UUID, called: list[int]) -> None:
    """Whoever is called in it; then who began the conversation; then who hears of every reply."""
    told = _tell_called(actor, thread, thread, spot=spot, called=called)
    author = queries.author_to_tell(actor, thread.id)
    if author is not None and author not in told:
        notifications.tell(author, What.ANSWER, sender=actor, **_of_post(thread, thread, spot))
        told.append(author)
    notifications.tell_listeners(
        What.REPLY,
        sender=actor,
        inside=thread.community_public_id,
        besides=told,
        **_of_post(thread, thread, spot),
    )


def tell_of_conversation(
    actor: Actor, community: CommunitySeen, thread: Talk, *, spot: UUID, called: list[int]
) -> None:
    """Whoever is called in its first post; then who hears of everything in the community."""
    told = _tell_called(actor, community, thread, spot=spot, called=called)
    notifications.tell_listeners(
        What.CONVERSATION,
        sender=actor,
        inside=community.public_id,
        besides=told,
        **_of_post(community, thread, spot),
    )


def tell_of_edit(actor: Actor, post: PostToChange, body: str) -> None:
    """Only whom the post did not call before, at any time, and no more than one post may call.

    Whoever was called in the conversation since the post was written is not called by an edit of it. Nobody is, once
    it is closed or the author has left.
    """
    behind = mentions.behind_signs(body)
    if not behind:
        return
    thread = queries.thread_seen_by(actor, post.thread_public_id)
    if not policy.can_reply(thread):
        return
    names = queries.names_to_call(actor, thread.id)
    since = queries.called_since(actor, post)
    already = {each.member_id for each in since}.union(mentions.called(mentions.behind_signs(post.body), names))
    added = [each for each in mentions.called(behind, names) if each not in already]
    room = max(0, mentions.MOST_CALLED - sum(each.may_be_by_it for each in since))
    _tell_called(actor, thread, thread, spot=post.public_id, called=added[:room])


def take_back_post(post: PostToChange, called: list[int]) -> None:
    """The post, which called these, has gone."""
    count = queries.count_without(post, called)
    notifications.take_back_spot(
        post.thread_public_id, post.public_id, was_counted=count.was_counted, left=count.left, first=count.first
    )


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
    count_askers(community)


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


def count_askers(community: CommunitySeen) -> None:
    """What facilitators are told is who waits now; where nobody does, they need not be told."""
    for keeper in queries.doorkeepers_of(community.group_id):
        notifications.recount(
            keeper.member_id,
            What.ASKS_IN,
            about=community.public_id,
            how_many=keeper.how_many_ask,
            latest_id=keeper.latest_id,
        )


def people_called(actor: Actor, thread_id: int, body: str) -> list[int]:
    """Whom these words call in the conversation."""
    behind = mentions.behind_signs(body)
    return mentions.called(behind, queries.names_to_call(actor, thread_id)) if behind else []


def _tell_called(actor: Actor, setting: Setting, thread: Talk, *, spot: UUID, called: list[int]) -> list[int]:
    """Returns who was told: past the day's number nobody more is, and the words stay as they are."""
    if called:
        called = called[: max(0, policy.CALLS_A_DAY - queries.calls_of_today(actor))]
    for member_id in called:
        notifications.tell(member_id, What.MENTION, sender=actor, **_of_post(setting, thread, spot))
    return called


def _of_post(setting: Setting, thread: Talk, spot: UUID) -> OfPost:
    return {
        "about": thread.public_id,
        "group_id": setting.group_id,
        "spot": spot,
        "words": thread.title,
        "is_public": policy.may_be_in_letters(setting),
    }
