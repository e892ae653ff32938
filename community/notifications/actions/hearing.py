"""What a member hears about one conversation or community."""

from uuid import UUID

from sqlalchemy import delete, or_, update

from community.core.database import db, upsert
from community.core.roles import Actor
from community.notifications import queries
from community.notifications.kinds import SILENCED
from community.notifications.models import Hearing, Level, Notice, Timing
from community.notifications.queries.due import WAITS_FOR_A_LETTER

_OF_COMMUNITIES = SILENCED[Level.NOTHING]


def hear(actor: Actor, about: UUID, level: Level, *, inside: UUID | None = None, group_id: int | None = None) -> None:
    """Hear this much about a thing from now on. The room that it is in has made sure that the actor may read it.

    `inside`: the community of a conversation. What is usual there is not kept for the conversation, which then follows
    its community. `group_id`: the group of a community, whose conversations follow it where nothing else was chosen.
    """
    usual = Level.SUMMARY if inside is None else queries.level_of(actor.id, inside)
    if level == usual:
        hear_as_usual(actor, about)
    else:
        chosen = upsert(Hearing).values(member_id=actor.id, about=about, level=level)
        db.session.execute(chosen.on_conflict_do_update(index_elements=["member_id", "about"], set_={"level": level}))
    _hold_for_what_waits(actor, about, level, group_id)


def hear_as_usual(actor: Actor, about: UUID) -> None:
    """As much as of all others: take back what was chosen for a thing. A second time changes nothing."""
    db.session.execute(delete(Hearing).where(Hearing.member_id == actor.id, Hearing.about == about))


def _hold_for_what_waits(actor: Actor, about: UUID, level: Level, group_id: int | None) -> None:
    """What is unread, and no letter has spoken of, follows the choice: silenced, or again as soon as of its kind."""
    of_group = (Notice.group_id == group_id) & ~queries.is_chosen_by_itself(Notice)
    timings = queries.timings_of(actor.id)
    for kind in _OF_COMMUNITIES:
        waiting = update(Notice).where(
            Notice.member_id == actor.id,
            Notice.kind == kind,
            or_(Notice.about == about, of_group) if group_id is not None else Notice.about == about,
            WAITS_FOR_A_LETTER,
        )
        db.session.execute(waiting.values(letter=Timing.NEVER if kind in SILENCED[level] else timings[kind]))
