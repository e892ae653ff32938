"""The gatherings of the demonstration: one to come, one that is full, one that is over and written about."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from community.accounts.models import Member
from community.core import chance, clock, text
from community.core.database import db
from community.demo.rows import Row, rows_of, several
from community.practice.actions.gatherings import BRING_A_QUESTION
from community.practice.models import Coming, Community, Gathering, GatheringAnswer, Post, Thread

PLANNED_BEFORE = timedelta(days=20)


def load_gatherings(communities: dict[str, Community], people: dict[str, Member]) -> None:
    for row in rows_of("gatherings"):
        gathering = _gathering(row, communities[row["community"]], people)
        db.session.add_all(_answers(row, gathering, people))
    db.session.flush()


def _gathering(row: Row, community: Community, people: dict[str, Member]) -> Gathering:
    day = clock.today() + timedelta(days=int(row["days"]))
    starts_at = datetime.combine(day, time.fromisoformat(row["at"]), tzinfo=clock.LONDON)
    ends_at = starts_at + timedelta(minutes=int(row["minutes"]))
    planned_at = min(clock.now(), starts_at) - PLANNED_BEFORE
    gathering = Gathering(
        community_id=community.id,
        maker_id=people[row["maker"]].id,
        thread_id=_thread(row, community, people[row["maker"]], planned_at).id,
        html=text.render_markdown(row["body"]),
        starts_at=starts_at,
        ends_at=ends_at,
        zone=clock.HOME_ZONE,
        capacity=int(row["capacity"]) if row["capacity"] else None,
        made_at=planned_at,
        changed_at=planned_at,
        made_key=chance.new_id(),
        **{name: row[name] for name in ("title", "body", "place", "link", "access")},
    )
    if row["note"]:
        gathering.note, gathering.note_html = row["note"], text.render_markdown(row["note"])
        gathering.note_by_id, gathering.noted_at = people[row["noter"]].id, ends_at + timedelta(hours=3)
    db.session.add(gathering)
    db.session.flush()
    return gathering


def _thread(row: Row, community: Community, maker: Member, at: datetime) -> Thread:
    thread = Thread(
        community_id=community.id,
        kind_id="gathering",
        title=f"Before we meet: {row['title']}",
        excerpt=text.excerpt(BRING_A_QUESTION),
        author_id=maker.id,
        started_at=at,
        last_post_at=at,
        last_author_id=maker.id,
        made_key=chance.new_id(),
    )
    db.session.add(thread)
    db.session.flush()
    opening = Post(
        thread_id=thread.id,
        author_id=maker.id,
        body=BRING_A_QUESTION,
        html=text.render_markdown(BRING_A_QUESTION),
        is_opening=True,
        posted_at=at,
        made_key=chance.new_id(),
    )
    db.session.add(opening)
    return thread


def _answers(row: Row, gathering: Gathering, people: dict[str, Member]) -> Iterator[GatheringAnswer]:
    needs = dict(part.split(": ", 1) for part in several(row["needs"]))
    for coming, column in ((Coming.YES, "comes"), (Coming.WAITING, "waits")):
        for number, short_id in enumerate(several(row[column])):
            since = gathering.made_at + timedelta(hours=number + 1)
            yield GatheringAnswer(
                gathering_id=gathering.id,
                member_id=people[short_id].id,
                coming=coming,
                needs=needs.get(short_id, ""),
                since=since,
            )
