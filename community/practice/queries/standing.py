"""Where a reader stands towards the community that a page is about, or stands in: what every policy asks first."""

from dataclasses import dataclass
from datetime import datetime

from community.belonging.models import BelongingState, GroupRole
from community.practice.models import Community, Level
from community.practice.queries import marks
from community.practice.queries.marks import mine

# Named as the fields. Wants `mine` and CommunityMark outer-joined in the statement.
COLUMNS = (
    Community.group_id,
    Community.level,
    Community.is_safe_space,
    Community.archived_at,
    marks.HAS_AGREED.label("has_agreed"),
    mine.state,
    mine.role,
)


@dataclass(frozen=True)
class Standing:
    """The beginning of a CommunitySeen, a ThreadSeen and a GatheringSeen."""

    group_id: int
    level: Level
    is_safe_space: bool
    archived_at: datetime | None
    has_agreed: bool
    state: BelongingState | None
    role: GroupRole | None

    @property
    def is_member(self) -> bool:
        return self.state == BelongingState.IN

    @property
    def is_facilitator(self) -> bool:
        return self.is_member and self.role == GroupRole.FACILITATOR

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
