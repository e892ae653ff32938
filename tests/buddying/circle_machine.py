"""What a circle's people do, and what happens by itself, as rules of the machine."""

from datetime import timedelta
from uuid import UUID

from community.buddying import actions, queries
from community.buddying.actions import agreement
from community.buddying.actions.drafts import keep_draft
from community.buddying.agreed import NOTHING, Terms
from community.buddying.looks import Amiss, Answer, CheckIn, HalfWay, Met, Renewal, Useful
from community.buddying.models import MeetingHow, Rhythm
from community.buddying.queries.drafts import my_draft
from community.buddying.queries.inviting import growing
from community.buddying.said import Plan, Promise
from community.core import chance
from tests.buddying.machine import Machine, Refused
from tests.buddying.oracle import WEEKS, Agreement, Circle, Hello, Proposal, day_of, noon

A_MINUTE = timedelta(minutes=1)


LIFE = (
    "carries_on", "carries_on", "pauses", "resumes", "resumes", "keeps_going", "finishes_or_leaves",
    "somebody_has_a_new_job", "says_it_feels_right", "looks", "looks", "looks",
)  # fmt: skip
WRITING = (
    "writes", "promises_and_begins_to_write", "plans_or_calls_off", "says_we_met", "writes_an_agreement", "agrees",
)  # fmt: skip
GROWING = ("proposes", "answers_a_proposal", "answers_a_proposal", "grows", "grows")


class CircleMachine(Machine):
    def in_a_circle(self, what: str, which: int, by: int, n: int) -> None:
        if self.open_circles():
            circle = self.one_of(which)
            getattr(self, what)(circle, self.who(by, circle.seated), n)

    def in_a_circle_that_is_over(self, which: int, by: int) -> None:
        over = [circle for circle in self.site.circles if not circle.is_open]
        if over:
            circle = over[which % len(over)]
            self.touches_what_is_over(circle, self.who(by, circle.seated))

    # ---- the way of a circle

    def carries_on(self, circle: Circle, one: int, n: int) -> None:
        for who in list(circle.seated) if n % 3 else [one]:
            self._carries_on(circle, who)

    def _carries_on(self, circle: Circle, who: int) -> None:
        actor, may = self.people[who].actor, circle.state != "paused"
        if self.does(lambda: actions.carry_on(actor, self.seen(circle, who)), is_allowed=may, what="carries on"):
            circle.carries_on.add(who)
            self.settle(circle)

    def settle(self, circle: Circle) -> None:
        before = circle.state, circle.term
        circle.settle(self.now())
        if circle.state != before[0]:
            self.happened["becomes active"] += 1
        if circle.term != before[1]:
            self.happened["another half year"] += 1

    def pauses(self, circle: Circle, who: int, n: int) -> None:
        days = (None, 3, 30)[n % 3]
        until = day_of(self.now()) + timedelta(days=days) if days else None
        actor, once = self.people[who].actor, chance.new_id()
        self.does(
            lambda: actions.pause(actor, self.seen(circle, who), until=until, once=once), is_allowed=True, what="pauses"
        )
        if circle.state != "paused":
            circle.rest(self.now(), until)

    def resumes(self, circle: Circle, who: int, n: int) -> None:
        actor = self.people[who].actor
        self.does(lambda: actions.resume(actor, self.seen(circle, who)), is_allowed=True, what="resumes")
        if circle.state == "paused":
            circle.wake(self.now())

    def keeps_going(self, circle: Circle, who: int, n: int) -> None:
        rhythm = (None, *Rhythm)[n % 5]
        actor = self.people[who].actor

        def act() -> None:
            if rhythm is None:
                actions.keep_going(actor, self.seen(circle, who))
            else:
                actions.change_rhythm(actor, self.seen(circle, who), rhythm)

        if self.does(act, is_allowed=circle.state != "paused", what="keeps going"):
            circle.rhythm = rhythm.value if rhythm else circle.rhythm
            circle.touch(self.now())

    def finishes_or_leaves(self, circle: Circle, who: int, n: int) -> None:
        is_not_again, word = n % 3 == 0, n % 2 == 0
        actor, last = self.people[who].actor, self.words("last word") if word else ""
        self.happened["leaves" if len(circle.seated) > 2 else "finishes"] += 1
        self.does(
            lambda: actions.finish(actor, self.seen(circle, who), is_not_again=is_not_again, last_word=last),
            is_allowed=True,
            what="ends",
        )
        if is_not_again:
            circle.not_again.add(who)
        if word:
            circle.words.append(last)
            if len(circle.seated) > 2:
                circle.touch(self.now())  # it goes on, and this is a message like any other
        self.site.leave(circle, who, self.now())

    def touches_what_is_over(self, circle: Circle, who: int) -> None:
        """Nothing that is done to a finished circle changes it."""
        actor, once = self.people[who].actor, chance.new_id()
        tries = {
            "writing": lambda: actions.write_message(actor, self.seen(circle, who), words="too late", once=once),
            "resuming": lambda: actions.resume(actor, self.seen(circle, who)),
            "pausing": lambda: actions.pause(actor, self.seen(circle, who), until=None, once=once),
            "keeping going": lambda: actions.keep_going(actor, self.seen(circle, who)),
            "carrying on": lambda: actions.carry_on(actor, self.seen(circle, who)),
            "meeting": lambda: actions.we_met(actor, self.seen(circle, who), on=day_of(self.now()), once=once),
        }
        for what, act in tries.items():
            self.does(act, is_allowed=False, what=f"{what} in a finished circle")
        assert not self.attempt(lambda: actions.look_again(self.seen(circle, who)))

    # ---- what is written

    def writes(self, circle: Circle, who: int, n: int) -> None:
        actor, words, once = self.people[who].actor, self.words("message"), chance.new_id()
        self.does(
            lambda: actions.write_message(actor, self.seen(circle, who), words=words, once=once),
            is_allowed=True,
            what="writes",
        )
        circle.words.append(words)
        circle.touch(self.now())

    def promises_and_begins_to_write(self, circle: Circle, who: int, n: int) -> None:
        actor, words, draft, once = self.people[who].actor, self.words("promise"), self.words("draft"), chance.new_id()

        def act() -> None:
            seen = self.seen(circle, who)
            actions.make_promise(actor, seen, Promise(words, actor.public_id, None), once=once)
            before = my_draft(seen)
            keep_draft(actor, seen, draft, seen=before.saved_at if before else None, once=chance.new_id())

        self.does(act, is_allowed=True, what="promises")
        circle.promises.add(words)
        circle.drafts[who] = draft

    def plans_or_calls_off(self, circle: Circle, who: int, n: int) -> None:
        days, is_off = (2, 20)[n % 2], n % 3 == 0
        actor, starts_at, once = self.people[who].actor, self.now() + timedelta(days=days), chance.new_id()

        def act() -> None:
            seen = self.seen(circle, who)
            if is_off:
                actions.call_off(actor, seen)
            else:
                planned = queries.meetings_of(seen).planned
                plan = Plan(starts_at, MeetingHow.PHONE, "", planned.revision if planned else 0)
                actions.plan_meeting(actor, seen, plan, once=once)

        self.does(act, is_allowed=True, what="calls off" if is_off else "plans")
        circle.meets_at = None if is_off else starts_at

    def says_we_met(self, circle: Circle, who: int, n: int) -> None:
        days_ago = n % 4
        on = day_of(self.now()) - timedelta(days=days_ago)
        actor, once = self.people[who].actor, chance.new_id()
        may = on >= day_of(circle.began_at)
        if self.does(
            lambda: actions.we_met(actor, self.seen(circle, who), on=on, once=once), is_allowed=may, what="we met"
        ):
            circle.touch(noon(on) if days_ago else self.now())
            if circle.meets_at and day_of(circle.meets_at) <= on:
                circle.meets_at = None

    def writes_an_agreement(self, circle: Circle, who: int, n: int) -> None:
        rhythm = list(Rhythm)[n % 4]
        actor, words = self.people[who].actor, self.words("agreement")
        terms, seen = Terms(rhythm=rhythm, between=words), len(circle.agreements)
        self.does(
            lambda: agreement.save_agreement(actor, self.seen(circle, who), terms, NOTHING, seen=seen),
            is_allowed=True,
            what="writes an agreement",
        )
        circle.agreements.append(Agreement(words, rhythm.value, set()))
        circle.agree(who, self.now())
        for each in circle.seated if n % 3 else ():
            self._agrees(circle, each)

    def agrees(self, circle: Circle, who: int, n: int) -> None:
        if circle.agreements:
            self._agrees(circle, who)

    def _agrees(self, circle: Circle, who: int) -> None:
        actor, seen = self.people[who].actor, len(circle.agreements)
        self.does(lambda: agreement.say_yes(actor, self.seen(circle, who), seen=seen), is_allowed=True, what="agrees")
        circle.agree(who, self.now())

    # ---- looks

    def looks(self, circle: Circle, one: int, n: int) -> None:
        """What is due, or sometimes anything; one of them, or mostly everybody, who mostly wants to go on."""
        due = [each for each in WEEKS if circle.is_the_week_of(each, self.now())]
        for who in list(circle.seated) if n % 3 else [one]:
            self._looks(circle, who, due[n % len(due)] if due and n % 4 else list(WEEKS)[n % 3], is_yes=n < 9)

    def _looks(self, circle: Circle, who: int, kind: str, *, is_yes: bool) -> None:
        actor, words = self.people[who].actor, self.words(kind)
        half_way = Answer(HalfWay.CARRY_ON if is_yes else HalfWay.FINISH, words)
        renewal = Answer(Renewal.RENEW if is_yes else Renewal.FINISH, words)
        look = {
            "check_in": lambda: actions.check_in(
                actor, self.seen(circle, who), CheckIn(Met.YES, Useful.YES, Amiss.NOTHING, words)
            ),
            "half_way": lambda: actions.look_half_way(actor, self.seen(circle, who), half_way),
            "renewal": lambda: actions.renew(actor, self.seen(circle, who), renewal),
        }[kind]
        there = circle.looks.get((kind, who, circle.term))
        may = circle.is_the_week_of(kind, self.now() + A_MINUTE) and not (there and there.is_open)
        if self.does(look, is_allowed=may, what=f"looks: {kind}"):
            kept = circle.look(kind, who)
            kept.words, kept.is_answered = words, True
            kept.choice = ("renew" if is_yes else "finish") if kind == "renewal" else ""
            self.settle(circle)

    def somebody_has_a_new_job(self, circle: Circle, who: int, n: int) -> None:
        assert self.attempt(lambda: actions.look_again(self.seen(circle, who)))
        self.happened["a new job"] += 1
        circle.has_moved, circle.feels_right = True, set()

    def says_it_feels_right(self, circle: Circle, who: int, n: int) -> None:
        actor = self.people[who].actor
        self.does(lambda: actions.say_it_feels_right(actor, self.seen(circle, who)), is_allowed=True, what="right")
        circle.feels_right.add(who)
        self.settle(circle)

    # ---- growing

    def proposes(self, circle: Circle, who: int, n: int) -> None:
        outside = [each for each in self.people if each not in circle.seated] or list(self.people)
        other, later = self.who(n, outside if n < 11 else None), self.now() + A_MINUTE
        words, once = self.words("proposal"), chance.new_id()
        actor, asked_id = self.people[who].actor, self.people[other].public_id

        def act() -> UUID:
            seen = self.seen(circle, who)
            actions.propose(actor, seen, queries.stranger_seen_by(actor, asked_id), words=words, once=once)
            proposal = growing(seen).proposal
            assert proposal is not None
            return proposal.public_id

        inside = set(circle.seated)
        is_free = len(inside) < 6 and circle.state != "paused" and not self._is_growing(circle)
        try:
            proposal_id = self.attempt(act)
        except Refused as refused:
            must = is_free and self.site.must_ask(who, inside, other, later)
            assert not must, f"a proposal was refused: {refused}"
            return
        may = other not in inside and self.site.may_ask({who}, other, later)
        assert is_free and may, "a proposal went through that a rule of whoever proposes stands against"
        self.happened["proposes"] += 1
        circle.proposal = Proposal(who, other, words, self.now(), public_id=proposal_id)

    def _is_growing(self, circle: Circle) -> bool:
        now = self.now() + A_MINUTE
        proposal = circle.proposal
        if proposal and day_of(now) <= day_of(proposal.made_at) + timedelta(days=14):
            return True
        held = (hello for hello in self.site.hellos if hello.joins is circle and hello.has_days(now))
        return any(hello.state in ("waiting", "declined") for hello in held)

    def answers_a_proposal(self, circle: Circle, who: int, n: int) -> None:
        proposal = circle.proposal
        if proposal is None:
            return
        if n % 4:
            self._says_yes_to_proposal(circle, who)
            return
        actor, proposal_id = self.people[who].actor, proposal.public_id
        self.attempt(lambda: actions.rather_not(actor, self.seen(circle, who), proposal_id))
        circle.proposal = None

    def grows(self, circle: Circle, one: int, n: int) -> None:
        """The whole way: proposed, everybody says yes, and so does whoever is asked."""
        self.proposes(circle, one, n)
        for who in list(circle.seated):
            if circle.proposal:
                self._says_yes_to_proposal(circle, who)
        hello = self.site.hellos[-1] if self.site.hellos else None
        if n % 3 and hello is not None and hello.joins is circle and hello.state == "waiting":
            self._yes_to(hello, hello.asked)

    def _says_yes_to_proposal(self, circle: Circle, who: int) -> None:
        proposal, later = circle.proposal, self.now() + A_MINUTE
        assert proposal is not None
        if who == proposal.proposer or who in proposal.yeses:
            return
        actor, proposal_id = self.people[who].actor, proposal.public_id
        has_days = day_of(later) <= day_of(proposal.made_at) + timedelta(days=14)
        try:
            led_to = self.attempt(lambda: actions.say_yes(actor, self.seen(circle, who), proposal_id))
        except Refused as refused:
            assert not has_days or set(circle.seated) <= {proposal.proposer, who} | proposal.yeses, refused
            return
        assert has_days, "a yes to a proposal that is over"
        proposal.yeses.add(who)
        is_all = set(circle.seated) <= {proposal.proposer} | proposal.yeses
        assert is_all == (led_to is not actions.Answered.NOTED)
        if is_all:
            self._asks(circle, proposal, was_asked=led_to is actions.Answered.ASKED)

    def _asks(self, circle: Circle, proposal: Proposal, *, was_asked: bool) -> None:
        inside, now = set(circle.seated), self.now()
        if not was_asked:
            must = self.site.must_ask(proposal.proposer, inside, proposal.asked, now)
            assert not must, "a circle may not ask"
        else:
            assert self.site.may_ask(inside, proposal.asked, now), "a circle asks somebody whom a rule keeps from it"
            self.happened["a circle asks"] += 1
            hello = Hello(proposal.proposer, proposal.asked, proposal.words, now, joins=circle)
            self.site.hellos.append(hello)
            hello.public_id = self._hello_id(circle, proposal.asked)
        circle.proposal = None

    def _hello_id(self, circle: Circle, asked: int) -> UUID:
        with self.world.inside():
            received = queries.received_by(self.people[asked].actor)
            seen = self.seen(circle, circle.seated[0])
            return next(hello.public_id for hello in received if hello.joins_id == seen.id)
