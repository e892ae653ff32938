"""Gatherings: who plans, comes, prepares and writes down what was learned."""

from community.practice.policy.judged import Gathered, Living
from community.practice.policy.writing import can_post

WHO_SEES_THE_PLACE = "Members of this community who come, who planned it or who look after the community see this."
WHO_SEES_NEEDS = "Only you see this, and those members who planned it or look after this community."


def can_plan(community: Living) -> bool:
    """Plan a gathering: whoever may begin a conversation."""
    return can_post(community)


def can_come(gathering: Gathered) -> bool:
    """Say whether one comes; until it is over."""
    return gathering.is_member and not (gathering.is_archived or gathering.is_off or gathering.is_over)


def prepares(gathering: Gathered) -> bool:
    """Reads what those who come need, and where it is: whoever planned it, or looks after the community."""
    return gathering.is_member and (gathering.is_mine or gathering.is_facilitator)


def can_change_gathering(gathering: Gathered) -> bool:
    """Move it, or call it off."""
    return prepares(gathering) and can_come(gathering) and gathering.has_agreed


def can_write_note(gathering: Gathered) -> bool:
    """Write down what was learned, once it has begun: whoever prepared it, or came."""
    took_part = prepares(gathering) or (gathering.is_member and gathering.comes)
    is_there = gathering.has_begun and not (gathering.is_off or gathering.is_archived)
    return took_part and is_there and gathering.has_agreed
