"""What a letter about notices holds: lines, and the meetings they speak of. Names, counts and titles that all may see.

Pure: whoever writes the letter has read the rest. What a member wrote never comes here.
"""

from collections.abc import Sequence
from typing import Any

from community.buddying.queries import MeetingFacts
from community.notifications import policy, ways, wording
from community.notifications.models import Kind, Timing
from community.notifications.queries import Addressee, Pending
from community.practice.queries import GatheringFacts, NewsLine


def contents(
    to: Addressee,
    timing: Timing,
    pending: Sequence[Pending],
    *,
    news: Sequence[NewsLine] = (),
    meetings: Sequence[MeetingFacts] = (),
    gatherings: Sequence[GatheringFacts] = (),
) -> dict[str, Any]:
    """All that the outbox keeps of the letter."""
    zone = to.hours.zone
    said = {
        "Waiting for you": [_line(notice, zone) for notice in pending if policy.needs_me(notice.what)],
        "New for you": [_line(notice, zone) for notice in pending if not policy.needs_me(notice.what)],
        "In your communities": [_news(line) for line in news],
    }
    about = {notice.kind for notice in pending} | ({Kind.COMMUNITY} if news else set())
    is_one_thing = timing is Timing.NOW and len(pending) == 1
    return {
        "rhythm": timing.value,
        "greeting": to.name,
        **(_one_thing(pending[0], zone) if is_one_thing else _several(timing, len(pending))),
        **({} if pending else {"button": {"words": "Go to your communities", "path": ways.COMMUNITIES}}),
        "sections": [
            {"heading": heading, "lines": lines} for heading, lines in said.items() if lines and not is_one_thing
        ],
        "events": [
            *(_event(meeting, zone) for meeting in meetings),
            *(_gathering(each, zone) for each in gatherings),
        ],
        "settings": ways.SETTINGS,
        "stop": ways.stop(to.public_id, about),
    }


def _one_thing(notice: Pending, zone: str) -> dict[str, Any]:
    """A letter called by what it says, with a button to that very thing."""
    line = _line(notice, zone)
    button = {"words": wording.button(notice) or "Open it", "path": line["path"]}
    return {"title": line["words"], "names_site": False, "button": button}


def _several(timing: Timing, how_many: int) -> dict[str, Any]:
    """A letter called by the number of things, or by the time that it sums up, with a button to where all are."""
    titles = {Timing.DAILY: "Your day", Timing.WEEKLY: "Your week"}
    title = titles.get(timing, f"{how_many} things for you")
    return {"title": title, "names_site": True, "button": {"words": "See all your notices", "path": ways.TRAY}}


def _line(notice: Pending, zone: str) -> dict[str, str]:
    return {"words": wording.sentence(notice, notice.who, in_letter=True, zone=zone), "path": wording.path(notice)}


def _news(line: NewsLine) -> dict[str, str]:
    what = f"“{line.title}” in {line.community}" if line.is_public else "A conversation in one of your communities"
    return {"words": f"{what}: {line.how_many} new", "path": ways.CONVERSATION.format(about=line.thread_id)}


def _event(meeting: MeetingFacts, zone: str) -> dict[str, Any]:
    return {
        "uid": str(meeting.meeting_id),
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "title": f"Meeting with {meeting.names}",
        "path": ways.CIRCLE.format(about=meeting.circle_id),
        "is_off": meeting.is_off,
        "when": wording.moment(meeting.starts_at, zone),
    }


def _gathering(gathering: GatheringFacts, zone: str) -> dict[str, Any]:
    """Without its title: whether that may stand in letters, its line has decided."""
    return {
        "uid": str(gathering.gathering_id),
        "sequence": gathering.sequence,
        "starts_at": gathering.starts_at.isoformat(),
        "minutes": gathering.minutes,
        "title": "A gathering",
        "path": ways.GATHERING.format(about=gathering.gathering_id),
        "is_off": gathering.is_off,
        "when": wording.moment(gathering.starts_at, zone),
        "is_gathering": True,
    }
