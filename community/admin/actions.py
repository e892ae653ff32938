"""What whoever runs the site may do at the desk. Every act leaves a line in the ledger."""

from uuid import UUID

from sqlalchemy import ColumnElement, Update, delete, update

from community.core import audit, clock
from community.core.database import changed
from community.core.roles import Actor
from community.jobs import actions as jobs
from community.jobs import bell
from community.jobs.job import Job
from community.mail.models import Letter, LetterState

SENDS = "send-letters"


def run_now(actor: Actor, job: Job) -> None:
    """Make the job due: a worker runs it when this is committed, and then there is also a line about it."""
    jobs.ask_for(job.name)
    audit.note("run job now", actor_id=actor.id, object_kind="job", reason=job.name)
    bell.ring_after_commit(job.name)


def try_again(actor: Actor, letter_id: UUID) -> bool:
    """Let a stuck letter wait as a new one does. False if it is no longer stuck: that repeat changes nothing."""
    if not changed(_waiting_again(Letter.id == letter_id)):
        return False
    audit.note("try letter again", actor_id=actor.id, object_kind="letter", object_id=letter_id)
    bell.ring_after_commit(SENDS)
    return True


def try_all_again(actor: Actor) -> int:
    """The same for every stuck letter; returns how many."""
    number = changed(_waiting_again())
    if number:
        audit.note("try letters again", actor_id=actor.id, object_kind="letter", reason=f"{number} letters")
        bell.ring_after_commit(SENDS)
    return number


def let_go(actor: Actor, letter_id: UUID) -> bool:
    """Throw a stuck letter away. False if it is no longer stuck."""
    if not changed(delete(Letter).where(Letter.id == letter_id, Letter.state == LetterState.STUCK)):
        return False
    audit.note("let letter go", actor_id=actor.id, object_kind="letter", object_id=letter_id)
    return True


def _waiting_again(*which: ColumnElement[bool]) -> Update:
    stuck = update(Letter).where(Letter.state == LetterState.STUCK, *which)
    return stuck.values(state=LetterState.WAITING, due_at=clock.now(), tries=0, failed_with="")
