"""Coming in, and what one hears and sees there. Who reads: `queries.readers`."""

from community.practice.models import Level
from community.practice.policy.judged import Door, Place, Setting

SAFE_SPACE = "Use what you learn; never say who said it. Safety or the law may oblige us to share."


def can_come_in(community: Door) -> bool:
    """Whoever was shown out lately cannot; and nobody comes into what has ended."""
    return not community.is_member and not community.is_archived and not community.is_kept_out


def can_join(community: Door) -> bool:
    """Come in at once."""
    return community.level is Level.OPEN and can_come_in(community)


def can_ask(community: Door) -> bool:
    """Ask the facilitators to be let in."""
    return community.level is Level.ASK and can_come_in(community) and not community.has_asked


def can_leave(community: Door) -> bool:
    return community.is_member or community.has_asked


def can_see_people(community: Place) -> bool:
    """See who is in it, as far as one finds them: whoever is in it too. To others it says nothing of anybody."""
    return community.is_member


def can_hear(place: Place) -> bool:
    """Choose what to be told about a community or a conversation in it."""
    return place.is_member


def may_be_in_letters(setting: Setting) -> bool:
    """Titles and the name of a community leave the site by mail only where every member may read them anyway."""
    return setting.level is Level.OPEN and not setting.is_safe_space and not setting.is_for_members
