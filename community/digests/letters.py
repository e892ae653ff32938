"""What a letter about notices holds: lines, and the meetings they speak of. Names, counts and titles that all may see.

Pure: whoever writes the letter has read the rest. What a member wrote never comes here.
"""

from collections.abc import Sequence
from typing import Any

from community.buddying.queries import MeetingFacts
from community.notifications import kinds, policy, wording
from community.notifications.models import Kind, Timing
from community.notifications.queries import Addressee, Pending
from community.practice.queries import NewsLine


def contents(
    to: Addressee,
    timing: Timing,
    pending: Sequence[Pending],
    *,
    news: Sequence[NewsLine] = (),
    meetings: Sequence[MeetingFacts] = (),
) -> dict[str, Any]:
    """All that the outbox keeps of the letter."""
    about = {notice.kind for notice in pending} | ({Kind.COMMUNITY} if news else set())
    return {
        "member": str(to.public_id),
        "kinds": sorted(about),
        "rhythm": timing.value,
        "greeting": to.name,
        "needs": [_line(notice, to.hours.zone) for notice in pending if policy.needs_me(notice.what)],
        "rest": [_line(notice, to.hours.zone) for notice in pending if not policy.needs_me(notice.what)],
        "news": [_news(line) for line in news],
        "events": [_event(meeting, to.hours.zone) for meeting in meetings],
    }


def _line(notice: Pending, zone: str) -> dict[str, str]:
    line = {"words": wording.sentence(notice, notice.who, in_letter=True, zone=zone), "path": wording.path(notice)}
    button = wording.button(notice)
    return line | {"button": button} if button else line


def _news(line: NewsLine) -> dict[str, str]:
    what = f"“{line.title}” in {line.community}" if line.is_public else "A conversation in one of your communities"
    return {"words": f"{what}: {line.how_many} new", "path": kinds.CONVERSATION.format(about=line.thread_id)}


def _event(meeting: MeetingFacts, zone: str) -> dict[str, Any]:
    return {
        "uid": str(meeting.meeting_id),
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "title": f"Meeting with {meeting.names}",
        "path": kinds.CIRCLE.format(about=meeting.circle_id),
        "is_off": meeting.is_off,
        "when": wording.moment(meeting.starts_at, zone),
    }
