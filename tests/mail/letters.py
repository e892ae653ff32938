"""One letter of each sort, as it lies in the outbox."""

from typing import Any
from uuid import UUID

from community.core import chance, clock
from community.mail.models import LetterState
from community.mail.queries import Posted

TO = "comfort@example.org"
MEMBER = UUID("0f2b8c1e-5d5e-4d7a-9b67-7a1f5c3e2d10")
CIRCLE = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
HEADINGS = {"needs": "Waiting for you", "rest": "New for you", "news": "In your communities"}
TO_ALL = {"words": "See all your notices", "path": "/notices"}
LONG_TITLE = "How do you keep families in the picture when discharge is moved forward at a day’s notice?"

MEETING: dict[str, Any] = {
    "uid": str(CIRCLE),
    "sequence": 1,
    "starts_at": "2026-12-02T18:00:00+00:00",
    "minutes": 45,
    "title": "Meeting with Nadia and Gareth",
    "path": f"/buddies/circles/{CIRCLE}",
    "is_off": False,
    "when": "Wednesday 2 December, 18:00",
}
HELLO = {"words": "Hassan says hello", "path": "/buddies/hellos"}
MESSAGES = {"words": "3 messages, the latest from Gareth", "path": f"/buddies/circles/{CIRCLE}"}
MOVED = {"words": "Nadia moved your meeting", "path": f"/buddies/circles/{CIRCLE}"}
ANSWER = {"words": f"Denise answered in “{LONG_TITLE}”", "path": f"/posts/{CIRCLE}"}
NEWS = {"words": f"“{LONG_TITLE}” in Discharge and flow: 4 new", "path": f"/conversations/{CIRCLE}"}
QUIET_NEWS = {"words": "A conversation in one of your communities: 2 new", "path": f"/conversations/{MEMBER}"}


def about(
    rhythm: str, kinds: str = "hello.message", *, greeting: str = "Comfort", **parts: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the outbox keeps of a letter about notices: of one thing that thing itself, of several a list of them."""
    lines = [*parts.get("needs", ()), *parts.get("rest", ()), *parts.get("news", ())]
    is_one = rhythm == "now" and len(lines) == 1
    several = {"daily": "Your day", "weekly": "Your week"}.get(rhythm, f"{len(lines)} things for you")
    return {
        "rhythm": rhythm,
        "greeting": greeting,
        "title": lines[0]["words"] if is_one else several,
        "names_site": not is_one,
        "button": {"words": "Open it", "path": lines[0]["path"]} if is_one else TO_ALL,
        "sections": []
        if is_one
        else [{"heading": HEADINGS[each], "lines": parts[each]} for each in HEADINGS if each in parts],
        "events": parts.get("events", []),
        "settings": "/notices/settings",
        "stop": {
            "path": f"/letters/stop/{MEMBER}/{kinds}",
            "purpose": "stop letters",
            "row": str(MEMBER),
            "what": kinds,
        },
    }


def proving(purpose: str) -> dict[str, Any]:
    return {"link_id": str(CIRCLE), "purpose": purpose, "path": f"/{purpose}"}


SECURITY: dict[str, dict[str, Any]] = {
    "join": proving("join"),
    "already_member": {},
    "reset": proving("reset"),
    "no_account": {},
    "password_changed": {},
    "address": proving("address"),
    "address_changed": {"words": "One of its two addresses was taken away."},
    "address_removed": {**proving("address_back"), "words": "It was taken away just now."},
}
ONE = about("now", needs=[MESSAGES])
SEVERAL = about("now", needs=[HELLO, MESSAGES], rest=[MOVED], events=[MEETING])
OFF = about("now", rest=[{**MOVED, "words": "Nadia called your meeting off"}], events=[{**MEETING, "is_off": True}])
DAY = about("daily", "community", news=[NEWS])
WEEK = about("weekly", "answer.community", needs=[HELLO], rest=[ANSWER], news=[NEWS, QUIET_NEWS])

LETTERS: dict[str, tuple[str, dict[str, Any]]] = {
    **{kind: (kind, facts) for kind, facts in SECURITY.items()},
    "one notice": ("notices", ONE),
    "several notices": ("notices", SEVERAL),
    "a meeting called off": ("notices", OFF),
    "a day": ("digest", DAY),
    "a week": ("digest", WEEK),
}


def posted(kind: str, facts: dict[str, Any], to: str = TO) -> Posted:
    return Posted(chance.new_id(), kind, to, facts, LetterState.WAITING, 0, clock.now())
