"""What came of the conversations: what they are about, where they lead, what helped, and what stands at the top."""

from community.accounts.models import Member
from community.core.roles import Actor
from community.demo.people import actor_of
from community.demo.rows import Row, rows_of, several
from community.practice import actions, queries
from community.practice.actions.summaries import write_summary
from community.practice.queries import ThreadSeen


def what_came_of_it(asker: Actor, thread: ThreadSeen, row: Row, people: dict[str, Member]) -> None:
    """Whoever began it says what it is about and whose first reply helped; others wrote the summary."""
    if row["about"] or row["link"]:
        actions.say_what_it_is_about(asker, thread, several(row["about"]), row["link"])
    thanked = {people[short_id].public_id for short_id in several(row["helped"])}
    for post in queries.opening_page(asker, thread).posts if thanked else ():
        if post.author_id in thanked:
            actions.say_it_helped(asker, thread, post)
            thanked.discard(post.author_id)
    for summary in (each for each in rows_of("summaries") if each["thread"] == row["id"]):
        writer = actor_of(people[summary["author"]])
        write_summary(writer, queries.thread_seen_by(writer, thread.public_id), summary["body"], version=0)
