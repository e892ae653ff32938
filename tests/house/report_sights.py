"""Reports for the pages that show them: one that waits, one that is answered, and one of a message."""

from typing import Any
from uuid import UUID

from community.buddying.queries.circles import circle_seen_by, messages_in
from community.moderation import queries
from community.moderation.models import Outcome, Reason
from tests.moderation.reports import decide, report_thing
from tests.world import Person, World


def add_reports_to_look_at(world: World, people: dict[str, Person], ids: dict[str, Any], long_words: str) -> None:
    """Nadia and Gareth report each other; Ade answers one of the two."""
    nadia, gareth, ade = people["nadia"], people["gareth"], people["ade"]
    with world.inside():
        person = queries.person_to_report(nadia.actor, gareth.public_id)
        ids["my_report_id"] = report_thing(nadia, person, Reason.OTHER, long_words)
        post_id = UUID(str(ids["post_id"]))
        ids["case_id"] = report_thing(
            people["long"], queries.post_to_report(people["long"].actor, post_id), words=long_words
        )
        again = report_thing(gareth, queries.post_to_report(gareth.actor, UUID(str(ids["opening_id"]))))
        words = messages_in(circle_seen_by(nadia.actor, UUID(str(ids["circle_id"]))))
        ids["message_id"] = next(each.public_id for each in words.rows if not each.is_mine)
    ids["decision_id"] = again
    decide(world, ade, again, Outcome.ASKED_TO_EDIT, to_subject=long_words)
