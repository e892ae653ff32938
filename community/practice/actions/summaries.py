"""The summary at the top of a long conversation: anybody of the community writes on at it, and every version stays."""

from sqlalchemy import update

from community.core import audit, clock
from community.core.database import changed, db
from community.core.errors import NotAllowed, Stale
from community.core.roles import Actor
from community.practice import policy, queries
from community.practice.actions.posts import in_html
from community.practice.models import Thread, ThreadSummary
from community.practice.queries import ThreadSeen


def remove_summary(actor: Actor, thread: ThreadSeen, version: int) -> None:
    """The words of one version go for good; that it was written, and by whom, stays. A repeat changes nothing."""
    if not thread.is_facilitator:
        raise NotAllowed
    gone = update(ThreadSummary).where(ThreadSummary.thread_id == thread.id, ThreadSummary.version == version)
    if changed(gone.where(ThreadSummary.body != "").values(body="", html="")):
        audit.note("summary removed", actor_id=actor.id, object_kind="conversation", object_id=thread.public_id)


def write_summary(actor: Actor, thread: ThreadSeen, body: str, *, version: int) -> None:
    """Put these words at the top, credited to the actor. `version` is the one they were changed from (0: none).

    Raises Invalid when nothing would be seen, and Stale when somebody else was quicker.
    """
    if not policy.can_summarise(thread):
        raise NotAllowed("Somebody of the community can write this. Your words are still here.")
    html, kept = in_html(body), queries.summary_kept(thread.id)
    if kept.version != version:
        raise Stale(yours=body, theirs=kept.body)
    if kept.body == body:
        return
    counted = update(Thread).where(Thread.id == thread.id, Thread.summary_version == version)
    if not changed(counted.values(summary_version=version + 1)):
        raise Stale(yours=body, theirs=queries.summary_kept(thread.id).body)
    db.session.add(
        ThreadSummary(
            thread_id=thread.id,
            version=version + 1,
            author_id=actor.id,
            body=body,
            html=html,
            made_at=clock.now(),
        )
    )
    db.session.flush()
