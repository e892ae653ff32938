"""Reports for the access matrix: of the owner's post by the buddy, and one that a moderator has answered."""

from uuid import UUID

from sqlalchemy import select

from community.buddying.models import Circle, CircleMessage
from community.core import chance, clock, crypto
from community.core.database import db
from community.moderation import actions, queries
from community.moderation.models import Outcome
from community.moderation.queries import Answered
from tests.moderation.reports import report_thing
from tests.world import Person


def add_reports(people: dict[str, Person | None], ids: dict[str, UUID | str], third: Person) -> None:
    """Inside a visit to the database."""
    owner, buddy, moderator = people["owner"], people["buddy"], people["moderator"]
    assert owner and buddy and moderator
    ids["message_id"] = _message(UUID(str(ids["circle_id"])), owner)
    ids["report_id"] = report_thing(buddy, queries.post_to_report(buddy.actor, UUID(str(ids["post_id"]))))
    answered = report_thing(third, queries.person_to_report(third.actor, owner.public_id))
    case = queries.case_seen_by(moderator.actor, answered)
    said = Answered(to_reporter="canary answer", to_subject="canary answer")
    actions.decide(moderator.actor, case, Outcome.ASKED_TO_EDIT, said)
    ids["answered_id"] = answered


def _message(circle_id: UUID, author: Person) -> UUID:
    circle = db.session.scalars(select(Circle).where(Circle.public_id == circle_id)).one()
    message_id = chance.new_id()
    box = crypto.seal_field("canary message", table="circle_message", row=message_id, group=circle.group_id)
    message = CircleMessage(
        public_id=message_id,
        circle_id=circle.id,
        author_id=author.id,
        box=box,
        sent_at=clock.now(),
        made_key=chance.new_id(),
    )
    db.session.add(message)
    db.session.flush()
    return message_id
