"""What holds of a notice by its words alone."""

from community.notifications.models import What
from community.notifications.whats import WHATS


def can_be_counted(what: What) -> bool:
    """Several of these are one line with a number. Of all others the latest is what counts."""
    return bool(WHATS[what].many)


def needs_me(what: What) -> bool:
    """It waits for its reader to do something."""
    return WHATS[what].needs_me
