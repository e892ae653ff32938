"""N3: a job is a row. Workers claim it, one at a time; what a run came to is noted; a failure stops nothing else."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from community.core import clock
from community.core.audit import AuditLine, note
from community.core.database import db
from community.jobs import actions, bell, registry, running
from community.jobs.job import Job
from community.jobs.models import JobRun
from community.jobs.running import Ending
from community.jobs.worker import Crew
from community.settings import ROOT
from tests.web.ear import listening
from tests.world import World

HOUR = timedelta(hours=1)


@contextmanager
def only(app: Flask, *jobs: Job) -> Iterator[None]:
    """For a while these are all the jobs there are."""
    usual = app.extensions["jobs"]
    app.extensions["jobs"] = list(jobs)
    try:
        yield
    finally:
        app.extensions["jobs"] = usual


def tick(app: Flask) -> None:
    crew = Crew(app)
    crew.tick()
    crew.rest()


def fails() -> None:
    raise RuntimeError("comfort@example.org would not have it")


def writes_a_line() -> None:
    note("job ran", actor_id=None, object_kind="job")


def test_a_job_runs_as_often_as_it_asked(app: Flask, world: World) -> None:
    job = Job("count", HOUR, writes_a_line, "Count.")
    with only(app, job), time_machine.travel(clock.now(), tick=False) as now:
        tick(app)
        tick(app)
        assert world.count(AuditLine) == 1, "and what it wrote is committed"
        now.shift(HOUR)
        tick(app)
    assert world.count(AuditLine) == 2


def test_a_job_that_fails_is_noted_undone_and_stops_no_other(app: Flask, world: World) -> None:
    def writes_and_fails() -> None:
        writes_a_line()
        fails()

    both = Job("break", HOUR, writes_and_fails, "Break."), Job("count", HOUR, writes_a_line, "Count.")
    with only(app, *both), time_machine.travel(clock.now(), tick=False) as now:
        tick(app)
        assert world.count(AuditLine) == 1, "what the failing one wrote is undone"
        began = clock.now()
        now.shift(actions.TRY_AGAIN_AFTER)
        tick(app)
    run = world.one(JobRun, name="break")
    assert (run.failed_with, run.failures, run.failing_since) == ("RuntimeError", 2, began)
    assert (run.leased_until, run.claimed_by) == (None, None)
    assert world.one(JobRun, name="count").failed_with == ""


def test_a_job_that_works_again_is_no_longer_said_to_fail(app: Flask, world: World) -> None:
    running.run(app, Job("mend", HOUR, fails, "Mend."))
    assert world.one(JobRun).failures == 1
    running.run(app, Job("mend", HOUR, writes_a_line, "Mend."), is_asked=True)
    run = world.one(JobRun)
    assert (run.failed_with, run.failures, run.failing_since) == ("", 0, None)


def test_what_went_wrong_is_logged_without_its_words(app: Flask, world: World) -> None:
    with listening() as ear:
        running.run(app, Job("break", HOUR, fails, "Break."))
    assert "RuntimeError" in ear.text and "in fails" in ear.text
    assert "comfort@" not in ear.text


def test_eight_workers_at_once_run_a_job_once(app: Flask, world: World) -> None:
    together, let_go = Barrier(8), Event()

    def runs_long() -> None:
        writes_a_line()
        db.session.commit()
        let_go.wait(20)

    job = Job("hold", HOUR, runs_long, "Hold.")

    def work(_number: int) -> Ending:
        together.wait(20)
        ending = running.run(app, job).ending
        if ending is Ending.NOT_OURS:
            let_go.set()
        return ending

    with ThreadPoolExecutor(8) as pool:
        endings = list(pool.map(work, range(8)))
    assert endings.count(Ending.DONE) == 1
    assert endings.count(Ending.NOT_OURS) == 7
    assert world.count(AuditLine) == 1


def test_the_lease_of_a_worker_that_died_ends_by_itself(app: Flask, world: World) -> None:
    job = Job("hold", timedelta(days=1), writes_a_line, "Hold.")
    with only(app, job):
        with world.inside():
            assert actions.claim(job) is not None  # and here that worker dies
        tick(app)
        assert world.count(AuditLine) == 0
        with time_machine.travel(clock.now() + job.lease + timedelta(seconds=1)):
            tick(app)
    assert world.count(AuditLine) == 1, "long before it would be due again"


def test_a_run_that_is_killed_each_time_counts_as_failing_until_one_goes_well(app: Flask, world: World) -> None:
    job = Job("hold", timedelta(days=1), writes_a_line, "Hold.")
    with time_machine.travel(clock.now(), tick=False) as now:
        began = clock.now()
        for failures in range(3):
            with world.inside():
                assert actions.claim(job) is not None  # and here that worker dies
            run = world.one(JobRun)
            assert (run.failures, run.failed_with) == (failures, "Killed" if failures else "")
            assert run.failing_since == (began if failures else None)
            now.shift(job.lease)
        assert running.run(app, job).ending is Ending.DONE
    run = world.one(JobRun)
    assert (run.failures, run.failed_with, run.failing_since) == (0, "", None)


def test_what_is_much_is_done_a_little_at_a_time_and_left_when_the_worker_stops(app: Flask, world: World) -> None:
    left = [7]

    def do_some(limit: int) -> int:
        some = min(limit, left[0])
        left[0] -= some
        return some

    def do_some_and_stop(limit: int) -> int:
        running.stop()
        return do_some(limit)

    with app.app_context():
        assert running.in_batches(do_some, 3) == 7
        left[0] = 7
        try:
            assert running.in_batches(do_some_and_stop, 3) == 3
        finally:
            running.stop(False)


def test_a_run_that_lives_renews_its_lease(app: Flask, world: World) -> None:
    job = Job("hold", HOUR, lambda: _wait_for_renewal(world), "Hold.", lease=timedelta(seconds=0.6))
    assert running.run(app, job).ending is Ending.DONE


def _wait_for_renewal(world: World) -> None:
    first = world.one(JobRun).leased_until
    for _ in range(200):
        if world.one(JobRun).leased_until > first:
            return
        Event().wait(0.05)
    raise AssertionError("the lease was never renewed")


def test_a_run_that_was_overtaken_does_not_end_the_run_of_another(app: Flask, world: World) -> None:
    job = Job("hold", HOUR, writes_a_line, "Hold.")
    with world.inside():
        slow = actions.claim(job)
        db.session.execute(update(JobRun).values(leased_until=clock.now() - timedelta(seconds=1)))
        other = actions.claim(job)
        assert slow and other and slow != other
        actions.finish(job, slow)
    assert world.one(JobRun).claimed_by == other


def test_asking_for_a_job_that_is_running_runs_it_once_more(app: Flask, world: World) -> None:
    job = Job("hold", HOUR, writes_a_line, "Hold.")
    with only(app, job):
        with world.inside():
            mine = actions.claim(job)
        assert running.run(app, job, is_asked=True).ending is Ending.NOT_OURS
        with world.inside():
            assert mine
            actions.finish(job, mine)
        tick(app)
    assert world.count(AuditLine) == 1


def test_every_job_is_a_plain_command(app: Flask, world: World) -> None:
    for job in registry.all_jobs(app):
        result = app.test_cli_runner().invoke(args=[job.name])
        assert (result.exit_code, result.output[:4]) == (0, "Done"), job.name
        assert world.one(JobRun, name=job.name).ended_at is not None
        assert job.does.endswith(".") and job.name == job.name.lower()


def test_cron_runs_every_job_and_nothing_else(app: Flask) -> None:
    crontab = re.findall(r"^    [*0-9]+ .*$", (ROOT / "docs" / "runbook.md").read_text(), re.MULTILINE)
    in_cron = re.findall(r"flask ([a-z-]+)", "\n".join(crontab))
    assert sorted(in_cron) == sorted(job.name for job in registry.all_jobs(app))


def test_a_command_says_kindly_that_a_worker_is_just_running_it(app: Flask, world: World) -> None:
    job = next(job for job in registry.all_jobs(app) if job.name == "forget-expired")
    with world.inside():
        actions.claim(job)
    result = app.test_cli_runner().invoke(args=["forget-expired"])
    assert result.exit_code == 0
    assert "just running this" in result.output


def test_a_command_that_fails_says_so_and_ends_badly(app: Flask, world: World) -> None:
    broken = Job("break-now", HOUR, fails, "Break.")
    with only(app):
        registry.add(app, broken)
        result = app.test_cli_runner().invoke(args=["break-now"])
        del app.cli.commands["break-now"]
    assert result.exit_code == 1
    assert "RuntimeError" in result.output and "comfort@" not in result.output


def test_the_bell_is_rung_for_what_is_committed_and_not_for_what_is_undone(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(app.extensions["bell"], "ring", rung.append)
    browser = world.browser()
    page = browser.get("/join")
    browser.submit(page, "/join", email="")
    assert rung == [], "nothing was posted"
    browser.submit(page, "/join", email="somebody.new@example.org")
    assert rung == ["send-letters"]
    with app.app_context():
        bell.ring_after_commit("send-letters")
        assert rung == ["send-letters"], "not before the commit"
        db.session.rollback()
        bell.forget_what_was_asked()
        bell.ring_what_was_asked()
    assert rung == ["send-letters"]


def test_a_job_that_fails_rings_for_nothing(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(app.extensions["bell"], "ring", rung.append)

    def asks_and_fails() -> None:
        bell.ring_after_commit("send-letters")
        fails()

    running.run(app, Job("break", HOUR, asks_and_fails, "Break."))
    assert rung == []
    running.run(app, Job("ask", HOUR, lambda: bell.ring_after_commit("send-letters"), "Ask."))
    assert rung == ["send-letters"]


def test_a_job_is_free_for_its_next_turn_whatever_it_raised(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    def ends_badly(_app: Flask, job: Job, *, is_asked: bool) -> None:
        turns.append(job.name)
        raise SystemExit(1) if len(turns) == 1 else RuntimeError("once more")

    job = Job("leave", HOUR, writes_a_line, "Leave.")
    with only(app, job):
        crew = Crew(app)
        with monkeypatch.context() as broken:
            broken.setattr(running, "run", ends_badly)
            for turn in (1, 2):
                crew.heard("leave")
                for _ in range(100):
                    if len(turns) == turn and not crew._busy:
                        break
                    Event().wait(0.05)
        crew.heard("leave")
        crew.rest()
    assert turns == ["leave"] * 2 and world.count(AuditLine) == 1
