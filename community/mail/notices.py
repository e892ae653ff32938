"""Letters that tell of notices, at once or as a summary: their links, the way to stop them, and files for calendars.

What they say lies in the letter's `about`, put there by whoever posted it: `{"rhythm": "now" | "daily" | "weekly",`
`"greeting": name, "title": words, "names_site": bool, "sections": [{"heading", "lines": [{"words", "path"}]}],`
`"button": {"words", "path"}, "events": [{"uid", "sequence", "starts_at", "minutes", "title", "path", "is_off",`
`"when", "is_gathering"?}], "settings": path, "stop": {"path", "purpose", "row", "what"}}`.
Every path leads into this site.
"""

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
    events = [_linked(event, site_url) for event in about["events"]]
    title = harmless.words(about["title"])
    button = _linked(about["button"], site_url)
    stop_link = _stop_link(about["stop"], to, site_url)
    facts = {
        "greeting": harmless.words(about["greeting"]),
        "rhythm": about["rhythm"],
        "title": f"{title} at {settings.site_name}" if about["names_site"] else title,
        "sections": [
            (section["heading"], [_linked(line, site_url) for line in section["lines"]])
            for section in about["sections"]
        ],
        "events": events,
        "events_title": _called(events),
        "button": (button["words"], button["link"]),
        "stop_link": stop_link,
        "settings_link": links.into_the_site(site_url, about["settings"]),
    }
    return Told(facts, _headers(stop_link, settings), _files(events, to, made_at, settings))


def _called(events: list[dict[str, Any]]) -> str:
    """What the appointments of a letter are, in a heading; empty where there are none."""
    words = []
    for kind in ("meeting", "gathering"):
        number = sum(_is_gathering(event) == (kind == "gathering") for event in events)
        words += [f"{kind}s" if number > 1 else kind] * bool(number)
    return f"Your {' and '.join(words)}" if words else ""


def _is_gathering(event: Mapping[str, Any]) -> bool:
    return bool(event.get("is_gathering", False))


def _linked(line: Mapping[str, Any], site_url: str) -> dict[str, Any]:
    said = {name: harmless.words(line[name]) for name in ("words", "title") if name in line}
    return {**line, **said, "link": links.into_the_site(site_url, line["path"])}


def _stop_link(stop: Mapping[str, str], to: str, site_url: str) -> str:
    """Where letters like this one are stopped, with a proof for whoever has this address."""
    proof = links.proof(stop["purpose"], UUID(stop["row"]), links.bound_to(to, stop["what"]))
    return links.into_the_site(site_url, f"{stop['path']}/{proof}")


def _headers(stop_link: str, settings: Settings) -> dict[str, str]:
    host = urlsplit(settings.site_url).hostname
    return {
        "List-Id": f"<notices.{host}>",
        "List-Unsubscribe": f"<{stop_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _files(events: list[dict[str, Any]], to: str, made_at: datetime, settings: Settings) -> tuple[File, ...]:
    """One file for each meeting and gathering: a calendar takes one appointment from each.

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
            title=f"A {'gathering' if _is_gathering(facts) else 'conversation'} ({settings.site_name})",
            url=facts["link"],
            place=f"See {'its page' if _is_gathering(facts) else 'your space'} on {settings.site_name}",
            is_off=facts["is_off"],
            changed_at=made_at,
        )
        content = calendar.invitation(event, attendee=to, **names)
        files.append(File(f"meeting-{number}.ics", content, "CANCEL" if event.is_off else "REQUEST"))
    return tuple(files)
