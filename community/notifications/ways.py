"""Where letters lead besides the things that they tell of: to all notices, to what comes when, and to an end."""

from collections.abc import Iterable
from uuid import UUID

from community.notifications.models import Kind

TRAY, SETTINGS, COMMUNITIES = "/notices", "/notices/settings", "/communities"
STOP = "stop letters"  # what the proof in a stopping link is for


def named(kinds: Iterable[Kind]) -> str:
    """The kinds as a stopping link names them, in whatever order they came."""
    return ".".join(sorted(kinds))


def stop(member: UUID, kinds: Iterable[Kind]) -> dict[str, str]:
    """The way to stop letters of these kinds, for the letter: mail adds the proof when it writes it."""
    return {
        "path": f"/letters/stop/{member}/{named(kinds)}",
        "purpose": STOP,
        "row": str(member),
        "what": named(kinds),
    }
