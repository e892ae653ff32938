"""What members said in a form, as plain values: forms make them, actions take them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from community.buddying.models import MeetingHow


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody said they would do: `owner` is their public id."""

    words: str
    owner: UUID
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """When and how to meet. `seen` is the revision of the plan the member had before their eyes; 0 is none."""

    starts_at: datetime
    how: MeetingHow
    where: str
    seen: int
