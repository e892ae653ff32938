"""A gathering as one member sees it, whole and as a row of a list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup

from community.core import clock
from community.core.text import COUNTED_FROM
from community.notifications.hours import zone_called
from community.practice import when
from community.practice.models import Coming
from community.practice.queries import readers
from community.practice.queries.standing import Standing


def places_in_words(capacity: int | None) -> str:
    """'12 places'; nothing where as many as like can come."""
    if not capacity:
        return ""
    return "1 place" if capacity == 1 else f"{capacity:,} places"


@dataclass(frozen=True)
class GatheringSeen(Standing):
    """`maker` and `noter`: a name, and the id to link to. Pages show `place` and `link` only if `shows_place`."""

    id: int
    public_id: UUID
    title: str
    body: str
    html: Markup
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str
    access: str
    capacity: int | None
    is_for_members: bool
    sequence: int
    version: int
    off_at: datetime | None
    hidden_at: datetime | None
    note: str
    note_html: Markup
    noted_at: datetime | None
    is_mine: bool
    maker: tuple[str, UUID | None]
    noter: tuple[str, UUID | None]
    thread_id: UUID | None
    community_id: int
    community_public_id: UUID
    community_name: str
    coming: Coming | None
    needs: str
    seats_taken: int
    how_many_wait: int
    ahead_of_me: int
    how_many_read: int
    told_at: datetime | None
    my_zone: str

    @property
    def is_off(self) -> bool:
        return self.off_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.seats_taken >= self.capacity

    @property
    def places(self) -> str:
        """'12 places, 8 free'; few who come are counted out to members alone, few who wait to who prepares it."""
        if self.capacity is None or self.is_off or self.is_over:
            return places_in_words(self.capacity)
        if not self.is_member and self.seats_taken < COUNTED_FROM:
            few = "" if self.capacity < COUNTED_FROM else f"under {COUNTED_FROM} taken"
            return ", ".join(filter(None, (places_in_words(self.capacity), few)))
        free = self.capacity - self.seats_taken
        told = [f"{free} free"] if free > 0 else ["all taken", self._waiting]
        return ", ".join(filter(None, (places_in_words(self.capacity), *told)))

    @property
    def _waiting(self) -> str:
        if not self.how_many_wait:
            return ""
        prepares = self.is_member and (self.is_mine or self.is_facilitator)
        if prepares or self.how_many_wait >= COUNTED_FROM:
            return f"{self.how_many_wait} {'waits' if self.how_many_wait == 1 else 'wait'}"
        return f"under {COUNTED_FROM} wait"

    @property
    def comes(self) -> bool:
        return self.coming is Coming.YES

    @property
    def waits(self) -> bool:
        return self.coming is Coming.WAITING

    @property
    def shows_place(self) -> bool:
        """To those who come, to whoever planned it, and to those who look after the community; all of them members."""
        return self.is_member and (self.comes or self.is_mine or self.is_facilitator)

    @property
    def when(self) -> str:
        return when.span(self.starts_at, self.ends_at, self.zone)

    @property
    def when_for_me(self) -> str:
        """The same by the reader's own clock; empty where both show the same."""
        mine, theirs = (self.starts_at.astimezone(zone_called(each)) for each in (self.my_zone, self.zone))
        is_same = mine.utcoffset() == theirs.utcoffset()
        return "" if is_same else when.span(self.starts_at, self.ends_at, self.my_zone)

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read, is_for_members=self.is_for_members)


class GatheringRow(NamedTuple):
    """A gathering in a list, and what this member has answered."""

    public_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    off_at: datetime | None
    noted_at: datetime | None
    capacity: int | None
    coming: Coming | None
    seats_taken: int
    community_name: str
    my_zone: str

    @property
    def is_off(self) -> bool:
        return self.off_at is not None

    @property
    def is_full(self) -> bool:
        """Lists are read by those outside too: of a gathering for few, they do not count out who comes."""
        return self.capacity is not None and self.seats_taken >= max(self.capacity, COUNTED_FROM)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_note(self) -> bool:
        return self.noted_at is not None

    @property
    def when(self) -> str:
        return when.span(self.starts_at, self.ends_at, self.zone)

    @property
    def on(self) -> date:
        """Its day by the reader's own clock."""
        return self.starts_at.astimezone(zone_called(self.my_zone)).date()

    @property
    def at(self) -> str:
        return f"{self.starts_at.astimezone(zone_called(self.my_zone)):%H:%M}"
