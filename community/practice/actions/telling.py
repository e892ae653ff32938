"""Who is told what: an act of this room, turned into notices. One notice of a post for one member."""

from collections.abc import Collection
from itertools import islice
from typing import NamedTuple, Protocol, TypedDict
from uuid import UUID

from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import Kind, What
from community.practice import mentions, policy, queries
from community.practice.models import Level
from community.practice.queries import CommunitySeen, PostToChange, Reader, ThreadSeen
from community.practice.queries.hearing import kept_from_author


class Called(NamedTuple):
    """Whom the words of a post call, in order, and which of its names fit nobody, or several.

    Among them are those who want to hear nothing of the conversation: they are not told, and nobody is shown which
    they are. `is_cut`: the post called more people than a day allows, and these are those that it did.
    """

    people: dict[int, Reader]
    unknown: list[str]
    is_cut: bool = False

    @property
    def to_tell(self) -> list[int]:
        return [member_id for member_id, reader in self.people.items() if reader.hears]


NOBODY = Called({}, [])

# All that is told of a conversation and its posts, but for what its author or reporter hears of care.
_OF_ONE_POST = (What.HELPED, What.HELP_WANTED, What.WAITS_A_DAY, What.WAITS_FOR_ME)
OF_A_CONVERSATION = (
    *(What.ANSWER, What.MENTION, What.REPLY, What.CONVERSATION, What.TAKEN_UP, What.THREAD_MOVED),
    *_OF_ONE_POST,
)


class OfPost(TypedDict):
    """What every notice of a post says, whoever is told of it."""

    about: UUID
    group_id: int
    spot: UUID
    words: str
    is_public: bool


class Setting(Protocol):
    """The community or conversation that something happens in: a CommunitySeen or a ThreadSeen."""

    @property
    def group_id(self) -> int: ...
    @property
    def level(self) -> Level: ...
    @property
    def is_safe_space(self) -> bool: ...
    @property
    def is_for_members(self) -> bool: ...


class Talk(Protocol):
    """A conversation: a Thread or a ThreadSeen."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> UUID: ...
    @property
    def title(self) -> str: ...


def tell_of_reply(actor: Actor, thread: ThreadSeen, spot: UUID, called: Called) -> Called:
    """Whoever is called in it; then who began the conversation; then who hears of every reply."""
    called = _tell_called(actor, thread, thread, spot=spot, called=called)
    told = called.to_tell
    author = queries.author_to_tell(actor, thread.id)
    if author is not None and author not in told:
        notifications.tell(author, What.ANSWER, sender=actor, **_of_post(thread, thread, spot))
        told.append(author)
    notifications.tell_listeners(
        What.REPLY,
        sender=actor,
        inside=thread.community_public_id,
        besides=[*told, *kept_from_author(thread.id)],
        **_of_post(thread, thread, spot),
    )
    return called


def tell_of_conversation(actor: Actor, community: CommunitySeen, thread: Talk, *, spot: UUID, called: Called) -> Called:
    """Whoever is called in its first post; then who hears of everything in the community."""
    called = _tell_called(actor, community, thread, spot=spot, called=called)
    notifications.tell_listeners(
        What.CONVERSATION,
        sender=actor,
        inside=community.public_id,
        besides=called.to_tell,
        **_of_post(community, thread, spot),
    )
    return called


def tell_of_edit(actor: Actor, post: PostToChange, body: str) -> Called:
    """Only whom the post did not call before, at any time, and no more than one post may call.

    Whoever was called in the conversation since the post was written is not called by an edit of it. Nobody is, once
    it is closed or the author has left.
    """
    behind = mentions.behind_signs(body)
    if not behind:
        return NOBODY
    thread = queries.thread_seen_by(actor, post.thread_public_id)
    if post.is_hidden or not policy.can_reply(thread):
        return NOBODY
    readers = queries.readers_to_call(actor, thread.id)
    before, now = _called(actor, mentions.behind_signs(post.body), readers), _called(actor, behind, readers)
    since = queries.called_since(actor, post)
    already = {each.member_id for each in since} | before.people.keys()
    room = max(0, mentions.MOST_CALLED - sum(each.may_be_by_it for each in since))
    added = dict(islice(((each, who) for each, who in now.people.items() if each not in already), room))
    new = [name for name in now.unknown if name not in before.unknown]
    return _tell_called(actor, thread, thread, spot=post.public_id, called=Called(added, new))


def take_back_post(post: PostToChange, called: list[int]) -> None:
    """The post, which called these, has gone."""
    count = queries.count_without(post, called)
    notifications.take_back(post.thread_public_id, spot=post.public_id, whats=_OF_ONE_POST)
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


def people_called(actor: Actor, thread_id: int, body: str) -> Called:
    """Whom these words call in the conversation."""
    behind = mentions.behind_signs(body)
    return _called(actor, behind, queries.readers_to_call(actor, thread_id)) if behind else NOBODY


def _called(actor: Actor, behind: Collection[str], readers: dict[int, Reader]) -> Called:
    """One's own name calls nobody, and is not unknown either."""
    found = mentions.look_up(behind, {member_id: reader.name for member_id, reader in readers.items()})
    mine = {actor.id: actor.name}
    unknown = [name for name in found.unknown if not mentions.called([name], mine)]
    return Called({each: readers[each] for each in found.members}, unknown)


def _tell_called(actor: Actor, setting: Setting, thread: Talk, *, spot: UUID, called: Called) -> Called:
    """Returns whom it calls: past the day's number nobody more is, and the words stay as they are."""
    if not called.people:
        return called
    room = max(0, policy.CALLS_A_DAY - queries.calls_of_today(actor))
    called = Called(dict(islice(called.people.items(), room)), called.unknown, len(called.people) > room)
    for member_id in called.to_tell:
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
