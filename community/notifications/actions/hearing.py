"""What a member hears about one conversation or community."""

from uuid import UUID

from sqlalchemy import delete, update

from community.core.database import db, upsert
from community.core.roles import Actor
from community.notifications import queries
from community.notifications.models import Hearing, Kind, Level, Notice, Timing

# What a letter no longer speaks of, once its reader has chosen to hear less.
_SILENCED: dict[Level, tuple[Kind, ...]] = {
    Level.EVERY: (),
    Level.SUMMARY: (Kind.FOLLOWED,),
    Level.MENTIONED: (Kind.FOLLOWED, Kind.COMMUNITY, Kind.ANSWER),
    Level.NOTHING: (Kind.FOLLOWED, Kind.COMMUNITY, Kind.ANSWER, Kind.MENTION),
}


def hear(actor: Actor, about: UUID, level: Level, *, inside: UUID | None = None) -> None:
    """Hear this much about a thing from now on. The room that it is in has made sure that the actor may read it.

    `inside`: the community of a conversation. What is usual there is not kept for the conversation, which then follows
    its community.
    """
    usual = Level.SUMMARY if inside is None else queries.level_of(actor.id, inside)
    if level == usual:
        hear_as_usual(actor, about)
    else:
        chosen = upsert(Hearing).values(member_id=actor.id, about=about, level=level)
        db.session.execute(chosen.on_conflict_do_update(index_elements=["member_id", "about"], set_={"level": level}))
    silenced = update(Notice).where(
        Notice.member_id == actor.id,
        Notice.about == about,
        Notice.kind.in_(_SILENCED[level]),
        Notice.read_at.is_(None),
        Notice.lettered_at.is_(None),
    )
    db.session.execute(silenced.values(letter=Timing.NEVER))


def hear_as_usual(actor: Actor, about: UUID) -> None:
    """As much as of all others: take back what was chosen for a thing. A second time changes nothing."""
    db.session.execute(delete(Hearing).where(Hearing.member_id == actor.id, Hearing.about == about))
