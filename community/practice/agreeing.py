"""What is always part of an agreement: in a safe space, the sentence that makes it one."""

from community.practice import policy
from community.practice.models import LONGEST_AGREEMENT

NO_ROOM = (
    f"Use at most {LONGEST_AGREEMENT - len(policy.SAFE_SPACE) - 1:,} characters: "
    "in a safe space its own sentence is added to them."
)


def with_its_sentence(agreement: str, *, is_safe_space: bool) -> str:
    """The agreement, in a safe space with its sentence on a line of its own."""
    is_missing = policy.SAFE_SPACE not in [line.strip() for line in agreement.splitlines()]
    return f"{policy.SAFE_SPACE}\n{agreement}" if is_safe_space and is_missing else agreement


def has_room(agreement: str, *, is_safe_space: bool) -> bool:
    """Whether it is not too long, with all that is part of it."""
    return len(with_its_sentence(agreement, is_safe_space=is_safe_space)) <= LONGEST_AGREEMENT
