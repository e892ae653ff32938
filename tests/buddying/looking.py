"""What is held against the oracle after every step: who reads what, who sits where, and what was told."""

from collections import Counter

from sqlalchemy import select

from community.buddying import queries
from community.buddying.models import Circle as CircleRow
from community.buddying.models import CircleSeat, HelloState
from community.buddying.models import Hello as HelloRow
from community.buddying.queries.agreement import agreements_of
from community.buddying.queries.drafts import my_draft
from community.buddying.queries.inviting import growing
from community.buddying.seen import CircleSeen, HelloStatus
from community.core.database import db
from community.core.errors import NotFound
from community.directory.models import Profile
from community.notifications.models import Kind, Notice, What
from community.notifications.whats import WHATS
from tests.buddying.machine import Machine
from tests.buddying.oracle import Circle, Hello, Site

QUIET = (What.QUIET, What.RESCUE)


def check_rows(site: Site) -> None:
    """Every row of circles, seats and room is as the oracle has it."""
    rows = {row.public_id: row for row in db.session.execute(select(*CircleRow.__table__.columns))}
    seats = db.session.execute(select(CircleSeat.circle_id, CircleSeat.member_id, CircleSeat.left_at)).all()
    taken = {
        row.member_id: row.circles_open for row in db.session.execute(select(Profile.member_id, Profile.circles_open))
    }
    assert set(rows) == {circle.public_id for circle in site.circles}, "a circle too many, or too few"
    for circle in site.circles:
        row = rows[circle.public_id]
        seated = sorted(seat.member_id for seat in seats if seat.circle_id == row.id and seat.left_at is None)
        assert seated == circle.seated
        _check_circle(circle, row)
    for who in site.capacity:
        assert taken[who] == site.seats(who), "room that was taken is not the number of open seats"
    check_pairs([set(circle.seated) for circle in site.circles if circle.is_open], site)


def _check_circle(circle: Circle, row: object) -> None:
    names = "state ended_at rhythm contact_at term term_began_at paused_at paused_until"
    for name in names.split():
        assert getattr(row, name) == getattr(circle, name), f"{name} of a circle"
    assert (row.moved_at is not None) == circle.has_moved  # type: ignore[attr-defined]


def check_pairs(together: list[set[int]], site: Site) -> None:
    for number, inside in enumerate(together):
        assert len(inside) >= 2, "somebody sits alone"
        assert not any(site.apart(one, other) for one in inside for other in inside), "apart, and in one circle"
        for other in together[number + 1 :]:
            assert len(inside & other) < 2, "two people share two open circles"


def check_apart(machine: Machine) -> None:
    """No hello waits between people who are kept apart: neither for an answer, nor as a row that could be answered."""
    ids = {row.public_id: row.state for row in db.session.execute(select(HelloRow.public_id, HelloRow.state))}
    for hello in machine.site.hellos:
        inside = {hello.asker} | (set(hello.joins.seated) if hello.joins else set())
        if hello.has_days(machine.now()) and any(machine.site.apart(who, hello.asked) for who in inside):
            assert ids[hello.public_id] is not HelloState.WAITING


def check_silence(machine: Machine) -> None:
    """While a circle rests nothing is said of silence, and nothing that was said stays."""
    resting = [circle.public_id for circle in machine.site.circles if circle.state == "paused"]
    said = select(Notice.id).where(Notice.about.in_(resting), Notice.what.in_(QUIET))
    assert db.session.execute(said).first() is None, "told of silence while it rests"


def check_gates(machine: Machine, deep: Counter[int]) -> None:
    """Every member asks for every circle; some of those who get in read everything."""
    for who, person in machine.people.items():
        mine = [circle for circle in machine.site.circles if who in circle.seated]
        open_ones = {each.public_id for each in queries.circles_of(person.actor)}
        assert open_ones == {circle.public_id for circle in mine if circle.is_open}
        over = {each.public_id for each in queries.finished_circles_of(person.actor)}
        assert over <= {circle.public_id for circle in mine if not circle.is_open}
        for number, circle in enumerate(machine.site.circles):
            try:
                seen = queries.circle_seen_by(person.actor, circle.public_id)
            except NotFound:
                assert circle not in mine, "somebody of a circle does not find it"
                continue
            assert circle in mine, "somebody reads a circle without a seat in it"
            deep[number] += 1
            if (deep[number] + who) % 3 == 0:
                check_reading(circle, who, seen)


def check_reading(circle: Circle, who: int, seen: CircleSeen) -> None:
    assert {buddy.id for buddy in seen.others} == set(circle.seated) - {who}
    messages = queries.messages_in(seen)
    assert [message.text for message in messages.rows] == circle.words[-30:]
    assert {promise.text for promise in queries.promises_in(seen)} == circle.promises
    half_way = [each for one in queries.half_way_answers(seen) for each in one.answers]
    assert {each.answer.words for each in half_way} == circle.half_way_for(who)
    draft = my_draft(seen)
    assert (draft.words if draft else None) == circle.drafts.get(who)
    look = circle.looks.get(("check_in", who, 1))
    said = queries.check_in_of(seen)
    assert (said.words if said else "") == (look.words if look else "")
    known = agreements_of(seen)
    paper = known.paper_of(known.newest)
    assert (paper.terms.between if paper else None) == (circle.agreements[-1].words if circle.agreements else None)
    assert not circle.is_open or circle.is_open == seen.is_open
    proposal = growing(seen).proposal
    assert proposal is None or (circle.proposal is not None and proposal.text == circle.proposal.words)


def check_hello(machine: Machine, hello: Hello) -> None:
    """Its two people read it, and those in whose name it was said, as far as they still are there."""
    readers = {hello.asker, hello.asked, *(hello.joins.seated if hello.joins else ())}
    for who, person in machine.people.items():
        try:
            seen = queries.hello_seen_by(person.actor, hello.public_id)
        except NotFound:
            assert who not in readers, "somebody does not find their own hello"
            continue
        assert who in readers, "somebody reads a hello of others"
        assert seen.text == hello.words
        if who == hello.asker:
            assert seen.status is as_the_asker_sees(machine, hello)


def as_the_asker_sees(machine: Machine, hello: Hello) -> HelloStatus:
    """A "not now" and no answer are one and the same to whoever asked."""
    if hello.state == "accepted":
        return HelloStatus.ACCEPTED
    seems = hello.state in ("waiting", "declined") and hello.has_days(machine.now())
    has_blocked = (hello.asker, hello.asked) in machine.site.blocks
    return HelloStatus.WAITING if seems and not has_blocked else HelloStatus.CLOSED


def told_of_silence(machine: Machine) -> set[tuple[object, int, What]]:
    """Who was told at this very minute, and of what."""
    rows = select(Notice.about, Notice.member_id, Notice.what).where(
        Notice.what.in_(QUIET), Notice.told_at == machine.now()
    )
    return {tuple(row) for row in db.session.execute(rows)}  # type: ignore[misc]


def asked_something_already(machine: Machine) -> set[tuple[object, int]]:
    """Whose tray holds a line of this kind that asks them something: it is not hidden by one that asks nothing."""
    rows = select(Notice.about, Notice.member_id).where(
        Notice.kind == Kind.RHYTHM,
        Notice.what.in_([what for what, words in WHATS.items() if words.needs_me]),
        Notice.read_at.is_(None),
        Notice.told_at < machine.now(),
    )
    return {tuple(row) for row in db.session.execute(rows)}


def nudged_seats() -> dict[tuple[object, int], object]:
    rows = select(CircleRow.public_id, CircleSeat.member_id, CircleSeat.nudged_at).join(
        CircleRow, CircleRow.id == CircleSeat.circle_id
    )
    return {(row.public_id, row.member_id): row.nudged_at for row in db.session.execute(rows)}
