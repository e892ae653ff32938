"""How often letters may come, and when: chosen on the page, or stopped from a letter."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, update

from community.core import clock
from community.core.database import db, upsert
from community.core.errors import Invalid, NotFound
from community.core.roles import Actor
from community.notifications import queries
from community.notifications.hours import BETWEEN_LETTERS, USUAL, Hours, zones
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, LetterTimes, Notice, Preference, Timing

SUMMED_UP = {Timing.DAILY, Timing.WEEKLY}
USUAL_TIMINGS = {kind: words.timing for kind, words in KINDS.items()}


def begin(member_id: int) -> None:
    """Letters may come from now on, at the usual hours. A second time changes nothing."""
    now = clock.now()
    started = upsert(LetterTimes).values(
        member_id=member_id,
        zone=USUAL.zone,
        from_hour=USUAL.from_hour,
        to_hour=USUAL.to_hour,
        weekday=USUAL.weekday,
        next_daily_at=USUAL.next_daily(now),
        next_weekly_at=USUAL.next_weekly(now),
        news_told_to=now,
    )
    db.session.execute(started.on_conflict_do_nothing())


def set_timings(actor: Actor, timings: Mapping[Kind, Timing]) -> None:
    """How soon letters speak of these kinds from now on: also of what waits, unread, for the next letter."""
    _set_timings(actor.id, timings)


def set_times(actor: Actor, *, zone: str, from_hour: int, to_hour: int, weekday: int) -> None:
    """When letters may come, by which clock. Raises Invalid for a zone that there is not."""
    if zone not in zones():
        raise Invalid("Choose a time zone from the list.", "zone")
    begin(actor.id)
    times = db.session.get_one(LetterTimes, actor.id)
    chosen = Hours(zone, from_hour, to_hour, weekday)
    if chosen == Hours(times.zone, times.from_hour, times.to_hour, times.weekday):
        return  # what is due stays due
    now = clock.now()
    times.zone, times.from_hour, times.to_hour, times.weekday = zone, from_hour, to_hour, weekday
    times.next_daily_at, times.next_weekly_at = chosen.next_daily(now), chosen.next_weekly(now)
    if times.next_now_at is not None:
        # It waits for the hours, or until an hour has passed since the last one: that much it goes on waiting.
        times.next_now_at = chosen.opens_at(min(times.next_now_at, now + BETWEEN_LETTERS))


def stop_all(actor: Actor) -> None:
    """No letters at all, but about the safety of the account."""
    _set_timings(actor.id, dict.fromkeys(Kind, Timing.NEVER))


def back_to_usual(actor: Actor) -> None:
    """As it was on the first day. The zone stays: where somebody lives is no matter of taste."""
    _set_timings(actor.id, USUAL_TIMINGS)
    set_times(
        actor,
        zone=queries.times_of(actor.id).zone,
        from_hour=USUAL.from_hour,
        to_hour=USUAL.to_hour,
        weekday=USUAL.weekday,
    )


def stop(member_public_id: UUID, kinds: Collection[Kind]) -> None:
    """No more letters of these kinds, asked for by a link that proved itself. Raises NotFound for an unknown member."""
    member_id = queries.member_behind(member_public_id)
    if member_id is None:
        raise NotFound
    _set_timings(member_id, dict.fromkeys(kinds, Timing.NEVER))


def _set_timings(member_id: int, timings: Mapping[Kind, Timing]) -> None:
    _begin_summaries(member_id, timings)
    own = {kind: timing for kind, timing in timings.items() if timing != USUAL_TIMINGS[kind]}
    usual = timings.keys() - own.keys()
    db.session.execute(delete(Preference).where(Preference.member_id == member_id, Preference.kind.in_(usual)))
    if own:
        rows = [{"member_id": member_id, "kind": kind, "timing": timing} for kind, timing in own.items()]
        chosen = upsert(Preference).values(rows)
        db.session.execute(
            chosen.on_conflict_do_update(index_elements=["member_id", "kind"], set_={"timing": chosen.excluded.timing})
        )
    for timing in set(timings.values()):
        kinds = [kind for kind in timings if timings[kind] == timing]
        waiting = update(Notice).where(
            Notice.member_id == member_id,
            Notice.kind.in_(kinds),
            Notice.read_at.is_(None),
            Notice.lettered_at.is_(None),
        )
        db.session.execute(waiting.values(letter=timing))


def _begin_summaries(member_id: int, timings: Mapping[Kind, Timing]) -> None:
    """Whoever asks for summaries of their communities again hears what is new from today."""
    before = queries.timings_of(member_id)[Kind.COMMUNITY]
    if before not in SUMMED_UP and timings.get(Kind.COMMUNITY) in SUMMED_UP:
        db.session.execute(
            update(LetterTimes).where(LetterTimes.member_id == member_id).values(news_told_to=clock.now())
        )
