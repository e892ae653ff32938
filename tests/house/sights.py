"""A small world with something of everything on its pages: long words, old things, empty rooms, things that wait."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from community.accounts import actions as accounts
from community.accounts.addresses import address_of
from community.accounts.models import Link, LinkPurpose, Member, SecondAddress
from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.buddying import actions as buddying
from community.buddying import queries as buddying_queries
from community.buddying.actions.agreement import save_agreement, say_yes
from community.buddying.actions.meetings import Plan
from community.buddying.actions.words import Promise
from community.buddying.agreed import OwnWords, Terms
from community.buddying.looks import Amiss, CheckIn, HalfWay, Met, Renewal, Useful
from community.buddying.models import Hello, MeetingHow
from community.buddying.queries.agreement import agreements_of
from community.buddying.seen import CircleSeen
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.directory.models import Side
from community.jobchange import actions as new_job
from community.jobchange import queries as new_job_queries
from community.jobchange.paper import HandOver
from community.journal import actions as journal
from community.journal.models import JournalEntry
from community.journal.paper import Answer, Draft
from community.keyring import actions as keyring
from community.keyring import stretch
from community.mail import actions as mail
from community.mail.links import bound_to, proof
from community.mail.models import Letter
from community.moderation import actions as moderation
from community.moderation import queries as keeping_away
from community.notifications import actions as notifications
from community.notifications.models import Level as Heard
from community.notifications.models import What
from community.notifications.ways import STOP
from community.notifications.wording import MEETINGS
from community.practice import actions as practice
from community.practice import queries as practice_queries
from community.practice.actions.feeds import make_feeds
from community.practice.models import Level, ReactionKind
from tests.admin.stuck import put_run, put_stuck_letter
from tests.browser import Browser
from tests.buddying.people import buddies, hello, seen_circle
from tests.buddying.terms import active_circle, change_circle, check_in, look_half_way, renew
from tests.house.circle_sights import add_circles
from tests.house.desk_sights import add_desk
from tests.house.gathering_sights import add_gatherings
from tests.house.reading_sights import add_reading
from tests.house.report_sights import add_reports_to_look_at
from tests.house.tended import add_tended_community
from tests.house.writing_sights import add_writing
from tests.journal.desk import PASSWORD, give_journal, unlock
from tests.mail.letters import SEVERAL, TO, WEEK
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread, many_posts
from tests.world import Person, World

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_LINK = "https://example.org/" + "a-very-long-address-" * 8
MARKDOWN = f"""We **tried** this for a week, and *this* is what we saw:

- fewer calls
- [a longer letter]({LONG_LINK})
- {LONG_WORD * 3}

1. First
2. Second

> Ring the desk first.

{LONG_LINK}

`code of the form {"x" * 90}`"""


@dataclass
class Sights:
    """Who may look, with which cookies; `ids` fills the gaps in addresses."""

    world: World
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def cookies_of(self, viewer: str) -> dict[str, str]:
        """The cookies of a viewer's session; a name that ends in "*" is of somebody whose journal is open."""
        if viewer not in self.cookies:
            browser = self.world.browser(self.people[viewer.rstrip("*")])
            if viewer.endswith("*"):
                assert unlock(browser).status == 303
            self.cookies[viewer] = _all_cookies(browser)
        return self.cookies[viewer]


def sights_of(world: World) -> Sights:
    seen = Sights(world)
    _people(seen)
    _buddies(seen)
    _looks(seen)
    _communities(seen)
    _journals(seen)
    _letters(seen)
    _desk(seen)
    _notices(seen)
    _hearings(seen)
    _addresses(seen)
    _new_job(seen)
    _kept_away(seen)
    add_desk(world, keeper=seen.people["nadia"], other=seen.people["gareth"], asker=seen.people["long"], ids=seen.ids)
    add_tended_community(
        world, keeper=seen.people["nadia"], member=seen.people["gareth"], outside=seen.people["long"], ids=seen.ids
    )
    add_reports_to_look_at(world, seen.people, seen.ids, f"Would you read this again? {LONG_WORD} {LONG_LINK}")
    add_circles(seen, f"Would you like to join us? {LONG_WORD} {LONG_LINK}")
    return seen


def _all_cookies(browser: Browser) -> dict[str, str]:
    found = {name: browser.client.get_cookie(name) for name in ("member", "seen", "jk", "jseen")}
    return {name: cookie.value for name, cookie in found.items() if cookie}


def _people(seen: Sights) -> None:
    everything = {
        "offers": ("frailty-prevention", "winter"),
        "needs": ("discharge-flow",),
        "perspectives": ["operational"],
        "about": f"I run a home of forty rooms. {LONG_WORD}",
        "ways": ["video", "in-person"],
        "times": ["tue-eve", "thu-am"],
        "languages": ["English", "Welsh"],
        "organisation": f"{LONG_WORD} Homes",
        "access_needs": "Captions, please.",
        "side": Side.EITHER,
    }
    world = seen.world
    seen.people = {
        "nadia": world.member("Nadia", challenges=("discharge-flow", "winter"), capacity=3, **everything),
        "gareth": world.member("Gareth", sector="nhs-acute", capacity=3),
        "long": world.member(LONG_WORD + " Wolfeschlegelsteinhaus", sector="carer", about=LONG_WORD * 5, capacity=3),
        "loner": world.member("Ivo", sector=None, place=None, challenges=()),
        "newcomer": world.member("Jo", sector=None, place=None, challenges=(), state=MemberState.JOINING),
        "ready": world.member("Jules", state=MemberState.JOINING),
        "suspended": world.member("Derek", state=MemberState.SUSPENDED),
        "ade": world.member("Ade", role=Role.ADMINISTRATOR, is_available=False),
        "agnes": world.member("Agnes " + LONG_WORD, is_available=False),
        "patrick": world.member("Patrick", sector="comm-icb"),
        "hassan": world.member("Hassan", sector="lg-public-health"),
        "tom": world.member("Tom", sector="housing-association", offers=("discharge-flow",), needs=("winter",)),
        "maggie": world.member(
            "Maggie", place="icb-west-yorkshire", side=Side.KIN, offers=("discharge-flow",), needs=("winter",)
        ),
    }
    with world.inside():
        new = update(Member).where(Member.id == seen.people["newcomer"].id)
        db.session.execute(new.values(rules_version=None, rules_accepted_at=None))
    seen.ids |= {f"{name}_id": person.public_id for name, person in seen.people.items()}


def _buddies(seen: Sights) -> None:
    world, (nadia, gareth, long) = seen.world, (seen.people[name] for name in ("nadia", "gareth", "long"))
    circle_id = buddies(world, gareth, nadia, "I see discharge from the other end. Shall we talk?")
    _fill_circle(world, circle_id, nadia, gareth)
    seen.ids["agreement_id"] = _agree(world, circle_id, gareth, nadia)
    finished_id = buddies(world, long, nadia, LONG_WORD)
    with world.inside():
        buddying.finish(nadia.actor, _circle(nadia, finished_id), is_not_again=False)
    seen.ids["received_hello_id"] = hello(world, seen.people["patrick"], nadia, f"May I ask you something? {LONG_LINK}")
    hello(world, nadia, seen.people["hassan"], "You know the council from inside. Half an hour?")
    accepted = world.one(Hello, asker_id=gareth.id).public_id
    seen.ids |= {"circle_id": circle_id, "finished_id": finished_id, "accepted_id": accepted}


def _looks(seen: Sights) -> None:
    """A trio at the end of its half year, whose half-way look is open; and a pair that has yet to look."""
    world, people = seen.world, seen.people
    trio = [people[name] for name in ("nadia", "gareth", "long")]
    due, pair = active_circle(world, *trio), active_circle(world, people["patrick"], people["tom"])
    for circle_id, weeks in ((due, 25), (pair, 13)):
        change_circle(world, circle_id, term_began_at=clock.now() - timedelta(weeks=weeks))
    for person, choice in zip(trio, HalfWay, strict=True):
        look_half_way(world, person, due, choice, f"What I would like {LONG_WORD * 2} {LONG_LINK}")
    check_in(world, trio[0], due, CheckIn(Met.NOT_YET, Useful.A_LITTLE, Amiss.SOMETHING, f"It is {LONG_WORD * 3}"))
    renew(world, trio[0], due, Renewal.FINISH)
    with world.inside():
        for person in (people["hassan"], people["long"], people["maggie"]):
            buddying.wish_for_contact(person.actor)
        wish = buddying_queries.wish_of(people["maggie"].actor)
        assert wish is not None
        buddying.take_wish(people["ade"].actor, wish.public_id, line=f"I ring you on Tuesday. {LONG_WORD}")
        wish = buddying_queries.wish_of(people["hassan"].actor)
        assert wish is not None
    seen.ids |= {"due_id": due, "looking_id": pair, "wish_id": wish.public_id}


def _circle(viewer: Person, circle_id: UUID) -> CircleSeen:
    return buddying_queries.circle_seen_by(viewer.actor, circle_id)


def _fill_circle(world: World, circle_id: UUID, nadia: Person, gareth: Person) -> None:
    for number in range(6):
        writer = (nadia, gareth)[number % 2]
        with world.inside():
            words = f"Message {number}. {LONG_LINK if number == 3 else LONG_WORD}"
            buddying.write_message(writer.actor, _circle(writer, circle_id), words=words, once=chance.new_id())
    circle = seen_circle(world, nadia, circle_id)
    with world.inside():
        for words, owner in ((f"Send the numbers {LONG_WORD * 2}", nadia), ("Ring the desk", gareth)):
            promise = Promise(words, owner.public_id, clock.today() + timedelta(days=3))
            buddying.make_promise(nadia.actor, circle, promise, once=chance.new_id())
        buddying.we_met(nadia.actor, circle, on=clock.today(), once=chance.new_id())
        when = (clock.now() + timedelta(days=1)).replace(microsecond=0)
        plan = Plan(when, MeetingHow.WALK, f"The bench by the canal {LONG_LINK}", 0)
        buddying.plan_meeting(nadia.actor, circle, plan, once=chance.new_id())


def _agree(world: World, circle_id: UUID, writer: Person, other: Person) -> UUID:
    """Two versions, of which the first counts; the second waits for the other's yes."""
    words, days = f"{LONG_WORD} {LONG_LINK}", [clock.today() + timedelta(days=each) for each in (90, 180)]
    for between in ("A short message here is fine.", words):
        with world.inside():
            terms = Terms(times=("tue-eve",), never=("sun-am",), between=between, review_on=days[0], ends_on=days[1])
            known = agreements_of(_circle(writer, circle_id))
            seen = known.newest.number if known.newest else 0
            save_agreement(writer.actor, _circle(writer, circle_id), terms, OwnWords(words, words), seen=seen)
            if not seen:
                say_yes(other.actor, _circle(other, circle_id), seen=1)
    with world.inside():
        return agreements_of(_circle(other, circle_id)).versions[-1].public_id


def _communities(seen: Sights) -> None:
    world, people = seen.world, seen.people
    nadia, gareth, long = people["nadia"], people["gareth"], people["long"]
    spaces = {
        level: a_community(
            world,
            level,
            facilitator=nadia if level is Level.ASK else gareth,
            members=(nadia, gareth, long)[: 2 if level is Level.HIDDEN else 3],
            name=f"{level.value.capitalize()}: home from hospital" if level is not Level.PRIVATE else LONG_WORD,
            purpose=f"People from every side of the door. {LONG_WORD}",
            learning_question="What would let somebody sleep in their own bed tonight?",
            about="Anybody who has ever waited for a letter.",
            rhythm="One question a week.",
            is_safe_space=level in {Level.PRIVATE, Level.HIDDEN},
        )
        for level in Level
    }
    foreign = a_community(world, Level.OPEN, facilitator=gareth, name="Winter together")
    asks = a_community(world, Level.ASK, facilitator=gareth, name="Ask us in")
    with world.inside():
        for asker in ("patrick", "maggie"):
            belonging.place(people[asker].id, spaces[Level.ASK].group_id, BelongingState.ASKED)
        belonging.place(people["loner"].id, asks.group_id, BelongingState.ASKED)
    seen.ids |= {f"{level.value}_id": space.public_id for level, space in spaces.items()}
    seen.ids |= {"foreign_id": foreign.public_id, "asks_id": asks.public_id}
    _conversations(seen, spaces[Level.OPEN])


def _conversations(seen: Sights, space: Space) -> None:
    world, (nadia, gareth, long) = seen.world, (seen.people[name] for name in ("nadia", "gareth", "long"))
    a_while_ago = clock.now() - timedelta(days=40)
    talk = a_thread(world, gareth, space, (long, MARKDOWN), (nadia, MARKDOWN), title=LONG_WORD * 2, body=MARKDOWN)
    _change_posts(world, talk, nadia, long)
    many_posts(world, gareth, talk, 22)
    story = a_thread(world, nadia, space, title="A story", kind="story", at=a_while_ago)
    with world.inside():
        kinds = list(practice_queries.thread_kinds())
    for kind in kinds:
        a_thread(world, gareth, space, title=f"A {kind}", kind=kind, at=a_while_ago)
    closed = a_thread(world, nadia, space, (gareth, "Thank you."), title="Closed and pinned", at=a_while_ago)
    _close_and_pin(world, gareth, closed)
    seen.ids |= {
        "thread_id": talk.public_id,
        "story_id": story.public_id,
        "closed_id": closed.public_id,
        "opening_id": story.posts[0],
        "post_id": talk.posts[2],
        "first_id": talk.posts[0],
        "quoted": talk.posts[1].hex[:8],
    }
    add_gatherings(world, space, seen.people, seen.ids, f"{LONG_WORD} {LONG_LINK}")
    add_reading(world, asker=nadia, helper=gareth, space=space, ids=seen.ids)
    add_writing(world, writer=nadia, other=gareth, ids=seen.ids)


def _change_posts(world: World, talk: Talk, nadia: Person, long: Person) -> None:
    """One is edited and thanked for, one is removed."""
    removed = a_reply(world, long, talk.public_id, "I take this back.")
    with world.inside():
        found = practice_queries.post_to_change(nadia.actor, talk.posts[2])
        practice.edit(nadia.actor, found, body=MARKDOWN + "\n\nAnd more.", title="", version=found.version)
        practice.remove(long.actor, practice_queries.post_to_change(long.actor, removed))
        thread = practice_queries.thread_seen_by(nadia.actor, talk.public_id)
        thanked = practice_queries.one_post(nadia.actor, thread, practice_queries.post_in(thread, talk.posts[1]))
        for kind in ReactionKind:
            practice.give_reaction(nadia.actor, thread, thanked, kind)
        practice.mark_read(nadia.actor, thread, thanked.id)


def _close_and_pin(world: World, gareth: Person, talk: Talk) -> None:
    with world.inside():
        thread = practice_queries.thread_seen_by(gareth.actor, talk.public_id)
        practice.pin(gareth.actor, thread)
        practice.close(gareth.actor, thread)


def _journals(seen: Sights) -> None:
    world, nadia = seen.world, seen.people["nadia"]
    old = give_journal(world, nadia, "an older pass-phrase of hers")
    give_journal(world, seen.people["loner"])
    with world.inside():
        journal.write_entry(nadia.id, old, _draft("Before the reset"))
        root = stretch.stretch(PASSWORD, stretch.new_salt(), stretch.current_kdf())
        key = keyring.seal_off(nadia.id, nadia.public_id, root)
        for weeks in range(8):
            moment = clock.now() - timedelta(weeks=weeks)
            seen.ids["entry_id"] = journal.write_entry(nadia.id, key, _draft(LONG_WORD, moment), saved_at=moment)
        broken = journal.write_entry(nadia.id, key, _draft("Broken"))
        spoilt = b"\x01" + bytes(400)
        db.session.execute(
            update(JournalEntry).where(JournalEntry.id == broken).values(head_box=spoilt, body_box=spoilt)
        )
        seen.ids["broken_id"] = broken


def _draft(title: str, moment: datetime | None = None) -> Draft:
    return Draft(
        day=(moment or clock.now()).date(),
        title=f"{title} {LONG_WORD}"[:120],
        answers=(Answer("What surprised me while it was going on?", f"A porter found a wheelchair. {LONG_LINK}"),),
        mood=4,
        challenges=("discharge-flow", "winter"),
        next_step="Thank the porter on Monday.",
        template="in-the-moment",
    )


def _hearings(seen: Sights) -> None:
    """What to hear about, chosen for all of a community and for one conversation; and feeds."""
    with seen.world.inside():
        make_feeds(seen.people["nadia"].actor)
        for thing, level in (("open_id", Heard.NOTHING), ("thread_id", Heard.EVERY)):
            notifications.hear(seen.people["nadia"].actor, seen.ids[thing], level)  # type: ignore[arg-type]


def _notices(seen: Sights) -> None:
    """Beside what the others' acts have told Nadia: long titles and names, many of one kind, and some read before."""
    world, (nadia, gareth, long) = seen.world, (seen.people[name] for name in ("nadia", "gareth", "long"))
    with world.inside():
        for number, what in enumerate(What):
            about, spot = chance.new_id(), chance.new_id()
            words = LONG_WORD if number % 2 else "Home from hospital, and what came after"
            if what in MEETINGS:
                words = clock.now().isoformat()
            for sender in (gareth, long)[: 1 + number % 2]:
                notifications.tell(nadia.id, what, about=about, spot=spot, sender=sender.actor, words=words)
            if number % 3 == 0:
                notifications.read_about(nadia.actor, about)


def _desk(seen: Sights) -> None:
    """A worker that has been quiet for a while, a job that fails, and letters that did not leave."""
    with seen.world.inside():
        put_run("send-letters", ago=timedelta(minutes=25))
        put_run("forget-expired", ago=timedelta(days=2), failed_with="OperationalError")
        put_stuck_letter(f"somebody@{LONG_WORD.lower()}.example")
        seen.ids["letter_id"] = put_stuck_letter(kind="join")


def _kept_away(seen: Sights) -> None:
    """Somebody blocked; somebody, and places, not to be suggested."""
    nadia = seen.people["nadia"].actor
    with seen.world.inside():
        for name, keep_away in (("agnes", moderation.block), ("ade", moderation.avoid)):
            keep_away(nadia, keeping_away.somebody_known_to(nadia, seen.people[name].public_id))
        for organisation in ("Canal Street Trust", LONG_WORD * 2):
            moderation.avoid_organisation(nadia, organisation)


def _letters(seen: Sights) -> None:
    world, nadia = seen.world, seen.people["nadia"]
    with world.inside():
        mac = proof(STOP, nadia.public_id, bound_to(nadia.email, "hello.message"))
        seen.ids["stop_link"] = f"{nadia.public_id}/hello.message/{mac}"
        accounts.ask_to_join(address_of("somebody.new@example.org"))
        accounts.ask_for_reset(address_of(seen.people["nadia"].email))
        for name, about in (("notices", SEVERAL), ("digest", WEEK)):
            letter = mail.post(name, TO, member_id=nadia.id, about=about)
            db.session.flush()
            seen.ids[f"{name}_letter_id"] = letter.id
    found = [link for link in world.browser().get("/letters").links if "/join/" in link or "/reset/" in link]
    for path in ("join", "reset"):
        link = next(each for each in found if f"/{path}/" in each)
        seen.ids |= {f"{path}_link": link.split(f"/{path}/")[1]}
    seen.ids["join_letter_id"] = world.one(Letter, kind="join").id


def _addresses(seen: Sights) -> None:
    """Somebody with two addresses, one that is to be proven, and one that was taken away."""
    nadia, loner, gareth = (seen.people[name] for name in ("nadia", "loner", "gareth"))
    with seen.world.inside():
        for person, email in ((loner, f"loner@{LONG_WORD.lower()}.example"), (gareth, "gareth@home.example")):
            older = clock.now() - timedelta(days=8)  # than the first: taken away, it can be put back
            values = {"member_id": person.id, "email": email, "email_key": email, "proven_at": older}
            db.session.add(SecondAddress(**values))
        accounts.ask_for_address(nadia.actor, address_of("nadia@home.example"))
        db.session.flush()
        accounts.remove_address(gareth.actor, "gareth@home.example")
    for name, purpose in (("address", LinkPurpose.ADDRESS), ("back", LinkPurpose.ADDRESS_BACK)):
        link = seen.world.one(Link, purpose=purpose)
        with seen.world.app.app_context():
            seen.ids[f"{name}_link"] = f"{link.id}/{proof(purpose.value, link.id, link.email)}"


def _new_job(seen: Sights) -> None:
    nadia = seen.people["nadia"].actor
    with seen.world.inside():
        for each in new_job_queries.to_tell(nadia):
            new_job.keep_words(nadia, each, f"I start on Monday. {LONG_WORD} {LONG_LINK}")
        new_job.save_note(nadia, HandOver("Amara, on Tuesdays.", "", LONG_WORD, MARKDOWN), seen=None)
