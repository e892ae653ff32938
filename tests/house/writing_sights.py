"""What somebody has begun to write, and a summary that two have written at: for those who look at every page."""

from typing import Any

from community.core import chance
from community.practice import queries
from community.practice.actions.drafts import Spot, keep_draft
from community.practice.actions.summaries import write_summary
from community.practice.models import DraftOf
from community.practice.written import Written
from tests.world import Person, World

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
IDENTIFIES = "Mrs Patel (943 476 5919) rang from 07700 900123."
ABOUT_SOMEBODY = {"kind": "question", "title": "What about Mrs Patel?", "body": IDENTIFIES}


def add_writing(world: World, *, writer: Person, other: Person, ids: dict[str, Any]) -> None:
    """Drafts of every sort; one of them was for a place that is gone."""
    thread_id = ids["thread_id"]
    for version, (who, words) in enumerate(((other, "Ring the desk."), (writer, f"Ring **the desk**.\n\n- {LONG}"))):
        with world.inside():
            write_summary(who.actor, queries.thread_seen_by(who.actor, thread_id), words, version=version)
    drafts = {
        Spot(DraftOf.CONVERSATION, ids["open_id"]): Written(title=f"Who knows {LONG}", body="Not yet.", kind="story"),
        Spot(DraftOf.REPLY, ids["closed_id"]): Written(body="What I would have said."),
        Spot(DraftOf.REPLY, ids["story_id"]): Written(body=f"**Half** a thought, {LONG}"),
        Spot(DraftOf.EDIT, ids["post_id"]): Written(body="Said better."),
        Spot(DraftOf.SUMMARY, thread_id): Written(body="Ring the desk, by noon.", version=2),
        Spot(DraftOf.REPLY, chance.new_id()): Written(body="To somebody who has gone."),
    }
    for spot, written in drafts.items():
        with world.inside():
            keep_draft(writer.actor, spot, written, seen=None, once=chance.new_id())
