"""Letters that did not leave, and jobs that failed, made the short way."""

from datetime import timedelta
from uuid import UUID

from community.core import clock
from community.core.database import db
from community.jobs.models import JobRun
from community.mail.models import Letter, LetterState
from tests.world import World


def a_stuck_letter(world: World, to: str = "comfort@hospice.example", kind: str = "already_member") -> UUID:
    with world.inside():
        return put_stuck_letter(to, kind)


def put_stuck_letter(to: str = "comfort@hospice.example", kind: str = "already_member") -> UUID:
    """In the transaction that is open."""
    written = clock.now() - timedelta(hours=5)
    letter = Letter(
        kind=kind,
        to_address=to,
        about={"name": "Canary Comfort"},
        state=LetterState.STUCK,
        tries=5,
        made_at=written,
        due_at=written,
        failed_with="SMTPRecipientsRefused",
    )
    db.session.add(letter)
    db.session.flush()
    return letter.id


def put_run(name: str, *, ago: timedelta, failed_with: str = "") -> None:
    began = clock.now() - ago - timedelta(seconds=2)
    db.session.add(
        JobRun(
            name=name,
            due_at=began + timedelta(hours=1),
            began_at=began,
            ended_at=began + timedelta(seconds=2),
            failed_with=failed_with,
            failing_since=began if failed_with else None,
            failures=3 if failed_with else 0,
        )
    )
