"""What a summary says of communities, and the meetings that a letter speaks of. It asks rooms, not tables."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from community.buddying import queries as buddying
from community.buddying.queries import MeetingFacts
from community.core import clock
from community.notifications import queries as notices
from community.notifications.models import Kind, Timing
from community.notifications.queries import Addressee, Pending
from community.practice.queries import GatheringFacts, NewsLine, gathering_for_calendar, news_for

MOST_NEWS = 10
SETTLES = timedelta(minutes=1)


def news_in(to: Addressee, timing: Timing, until: datetime) -> list[NewsLine]:
    """What is new in the member's communities and no notice has spoken of, if this is the summary that says so."""
    if to.community is not timing or until <= to.news_told_to:
        return []
    news = news_for(to.member_id, since=to.news_told_to, until=until, limit=2 * MOST_NEWS)
    known = notices.spoken_of(to.member_id, to.news_told_to) if news else set()
    return [line for line in news if line.thread_id not in known][:MOST_NEWS]


def told_to(to: Addressee, timing: Timing, until: datetime) -> datetime | None:
    """How far this summary brings the telling of news; None when another one does that.

    To whom news comes at once or never, the weekly one passes it over, so that nothing old waits for a change of mind.
    """
    is_told_here = to.community is timing
    is_passed_over = timing is Timing.WEEKLY and to.community in (Timing.NOW, Timing.NEVER)
    return max(until, to.news_told_to) if is_told_here or is_passed_over else None


def meetings_in(to: Addressee, pending: Sequence[Pending]) -> Iterator[MeetingFacts]:
    """The meetings still to come that these notices speak of, each once. The end of a circle takes one out too."""
    spots = [notice.spot for notice in pending if notice.kind in (Kind.MEETING, Kind.CIRCLE)]
    for meeting_id in dict.fromkeys(spots):
        meeting = buddying.meeting_for_calendar(to.member_id, meeting_id) if meeting_id else None
        if meeting is not None and meeting.starts_at > clock.now():
            yield meeting


def gatherings_in(to: Addressee, pending: Sequence[Pending]) -> Iterator[GatheringFacts]:
    """The gatherings still to come that these notices speak of, and the member comes to, each once."""
    spoken_of = [notice.about for notice in pending if notice.kind is Kind.GATHERING]
    for gathering_id in dict.fromkeys(spoken_of):
        gathering = gathering_for_calendar(to.member_id, gathering_id)
        if gathering is not None and gathering.starts_at > clock.now():
            yield gathering
