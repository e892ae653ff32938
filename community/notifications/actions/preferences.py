"""How often letters may come, and when: chosen on the page, or stopped from a letter."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update

from community.core import audit, clock
from community.core.database import db, upsert
from community.core.errors import Invalid, NotFound
from community.core.roles import Actor
from community.notifications import queries
from community.notifications.hours import BETWEEN_LETTERS, USUAL, Hours, usual_times, zones
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, LetterTimes, Notice, Preference, Timing
from community.notifications.queries.due import WAITS_FOR_A_LETTER
from community.notifications.queries.preferences import CHOSE_AFTERWARDS, STOPPED_FROM_LETTER

SUMMED_UP = {Timing.DAILY, Timing.WEEKLY}
USUAL_TIMINGS = {kind: words.timing for kind, words in KINDS.items()}


def begin(member_id: int) -> None:
    """Letters may come from now on, at the usual hours. A second time changes nothing."""
    started = upsert(LetterTimes).values(member_id=member_id, **usual_times(clock.now()))
    db.session.execute(started.on_conflict_do_nothing())


def set_timings(actor: Actor, timings: Mapping[Kind, Timing]) -> None:
    """How soon letters speak of these kinds from now on: also of what waits, unread, for the next letter."""
    if queries.stopped_from_letter_at(actor.id) is not None:
        audit.note(CHOSE_AFTERWARDS, actor_id=actor.id, object_kind="letters")
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
    set_timings(actor, dict.fromkeys(Kind, Timing.NEVER))


def back_to_usual(actor: Actor) -> None:
    """As it was on the first day. The zone stays: where somebody lives is no matter of taste."""
    set_timings(actor, USUAL_TIMINGS)
    zone = queries.times_of(actor.id).zone
    set_times(
        actor,
        zone=zone if zone in zones() else USUAL.zone,
        from_hour=USUAL.from_hour,
        to_hour=USUAL.to_hour,
        weekday=USUAL.weekday,
    )


def stop(member_public_id: UUID, kinds: Collection[Kind]) -> None:
    """No more letters of these kinds, asked for by a link that proved itself. Raises NotFound for an unknown member.

    Whoever has the letter can do this, so the member is shown afterwards that it was done.
    """
    member = queries.member_behind(member_public_id)
    if member is None:
        raise NotFound
    timings = queries.timings_of(member.id)
    if any(timings[kind] is not Timing.NEVER for kind in kinds):
        audit.note(STOPPED_FROM_LETTER, actor_id=member.id, object_kind="letters")
    _set_timings(member.id, dict.fromkeys(kinds, Timing.NEVER))


def _set_timings(member_id: int, chosen: Mapping[Kind, Timing]) -> None:
    """Only what is another choice than before: what waits keeps what was chosen for its own conversation."""
    before = queries.timings_of(member_id)
    timings = {kind: timing for kind, timing in chosen.items() if timing is not before[kind]}
    if not timings:
        return
    _begin_summaries(member_id, before[Kind.COMMUNITY], timings)
    own = {kind: timing for kind, timing in timings.items() if timing != USUAL_TIMINGS[kind]}
    usual = timings.keys() - own.keys()
    db.session.execute(delete(Preference).where(Preference.member_id == member_id, Preference.kind.in_(usual)))
    if own:
        rows = [{"member_id": member_id, "kind": kind, "timing": timing} for kind, timing in own.items()]
        kept = upsert(Preference).values(rows)
        db.session.execute(
            kept.on_conflict_do_update(index_elements=["member_id", "kind"], set_={"timing": kept.excluded.timing})
        )
    for kind, timing in timings.items():
        waiting = update(Notice).where(
            Notice.member_id == member_id,
            Notice.kind == kind,
            WAITS_FOR_A_LETTER,
            ~_is_silenced(before[kind]),
        )
        db.session.execute(waiting.values(letter=timing))


def _is_silenced(usual: Timing) -> ColumnElement[bool]:
    """SQL: the member chose to hear less of what this notice is about, so no letter speaks of it."""
    if usual is not Timing.NEVER:
        return Notice.letter == Timing.NEVER
    return queries.is_silenced(Notice)


def _begin_summaries(member_id: int, before: Timing, timings: Mapping[Kind, Timing]) -> None:
    """Whoever asks for summaries of their communities again hears what is new from today."""
    if before not in SUMMED_UP and timings.get(Kind.COMMUNITY) in SUMMED_UP:
        db.session.execute(
            update(LetterTimes).where(LetterTimes.member_id == member_id).values(news_told_to=clock.now())
        )
