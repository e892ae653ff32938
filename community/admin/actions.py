"""What whoever runs the site may do at the desk. Every act leaves a line in the ledger."""

from uuid import UUID

from community.core import audit
from community.core.roles import Actor
from community.jobs import actions as jobs
from community.jobs import bell
from community.jobs.job import Job
from community.mail import actions as mail


def run_now(actor: Actor, job: Job) -> None:
    """Make the job due: a worker runs it when this is committed, and then there is also a line about it."""
    jobs.ask_for(job.name)
    audit.note("run job now", actor_id=actor.id, object_kind="job", reason=job.name)
    bell.ring_after_commit(job.name)


def try_again(actor: Actor, letter_id: UUID) -> bool:
    """Have a letter that did not leave tried again. False if it is on its way already: a repeat changes nothing."""
    if not mail.try_again(letter_id):
        return False
    audit.note("try letter again", actor_id=actor.id, object_kind="letter", object_id=letter_id)
    return True


def try_all_again(actor: Actor) -> int:
    """The same for every letter that did not leave; returns how many."""
    number = mail.try_all_again()
    if number:
        audit.note("try letters again", actor_id=actor.id, object_kind="letter", reason=f"{number} letters")
    return number


def let_go(actor: Actor, letter_id: UUID) -> bool:
    """Throw a stuck letter away. False if it is no longer stuck."""
    if not mail.let_go(letter_id):
        return False
    audit.note("let letter go", actor_id=actor.id, object_kind="letter", object_id=letter_id)
    return True
