"""Letters that tell of notices, at once or as a summary: their words, the ways to stop them, and files for calendars.

What they tell of lies in the letter's `about`, put there by whoever posted it:
`{"member": public id, "kinds": [what a stop stops], "rhythm": "now" | "daily" | "weekly", "greeting": name,`
`"needs": […], "rest": […], "news": […], "events": […]}`. The first three lists hold `{"words", "path"}`
and perhaps `"button"`, the last
`{"uid", "sequence", "starts_at", "minutes", "title", "path", "is_off", "when"}`. Every path leads into this site.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from community.core import calendar
from community.mail import harmless, links
from community.settings import Settings

STOP = "stop letters"  # what the proof in a stopping link is for
HEADINGS = {"needs": "Waiting for you", "rest": "New for you", "news": "In your communities"}

_KIND = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class File:
    """A file that goes with a letter; `method` is what a calendar is to do with it."""

    name: str
    content: bytes
    method: str


@dataclass(frozen=True)
class Told:
    """What a template is given, and what goes on and into the envelope."""

    facts: dict[str, Any]
    headers: dict[str, str]
    files: tuple[File, ...]


def tell(about: Mapping[str, Any], to: str, *, made_at: datetime, settings: Settings) -> Told:
    """The parts of a letter about notices. Raises ValueError when a path leads anywhere but into this site."""
    site_url = settings.site_url.rstrip("/")
    lists = {heading: [_linked(line, site_url) for line in about.get(name, ())] for name, heading in HEADINGS.items()}
    events = [_linked(event, site_url) for event in about.get("events", ())]
    lines = [line for each in lists.values() for line in each]
    is_one_line = about["rhythm"] == "now" and len(lines) == 1
    stop_link = _stop_link(about, to, site_url)
    facts = {
        "greeting": harmless.words(about.get("greeting", "")),
        "rhythm": about["rhythm"],
        "title": _title(about["rhythm"], lines, settings.site_name),
        "sections": [] if is_one_line else [(heading, each) for heading, each in lists.items() if each],
        "events": events,
        "button": (lines[0].get("button", "Open it"), lines[0]["link"]) if is_one_line else _button(about, site_url),
        "stop_link": stop_link,
        "settings_link": f"{site_url}/notices/settings",
    }
    return Told(facts, _headers(stop_link, settings), _files(events, to, made_at, settings))


def _linked(line: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    said = {name: harmless.words(line[name]) for name in ("words", "title") if name in line}
    return {**line, **said, "link": links.into_the_site(site_url, line["path"])}


def _title(rhythm: str, lines: list[dict[str, Any]], site_name: str) -> str:
    """What the letter is called: one thing by its own sentence, several by their number, a summary by its time."""
    if rhythm != "now":
        return f"Your {'day' if rhythm == 'daily' else 'week'} at {site_name}"
    if len(lines) == 1:
        return str(lines[0]["words"])
    return f"{len(lines)} things for you at {site_name}"


def _button(about: Mapping[str, Any], site_url: str) -> tuple[str, str]:
    """The one button of a letter with several lines: to where all of them are."""
    if about.get("news") and not about.get("needs") and not about.get("rest"):
        return ("Go to your communities", f"{site_url}/communities")
    return ("See all your notices", f"{site_url}/notices")


def what_stops(kinds: str, to: str) -> str:
    """What a stopping link proves besides the member: whoever has another address now is not bound by old letters."""
    return f"{kinds} {to}"


def _stop_link(about: Mapping[str, Any], to: str, site_url: str) -> str:
    kinds = ".".join(sorted(about["kinds"]))
    if not all(_KIND.fullmatch(kind) for kind in about["kinds"]):
        raise ValueError("a kind of notice is a word")
    member = UUID(about["member"])
    return f"{site_url}/letters/stop/{member}/{kinds}/{links.proof(STOP, member, what_stops(kinds, to))}"


def _headers(stop_link: str, settings: Settings) -> dict[str, str]:
    host = urlsplit(settings.site_url).hostname
    return {
        "List-Id": f"<notices.{host}>",
        "List-Unsubscribe": f"<{stop_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _files(events: list[dict[str, Any]], to: str, made_at: datetime, settings: Settings) -> tuple[File, ...]:
    """One file for each meeting: a calendar takes one appointment from each.

    It names nobody, and says where to look for the place: others at work may see a calendar.
    """
    names = {"organiser": parseaddr(settings.mail_from)[1], "organiser_name": settings.site_name}
    files = []
    for number, facts in enumerate(events, 1):
        starts_at = datetime.fromisoformat(facts["starts_at"])
        event = calendar.Event(
            uid=calendar.uid_of(facts["uid"].partition("@")[0], settings.site_url),
            sequence=facts["sequence"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=facts["minutes"]),
            title=f"A conversation ({settings.site_name})",
            url=facts["link"],
            place=f"See your space on {settings.site_name}",
            is_off=facts["is_off"],
            changed_at=made_at,
        )
        content = calendar.invitation(event, attendee=to, **names)
        files.append(File(f"meeting-{number}.ics", content, "CANCEL" if event.is_off else "REQUEST"))
    return tuple(files)
