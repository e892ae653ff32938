"""What somebody says of a gathering: shapes that forms hand to actions."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class GatheringPlan:
    """What it is about, when and where; `starts_at` and `ends_at` are moments, `zone` the clock they were said by."""

    title: str
    body: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str = ""
    link: str = ""
    access: str = ""
    capacity: int | None = None
