"""Appointments as files that calendars read (RFC 5545 and 5546): to download, or to send as an invitation.

One appointment keeps its `uid` for life, and its `sequence` grows with every change: so a later file moves or removes
what an earlier one put into a calendar, and an old file that arrives late changes nothing. All times are written in
UTC, which no clock change moves and which needs no description of time zones.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from uuid import UUID

import icalendar

from community.core.text import clean_line

MAKER = "-//Even Ground//Appointments//EN"
MEDIA_TYPE = "text/calendar"

_NEVER = r"\s\x00-\x20\x7f-\x9f\ud800-\udfff"
_WORD = re.compile(rf"[^{_NEVER}]+")
_PART = rf"[^{_NEVER}\"<>()\[\],;:\\@]+"
_ADDRESS = re.compile(f"{_PART}@{_PART}")


@dataclass(frozen=True)
class Event:
    """An appointment as it stands now; `is_tentative` where whoever gets the file may yet not be there.

    Title and place are one line each: line breaks in them become spaces.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    url: str
    place: str = ""
    is_off: bool = False
    is_tentative: bool = False
    changed_at: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        """Raises ValueError for a time without a zone, and for an id or address that is not one word."""
        if any(time.utcoffset() is None for time in (self.starts_at, self.ends_at, self.changed_at)):
            raise ValueError("a time without a zone")
        if not _WORD.fullmatch(self.uid) or not _WORD.fullmatch(self.url):
            raise ValueError("an appointment's id and address are one word each")


def uid_of(thing: UUID | str, site_url: str) -> str:
    """The id for life of the appointment about this thing, alike wherever its file is written."""
    return f"{thing}@{urlsplit(site_url).hostname}"


def published(event: Event) -> bytes:
    """A file to download: it asks nobody for an answer. Of what is off, it takes out what an earlier one put in."""
    return _file("CANCEL" if event.is_off else "PUBLISH", _body(event))


def invitation(event: Event, *, organiser: str, attendee: str, organiser_name: str = "") -> bytes:
    """A file to send to `attendee`: it puts the appointment there, moves it, or (when it is off) takes it away.

    Raises ValueError for what is not a plain mail address. No answer is asked for: nobody reads the organiser's post.
    """
    body = _body(event)
    body.add("organizer", _person(organiser, CN=clean_line(organiser_name).replace('"', "’")))
    body.add("attendee", _person(attendee, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", RSVP="FALSE"))
    return _file("CANCEL" if event.is_off else "REQUEST", body)


def _file(method: str, body: icalendar.Event) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(body)
    return bytes(calendar.to_ical())


def _body(event: Event) -> icalendar.Event:
    body = icalendar.Event()
    body.add("uid", event.uid)
    body.add("dtstamp", event.changed_at.astimezone(UTC))
    body.add("dtstart", event.starts_at.astimezone(UTC))
    body.add("dtend", event.ends_at.astimezone(UTC))
    body.add("sequence", event.sequence)
    body.add("status", "CANCELLED" if event.is_off else "TENTATIVE" if event.is_tentative else "CONFIRMED")
    body.add("class", "PRIVATE")
    body.add("summary", clean_line(event.title))
    if event.place:
        body.add("location", clean_line(event.place))
    body.add("url", event.url)
    return body


def _person(address: str, **parameters: str) -> icalendar.vCalAddress:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not a plain mail address")
    person = icalendar.vCalAddress("mailto:" + quote(address, safe="@+!$'*/=^_`{|}~-."))
    person.params.update({name: value for name, value in parameters.items() if value})
    return person
