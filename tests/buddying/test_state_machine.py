"""Hellos and circles, whatever people do and in whatever order: no overrun, no second circle, no reader too many."""

import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from community.buddying import actions
from community.buddying.actions.quiet import nudge_quiet_circles, resume_circles
from community.core.database import reading
from community.notifications.models import What
from tests.buddying import looking
from tests.buddying.circle_machine import GROWING, LIFE, WRITING, CircleMachine
from tests.buddying.machine import ANSWERING, ANY, ANYBODY, KEEPING, MEETING
from tests.buddying.oracle import DAYS, WEEKS, Circle, day_of
from tests.world import World

STORIES = {"sqlite": 20, "postgresql": 8}
MORE = int(os.environ.get("TEST_STORIES", "0"))  # search as long as you like: other stories each time
TIME = (
    "days_pass",
    "days_pass",
    "weeks_pass",
    "weeks_pass",
    "weeks_pass",
    "weeks_pass",
    "opens_a_page",
    "touches_the_past",
)
DULL = (*ANSWERING, *KEEPING, *TIME, "half_a_year")
EVERYTHING = (*DULL, *MEETING * 2, *LIFE * 2, *WRITING * 2, *GROWING * 3, *["opens_a_page"] * 3)
OFTEN = (
    "says hello", "says yes", "a circle begins", "a circle asks", "a circle grows", "becomes active", "blocks",
    "leaves", "finishes", "pauses", "resumes", "nudged", "rescued", "looks: half_way", "told of a look",
    "another half year", "a new job", "wakes by itself", "a page is read", "a page is not there",
)  # fmt: skip


class Life(CircleMachine):
    """With time, the jobs of every hour, and everything that must hold after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.deep: Counter[int] = Counter()

    # ---- time

    @rule(what=st.sampled_from(EVERYTHING), one=ANYBODY, two=ANYBODY, n=ANY)
    def something_happens(self, what: str, one: int, two: int, n: int) -> None:
        """One rule for all, so that every story is made of everything."""
        if what in MEETING + KEEPING:
            self.between_two(what, one, two, n)
        elif what in ANSWERING:
            self.about_a_hello(what, one, n)
        elif what in LIFE + WRITING + GROWING:
            self.in_a_circle(what, one, two, n)
        else:
            getattr(self, what)(one, two, n)

    def touches_the_past(self, one: int, two: int, n: int) -> None:
        self.in_a_circle_that_is_over(one, two)

    def days_pass(self, one: int, two: int, n: int) -> None:
        self.watch.shift(timedelta(days=(0.1, 1, 4, 11, 16, 22)[n % 6]))
        if n > 5:
            self.the_hour_strikes()

    def half_a_year(self, which: int, by: int, n: int) -> None:
        """One circle goes its whole way; the others meanwhile do nothing."""
        if not self.open_circles():
            return
        circle = self.one_of(which)
        if circle.state == "paused":
            self.resumes(circle, circle.seated[0], n)
        for who in circle.seated if circle.state == "first_meeting" else ():
            self._carries_on(circle, who)
        for kind, weeks in (("check_in", 3.1), ("half_way", 9), ("renewal", 12)):
            self.watch.shift(timedelta(weeks=weeks))
            if n % 2:
                self.the_hour_strikes()
            for who in circle.seated:
                self._looks(circle, who, kind, is_yes=n < 9)

    def weeks_pass(self, one: int, two: int, n: int) -> None:
        for _ in range(2):
            self.watch.shift(timedelta(weeks=(1.1, 1.6, 2.2, 5, 6, 7)[n % 6]))
            self.the_hour_strikes()

    def the_hour_strikes(self) -> None:
        """All hourly jobs; and once more, when there is nothing left to do."""
        self._wake_by_themselves()
        for _ in range(2):
            self._nudge()
            self._tell_of_looks()
        for job in (actions.remind_of_hellos, actions.close_hellos, actions.close_proposals):
            with self.world.inside():
                job()
        now = self.now()
        for hello in self.site.hellos:
            if hello.state == "waiting" and not hello.has_days(now):
                hello.state = "closed"
        for circle in self.site.circles:
            if circle.proposal and day_of(now) > day_of(circle.proposal.made_at) + timedelta(days=14):
                circle.proposal = None

    def _wake_by_themselves(self) -> None:
        self.watch.shift(timedelta(minutes=1))
        due = [
            circle
            for circle in self.site.circles
            if circle.state == "paused" and circle.paused_until and circle.paused_until <= day_of(self.now())
        ]
        with self.world.app.app_context():
            assert resume_circles() == len(due)
        for circle in due:
            self.happened["wakes by itself"] += 1
            circle.wake(self.now())

    def _nudge(self) -> None:
        """Exactly those are told who sit in a circle whose latest silence they have not heard of."""
        self.watch.shift(timedelta(minutes=1))
        due, moments = set(), {}
        for circle in self.site.circles:
            misses = circle.misses(self.now())
            for who in circle.seated if 1 <= misses <= 4 else ():
                interval = timedelta(days=14 if circle.state == "first_meeting" else DAYS[circle.rhythm])
                key = who, circle.contact_at, misses
                if not circle.nudged[key]:
                    due.add((circle.public_id, who, What.RESCUE if misses > 1 else What.QUIET))
                    moments[circle.public_id, who] = circle.contact_at + interval * misses + interval / 2
                    self.happened["rescued" if misses > 1 else "nudged"] += 1
                circle.nudged[key] = 1
        with self.world.app.app_context():
            assert nudge_quiet_circles() == len(due)
            told, asked = looking.told_of_silence(self), looking.asked_something_already(self)
            assert told <= due, "told of silence: somebody who was not due"
            assert {(*key, What.QUIET) for key in asked} >= due - told, "told of silence: not all who were due"
            seats = looking.nudged_seats()
        assert moments.items() <= seats.items()

    def _tell_of_looks(self) -> None:
        self.watch.shift(timedelta(minutes=1))
        due = sum(self._looks_due(circle) for circle in self.site.circles if circle.state == "active")
        with self.world.app.app_context():
            assert actions.tell_of_looks() == due
        self.happened["told of a look"] += due

    def _looks_due(self, circle: Circle) -> int:
        now, due = self.now(), 0
        assert circle.term_began_at is not None
        since, two_weeks = now - circle.term_began_at, timedelta(weeks=2)
        for kind, (begins, ends) in WEEKS.items():
            is_now = circle.is_the_week_of(kind, now) and since < timedelta(weeks=ends)
            for who in circle.seated:
                look = circle.looks.get((kind, who, circle.term))
                if is_now and not (look and (look.told_at or look.is_answered)):
                    circle.look(kind, who).told_at = now
                    due += 1
                elif (
                    kind == "renewal"
                    and look
                    and look.told_at
                    and now - look.told_at >= two_weeks
                    and timedelta(weeks=begins) + two_weeks <= since < timedelta(weeks=ends) + two_weeks
                    and not (look.is_answered or look.is_reminded)
                ):
                    look.is_reminded = True
                    due += 1
        return due

    # ---- looking

    def opens_a_page(self, which: int, by: int, n: int) -> None:
        if not self.site.circles:
            return
        circle, who = self.site.circles[which % len(self.site.circles)], self.who(by)
        browser = self.world.browser(self.people[who])
        page = browser.get(f"/buddies/circles/{circle.public_id}")
        paper = browser.get(f"/buddies/circles/{circle.public_id}/agreement")
        if who in circle.seated:
            assert page.status == paper.status == 200
            assert all(words in page for words in circle.words[-30:])
            self.happened["a page is read"] += 1
        else:
            assert page.status == paper.status == 404
            assert "canary" not in page.html + paper.html
            self.happened["a page is not there"] += 1

    @invariant()
    def everything_is_as_the_oracle_says(self) -> None:
        if not self.people:
            return
        with self.world.app.app_context(), reading():
            looking.check_rows(self.site)
            looking.check_apart(self)
            looking.check_silence(self)
            looking.check_gates(self, self.deep)
            for hello in {*self.site.hellos[-2:], *self.site.hellos[self.number % 5 :: 5]}:
                looking.check_hello(self, hello)


def test_whatever_people_do_the_rules_of_circles_hold(world: World, engine: str) -> None:
    happened: Counter[str] = Counter()
    machine = type("Story", (Life,), {"world": world, "happened": happened})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=MORE or STORIES[engine],
            stateful_step_count=30,
            derandomize=not MORE,
            database=None,
            deadline=None,
            print_blob=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    never = [what for what in OFTEN if not happened[what]]
    assert engine != "sqlite" or not never, f"no story ever came to this: {never}; {happened}"
