"""What the people of the demonstration have been told: hellos, the last messages, answers to what they asked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from community.core import clock
from community.core.database import db
from community.notifications.kinds import KINDS
from community.notifications.models import Notice, What
from community.notifications.whats import WHATS

STILL_TOLD = timedelta(days=14)


def told(member_id: int, what: What, *, about: UUID, from_id: int | None, at: datetime, **more: Any) -> None:
    """One line of lately in somebody's tray. A letter about it has left: the demonstration sends none of its own."""
    if member_id == from_id or at < clock.now() - STILL_TOLD:
        return
    kind = WHATS[what].kind
    db.session.add(
        Notice(
            member_id=member_id,
            kind=kind,
            what=what,
            about=about,
            from_id=from_id,
            since=at,
            told_at=at,
            letter=KINDS[kind].timing,
            lettered_at=at,
            **more,
        )
    )


def all_letters_have_left() -> None:
    """Of what actions told while the story was loaded, too, nobody gets a letter."""
    db.session.execute(update(Notice).where(Notice.lettered_at.is_(None)).values(lettered_at=clock.now()))
