"""Taking a report up and deciding it: what happens with the thing, and what its people are told."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import or_, update

from community.core import audit, clock
from community.core.database import changed, db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.core.roles import Actor
from community.moderation import policy, queries
from community.moderation.models import About, Outcome, Report
from community.moderation.queries import Answered, Case, Decision
from community.moderation.reasons import POSSIBLE, tells_subject
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice.actions import care

_OTHERS_HAVE_IT = "Somebody else has just taken this up."
_IS_DECIDED = "Somebody else has decided this while you were reading. Your words are still here."
_SAY_SOMETHING = "Write what they are told."
_ACTS: dict[About, dict[Outcome, tuple[Callable[[int], None], ...]]] = {
    About.POST: {
        Outcome.NO_ACTION: (care.show_again,),
        Outcome.ASKED_TO_EDIT: (care.keep_hidden,),
        Outcome.HIDDEN: (care.hide, care.keep_hidden),
        Outcome.REMOVED: (care.remove_for,),
    },
    About.GATHERING: {Outcome.NO_ACTION: (care.show_gathering_again,), Outcome.HIDDEN: (care.hide_gathering,)},
}
_OWNED = ("owner_id", "owned_at")


def take_up(actor: Actor, case: Case) -> None:
    """From now on it is the actor's to answer. A repeat changes nothing."""
    if case.owner_id == actor.id:
        return
    if not policy.can_take_up(actor, case):
        raise Conflict(_OTHERS_HAVE_IT)
    free = or_(Report.owner_id.is_(None), Report.owned_at <= clock.now() - policy.OWNED_FOR)
    taken = update(Report).where(Report.id == case.id, Report.closed_at.is_(None), free)
    if not changed(taken.values(owner_id=actor.id, owned_at=clock.now())):
        raise Conflict(_OTHERS_HAVE_IT)
    _note("take up a report", actor, case.public_id)


def give_back(actor: Actor, case: Case) -> None:
    """Somebody else may take it up. A repeat changes nothing."""
    given = update(Report).where(Report.id == case.id, Report.owner_id == actor.id, Report.closed_at.is_(None))
    if changed(given.values(owner_id=None, owned_at=None)):
        _note("give a report back", actor, case.public_id)


def decide(actor: Actor, case: Case, outcome: Outcome, answered: Answered) -> None:
    """Carry it out, and answer everybody who reported this thing, and whoever it is about.

    Raises Conflict when somebody else has it or was quicker, Invalid where the outcome does not fit or says nothing.
    """
    if not policy.can_decide(actor, case):
        raise Conflict(_IS_DECIDED if case.closed_at else _OTHERS_HAVE_IT)
    if outcome not in POSSIBLE[case.about]:
        raise Invalid("That cannot be done with this.", "outcome")
    answered = _complete(case, outcome, answered)
    asked = queries.open_reports_about(case.thing_id)
    if case.id not in {each.id for each in asked}:
        raise Conflict(_IS_DECIDED)
    if any(each.reporter_id == actor.id for each in asked):
        raise NotAllowed("You reported this too: somebody else decides.")
    for each in asked:
        _close(actor, each.public_id, outcome, answered)
        if each.reporter_id is not None:
            notifications.tell(each.reporter_id, What.REPORT_ANSWERED, about=each.public_id)
    _carry_out(case, outcome)
    if case.subject_id is not None and answered.to_subject:
        notifications.tell(case.subject_id, What.CARE_DECIDED, about=case.public_id)
    _note("decide a report", actor, case.public_id, outcome)


def say_it_is_changed(actor: Actor, decision: Decision) -> None:
    """Its author has changed it: whoever looks after it reads it as it is now, and decides again."""
    if not policy.can_say_it_is_changed(decision):
        raise Conflict("Somebody looks at it already.")
    title, now = queries.words_now(actor, decision)
    told = queries.told_in(decision)
    if (title, now) in {(told.title, told.text), (told.title_now, told.now)}:
        raise Conflict("It reads as it did when we looked. Change it first, then ask us again.")
    opened = update(Report).where(Report.id == decision.id, Report.closed_at.is_not(None))
    box = queries.seal_told(replace(told, title_now=title, now=now), decision.public_id)
    carers = queries.whom_to_look_again(decision.id, decision.closer_id)
    is_theirs = carers == [decision.closer_id]
    owned = {"owner_id": decision.closer_id, "owned_at": clock.now()} if is_theirs else dict.fromkeys(_OWNED)
    if not changed(opened.values(closed_at=None, box=box, **owned)):
        raise Conflict("Somebody looks at it already.")
    for carer_id in carers:
        notifications.tell(carer_id, What.REPORTED, about=decision.public_id)


def _complete(case: Case, outcome: Outcome, answered: Answered) -> Answered:
    """Nobody is answered with nothing; and to whom nothing is said, nothing is kept as if it were."""
    if not answered.to_reporter:
        raise Invalid(_SAY_SOMETHING, "to_reporter")
    if not tells_subject(case.about, outcome):
        return replace(answered, to_subject="")
    if not answered.to_subject:
        raise Invalid(_SAY_SOMETHING, "to_subject")
    return answered


def _close(actor: Actor, report_id: UUID, outcome: Outcome, answered: Answered) -> None:
    closed = update(Report).where(Report.public_id == report_id, Report.closed_at.is_(None))
    values = {
        "outcome": outcome,
        "closed_at": clock.now(),
        "closed_by_id": actor.id,
        "owner_id": actor.id,
        "answer_box": queries.seal_answered(answered, report_id),
    }
    if not changed(closed.values(**values)):
        raise Conflict(_IS_DECIDED)
    notifications.take_back(report_id, whats=[What.REPORTED, What.HIDDEN_FOR_NOW])


def _carry_out(case: Case, outcome: Outcome) -> None:
    """Of a post or a gathering: asked to change, it stays as hidden as it is."""
    number = queries.number_of(case.about, case.thing_id)
    if number is None:
        return
    for act in _ACTS[case.about].get(outcome, ()):
        act(number)


def _note(action: str, actor: Actor, report_id: UUID, reason: str = "") -> None:
    audit.note(action, actor_id=actor.id, object_kind="report", object_id=report_id, reason=reason)
    db.session.flush()
