"""What is judged: of each thing, what the sentences about it ask."""

from datetime import datetime
from typing import Protocol

from community.practice.models import Level


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


class Asked(Conversation, Protocol):
    @property
    def is_mine(self) -> bool: ...
    @property
    def is_question(self) -> bool: ...


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
