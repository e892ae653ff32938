"""Reporting something: two presses, a copy of what it said, and whoever looks after it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from community.core import audit, chance, clock, limits
from community.core.database import db
from community.core.errors import Invalid, TooMany
from community.core.roles import Actor
from community.moderation import policy, queries
from community.moderation.models import PRIVATE, Reason, Report
from community.moderation.queries import Thing, Told
from community.moderation.reasons import passages_of
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice.actions import care

A_DAY = 24 * 3600
_HIDING = "posts hidden by a report"
_ENOUGH = "That is enough reports for one day. If it cannot wait, Get help now says whom to ring."


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a report says. Of a message or a hello only the passages with these numbers go with it."""

    reason: Reason
    rule: str
    words: str
    passages: Sequence[int] = ()


def report(actor: Actor, thing: Thing, said: Said, *, once: UUID) -> UUID:
    """Say that something needs looking at; returns the report's id. Who it is about never learns from whom.

    A second report of the same thing, before the first is answered, is the first. A post in which somebody could be
    identified is hidden at once, three times a day for one reporter, and not again where it was looked at and stays.
    """
    there = queries.open_report_of(actor, thing.public_id)
    if there is not None:
        return there
    limits.count("reports", actor.id, limit=policy.REPORTS_A_DAY, seconds=A_DAY, message=_ENOUGH)
    report_id = chance.new_id()
    told = Told(words=said.words, title=thing.title, text=_as_chosen(thing, said.passages))
    made = Report(
        public_id=report_id,
        reporter_id=actor.id,
        subject_id=thing.subject_id,
        community_id=thing.community_id,
        about=thing.about,
        thing_id=thing.public_id,
        reason=said.reason,
        rule=said.rule,
        box=queries.seal_told(told, report_id),
        made_at=clock.now(),
        hid_it=_hides(actor, thing, said.reason),
        made_key=once,
    )
    db.session.add(made)
    db.session.flush()
    audit.note("report", actor_id=actor.id, object_kind="report", object_id=report_id, reason=said.reason)
    if made.hid_it:
        care.hide(thing.number)
        if thing.subject_id is not None:
            notifications.tell(thing.subject_id, What.HIDDEN_FOR_NOW, about=report_id, spot=thing.public_id)
    for carer_id in queries.whom_to_tell(made.id):
        notifications.tell(carer_id, What.REPORTED, about=report_id)
    return report_id


def may_still_hide(actor: Actor) -> bool:
    """Whether a report of theirs would hide a post today."""
    return limits.uses(_HIDING, actor.id) < policy.HIDES_A_DAY


def _as_chosen(thing: Thing, passages: Sequence[int]) -> str:
    """Of a message or hello the passages that were chosen, each on its line; of everything else all of it."""
    if thing.about not in PRIVATE:
        return thing.text
    parts = passages_of(thing.text)
    chosen = [parts[number] for number in passages if 0 <= number < len(parts)]
    if not chosen:
        raise Invalid("Tick at least one part of it.", "passages")
    return "\n".join(chosen)


def _hides(actor: Actor, thing: Thing, reason: Reason) -> bool:
    """Whether this very report hides the post until it is checked."""
    if reason is not Reason.IDENTIFIES or not thing.may_be_hidden:
        return False
    try:
        limits.count(_HIDING, actor.id, limit=policy.HIDES_A_DAY, seconds=A_DAY)
    except TooMany:
        return False  # the report stands, and somebody looks
    return True
