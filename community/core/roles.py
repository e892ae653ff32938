"""Who is acting: the roles of the house and the small record of a signed-in member that is handed around."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What somebody is for the whole place. Who looks after one community stands in its group."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class MemberState(StrEnum):
    """How far somebody has come: still joining, a member, kept out for a time, or gone."""

    JOINING = "joining"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in member of this request: facts only, detached from any session, always the first argument."""

    id: int
    public_id: UUID
    name: str
    role: Role
    state: MemberState
    session_hash: bytes
    is_remembered: bool = False

    @property
    def is_onboarded(self) -> bool:
        return self.state is MemberState.ACTIVE

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR and self.is_onboarded
