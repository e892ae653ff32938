"""One of every private thing, belonging to the owner: what the access matrix is about."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind, GroupRole
from community.buddying.actions.circles import begin_circle
from community.buddying.agreed import Paper, Terms, to_json
from community.buddying.looks import Amiss, CheckIn, Met, Useful
from community.buddying.models import (
    Circle,
    CircleAgreement,
    CircleLook,
    CircleSeat,
    CircleState,
    ContactWish,
    Hello,
    LookKind,
    Meeting,
    PromiseMade,
    Proposal,
)
from community.core import chance, clock, crypto, text
from community.core.database import db
from community.core.roles import MemberState, Role
from community.journal import actions as journal
from community.journal.paper import Answer, Draft
from community.mail import links
from community.moderation import actions as moderation
from community.moderation import queries as keeping_away
from community.notifications import actions as notifications
from community.notifications.models import Notice, What
from community.practice.models import Community, CommunityMark, HelpAsked, Level, Post, Thread, Waiting
from tests.admin.stuck import put_stuck_letter
from tests.browser import Browser
from tests.house.gathering_sights import gathering_of
from tests.house.reported import add_reports
from tests.house.tended import add_tending
from tests.journal.desk import give_journal, unlock
from tests.world import Person, World

VISITORS = (
    "anonymous", "newcomer", "suspended", "stranger", "moderator", "administrator", "buddy", "owner",
)  # fmt: skip
UNLOCKED = ("stranger", "moderator", "administrator", "buddy", "owner")


@dataclass
class Scene:
    """People and the things of one of them; `ids` fills the gaps in addresses."""

    world: World
    people: dict[str, Person | None]
    ids: dict[str, UUID | str]

    def browser(self, visitor: str, *, journal_open: bool = False) -> Browser:
        person = self.people[visitor]
        browser = self.world.browser(person)
        if journal_open and visitor in UNLOCKED:
            assert unlock(browser).status == 303
        return browser


def scene(world: World, *, with_journals: bool = False) -> Scene:
    people = {
        "anonymous": None,
        "newcomer": world.member("Newcomer", state=MemberState.JOINING),
        "suspended": world.member("Suspended", state=MemberState.SUSPENDED),
        "stranger": world.member("Comfort"),
        "moderator": world.member("Maya", role=Role.MODERATOR),
        "administrator": world.member("Ade", role=Role.ADMINISTRATOR),
        "buddy": world.member("Gareth"),
        "owner": world.member("Nadia", capacity=3),
    }
    asker, asked = world.member("Patrick"), world.member("Hassan")
    third, somebody = world.member("Joanna"), world.member("Tom", sector="carer")
    ids: dict[str, UUID | str] = {"link_id": uuid4(), "proof": "x" * 43, "part": "sector", "session_id": uuid4()}
    ids["number"] = uuid4()  # of no feed
    ids["version"] = "1"
    ids |= {"person_id": people["owner"].public_id, "asker": asker.public_id}  # type: ignore[union-attr]
    made = Scene(world, people, ids)
    with world.inside():
        _circle(made)
        _looks_due(made, third)
        _hellos(made, asker, asked)
        _trio(made, third, somebody)
        _community(made, asker)
        _notice(made)
        _avoid_list(made)
        add_reports(made.people, made.ids, third)
        add_tending(made.people["owner"], made.people["buddy"], somebody, made.ids)  # type: ignore[arg-type]
        owner = made.people["owner"]
        assert owner
        mac = links.proof("stop letters", owner.public_id, f"hello.message {owner.email}")
        ids |= {"member": people["owner"].public_id, "kinds": "hello.message", "mac": mac}  # type: ignore[union-attr]
        ids |= {"letter_id": put_stuck_letter(), "job_name": "forget-old-letters"}
    if with_journals:
        keys = {who: give_journal(world, person) for who, person in people.items() if who in UNLOCKED and person}
        with world.inside():
            draft = Draft(day=clock.today(), answers=(Answer("", "canary of the owner"),))
            ids["entry_id"] = journal.write_entry(_id(made, "owner"), keys["owner"], draft)
    return made


def _avoid_list(made: Scene) -> None:
    owner = made.people["owner"]
    assert owner is not None
    moderation.avoid_organisation(owner.actor, "Canary Trust")
    (made.ids["organisation_id"],) = (each.public_id for each in keeping_away.organisations_avoided_by(owner.actor))


def _notice(made: Scene) -> None:
    about, buddy = chance.new_id(), made.people["buddy"]
    assert buddy is not None
    notifications.tell(_id(made, "owner"), What.ANSWER, about=about, sender=buddy.actor, words="Canary notice")
    notice = db.session.scalars(select(Notice.public_id).where(Notice.about == about)).one()
    made.ids |= {"about": about, "notice_id": notice}


def _id(made: Scene, who: str) -> int:
    person = made.people[who]
    assert person is not None
    return person.id


def _sealed(words: str, table: str, group: int | UUID) -> tuple[UUID, bytes]:
    row = chance.new_id()
    return row, crypto.seal_field(words, table=table, row=row, group=group)


def _circle(made: Scene) -> None:
    pair = sorted((_id(made, "owner"), _id(made, "buddy")))
    group = belonging.make_group(GroupKind.CIRCLE)
    circle = Circle(
        group_id=group.id,
        state=CircleState.FIRST_MEETING,
        pair_key=f"{pair[0]}:{pair[1]}",
        began_at=clock.now() - timedelta(days=9),
        contact_at=clock.now() - timedelta(days=9),
    )
    db.session.add(circle)
    db.session.flush()
    for member_id in pair:
        belonging.place(member_id, group.id, BelongingState.IN)
        db.session.add(CircleSeat(circle_id=circle.id, member_id=member_id, is_asked_apart=True))
    promise_id, box = _sealed("canary promise", "promise_made", group.id)
    meeting = Meeting(
        circle_id=circle.id, happened_on=clock.today(), logged_by_id=_id(made, "owner"), made_key=chance.new_id()
    )
    planned = Meeting(
        circle_id=circle.id,
        starts_at=clock.now() + timedelta(days=3),
        logged_by_id=_id(made, "owner"),
        made_key=chance.new_id(),
    )
    promise = PromiseMade(
        public_id=promise_id,
        circle_id=circle.id,
        owner_id=_id(made, "owner"),
        maker_id=_id(made, "owner"),
        box=box,
        made_at=clock.now(),
        made_key=chance.new_id(),
    )
    db.session.add_all([promise, meeting, planned])
    db.session.flush()
    made.ids["agreement_id"] = _agreement(circle)
    made.ids |= {"circle_id": circle.public_id, "promise_id": promise_id, "meeting_id": meeting.public_id}


def _looks_due(made: Scene, third: Person) -> None:
    """A trio of the owner, the buddy and a third at the end of its half year; and the third's wish to be contacted."""
    people = (_id(made, "owner"), _id(made, "buddy"), third.id)
    circle = begin_circle(people)
    circle.state, circle.term_began_at = CircleState.ACTIVE, clock.now() - timedelta(weeks=25)
    look_id, box = _sealed(
        CheckIn(Met.YES, Useful.YES, Amiss.NOTHING, "canary check-in").as_text(),
        "circle_look",
        made.people["owner"].public_id,  # type: ignore[union-attr]
    )
    look = CircleLook(
        public_id=look_id,
        circle_id=circle.id,
        member_id=_id(made, "owner"),
        kind=LookKind.CHECK_IN,
        term=1,
        answered_at=clock.now(),
        box=box,
    )
    wish = ContactWish(member_id=third.id, wished_at=clock.now())
    db.session.add_all([look, wish])
    db.session.flush()
    made.ids |= {"due_circle": circle.public_id, "wish_id": wish.public_id}


def _agreement(circle: Circle) -> UUID:
    """One that nobody has said yes to yet."""
    agreement_id, terms = chance.new_id(), Terms(between="canary agreement")
    paper = to_json(Paper(terms, stays="canary of the site", limits="canary of the site"))
    box = crypto.seal_field(paper, table="circle_agreement", row=agreement_id, group=circle.group_id)
    made = CircleAgreement(public_id=agreement_id, circle_id=circle.id, version=1, box=box, made_at=clock.now())
    db.session.add(made)
    return agreement_id


def _hellos(made: Scene, asker: Person, asked: Person) -> None:
    owner = made.people["owner"]
    assert owner is not None
    for name, sender, receiver in (("hello_id", asker, owner), ("sent_hello", owner, asked)):
        hello_id, box = _sealed("canary hello", "hello", sender.public_id)
        hello = Hello(
            public_id=hello_id,
            asker_id=sender.id,
            asked_id=receiver.id,
            text_box=box,
            asked_at=clock.now(),
            made_key=chance.new_id(),
        )
        db.session.add(hello)
        made.ids[name] = hello_id


def _trio(made: Scene, third: Person, somebody: Person) -> None:
    """Another circle of the owner and the buddy, with one more in it, in which the buddy proposes somebody."""
    circle = begin_circle([_id(made, "owner"), _id(made, "buddy"), third.id])
    db.session.execute(update(CircleSeat).where(CircleSeat.circle_id == circle.id).values(is_asked_apart=False))
    proposal_id, box = _sealed("canary proposal", "proposal", circle.group_id)
    proposal = Proposal(
        public_id=proposal_id,
        circle_id=circle.id,
        proposer_id=_id(made, "buddy"),
        asked_id=somebody.id,
        box=box,
        made_at=clock.now(),
        made_key=chance.new_id(),
    )
    db.session.add(proposal)
    made.ids |= {"trio_id": circle.public_id, "proposal_id": proposal_id, "somebody_id": somebody.public_id}


def _community(made: Scene, asker: Person) -> None:
    """A private one: its members alone know of it. The owner looks after it, the buddy is in, somebody asks."""
    group = belonging.make_group(GroupKind.COMMUNITY)
    community = Community(
        group_id=group.id,
        name="Canary community",
        purpose="To be private",
        level=Level.PRIVATE,
        agreement="We are kind.",
        made_at=clock.now(),
    )
    db.session.add(community)
    db.session.flush()
    belonging.place(_id(made, "owner"), group.id, BelongingState.IN, role=GroupRole.FACILITATOR)
    belonging.place(_id(made, "buddy"), group.id, BelongingState.IN)
    belonging.place(asker.id, group.id, BelongingState.ASKED)
    for who in ("owner", "buddy"):
        mark = CommunityMark(community_id=community.id, member_id=_id(made, who), agreed_at=clock.now())
        db.session.add(mark)
    made.ids["community_id"] = community.public_id
    _conversation(made, community)


def _conversation(made: Scene, community: Community) -> None:
    thread = Thread(
        community_id=community.id,
        kind_id="question",
        title="Canary conversation",
        excerpt="Canary words",
        author_id=_id(made, "owner"),
        started_at=clock.now(),
        last_post_at=clock.now(),
        made_key=chance.new_id(),
    )
    db.session.add(thread)
    db.session.flush()
    post = Post(
        thread_id=thread.id,
        author_id=_id(made, "owner"),
        body="Canary words",
        html=text.render_markdown("Canary words"),
        is_opening=True,
        posted_at=clock.now(),
        made_key=chance.new_id(),
    )
    db.session.add(post)
    db.session.flush()
    db.session.add(Waiting(post_id=post.id, thread_id=post.thread_id))
    db.session.add(HelpAsked(post_id=post.id, member_id=_id(made, "buddy"), asked_at=clock.now()))
    made.ids |= {
        "thread_id": thread.public_id,
        "post_id": post.public_id,
        "thanks": post.public_id.hex[:8],
        "of": "reply",
        "gathering_id": gathering_of(community, _id(made, "owner"), thread),
    }
