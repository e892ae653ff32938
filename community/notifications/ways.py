"""Where notices and letters lead: to things and people, to all notices, to what comes when, and to an end of it."""

from collections.abc import Iterable
from uuid import UUID

from community.notifications.models import Kind

CIRCLE, CONVERSATION = "/buddies/circles/{about}", "/conversations/{about}"
HELLOS, THAT_HELLO = "/buddies/hellos", "/buddies/hellos#hello-{about}"
PLACE, POST = "/communities/{about}", "/posts/{spot}"
GATHERING, REPORT, MY_REPORT = "/gatherings/{about}", "/care/{about}", "/reports/{about}"
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
