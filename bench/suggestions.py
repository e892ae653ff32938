"""Suggestions on a site of many members: milliseconds of one answer, and how close it comes to comparing everybody.

    python -m bench.suggestions                             # 1,000, 10,000 and 100,000 members on both engines
    python -m bench.suggestions --members 100000 --engine postgresql

Members have exposure counted over the lists of recently active ones, as the nightly job does it. For some viewers the
exact best twenty of the whole site are worked out as well, by scoring everybody whom the rules allow; the share is the
sum of the totals suggested over the sum of the exact best twenty. The floor is one look-up by an index.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import create_engine, select, text

from bench.people import fill
from bench.postgres import a_postgres
from community import create_app
from community.accounts.models import Member
from community.buddying import actions
from community.buddying import queries as buddying
from community.buddying.matching import FLOOR, LIST_SIZE, PairFacts, is_allowed, score
from community.buddying.queries.everybody import Memory, everybody
from community.buddying.queries.people import COLUMNS, Somebody, somebodies
from community.core import clock
from community.core.database import db, reading
from community.core.roles import Actor, MemberState, Role
from community.directory import actions as directory
from community.directory.models import Profile
from community.settings import Settings, Stage

AT_ONCE = 500
HEAD = (
    f"{'engine':10} {'members':>8} {'read s':>7} {'first ms':>8} {'p50 ms':>7} {'p95 ms':>7} {'CPU ms':>7}"
    f" {'floor ms':>8} {'shown':>6} {'of exact 20':>11} {'least':>6} {'MB':>5} {'of it':>5} {'night s':>7} {'load':>5}"
)


class Figures(NamedTuple):
    """Of one engine with so many members. `partly`: the first answer of a process that has only begun to read."""

    reading_seconds: float
    partly: float
    p50: float
    p95: float
    cpu: float
    floor: float
    shown: float
    share: float
    least: float
    memory: float
    of_everybody: float
    night: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--engine", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--answers", type=int, default=400, help="how many answers to time")
    parser.add_argument("--exact", type=int, default=40, help="for how many viewers to score the whole site")
    asked = parser.parse_args()
    print(HEAD)
    for engine in asked.engine:
        for members in asked.members:
            with tempfile.TemporaryDirectory() as folder:
                in_a_process_of_its_own(partial(show, engine, members, Path(folder), asked))


def in_a_process_of_its_own(do: Callable[[], None]) -> None:
    """So that the memory of one size is not counted with the next."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            do()
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the measuring failed")


def show(engine: str, members: int, folder: Path, asked: argparse.Namespace) -> None:
    if engine == "sqlite":
        f = measure(folder, "", members, asked)
    else:
        with a_postgres(folder) as address:
            f = measure(folder, address, members, asked)
    print(
        f"{engine:10} {members:8,} {f.reading_seconds:7.2f} {f.partly:8.1f} {f.p50:7.1f} {f.p95:7.1f} {f.cpu:7.1f}"
        f" {f.floor:8.2f} {f.shown:6.1f} {f.share:11.1%} {f.least:6.1%} {f.memory:5.0f} {f.of_everybody:5.0f}"
        f" {f.night:7.1f} {os.getloadavg()[0]:5.1f}",
        flush=True,
    )


def measure(folder: Path, address: str, members: int, asked: argparse.Namespace) -> Figures:
    site = create_app(
        Settings(stage=Stage.TESTING, instance_path=folder, secret_key="only for measuring " * 3, database_url=address)
    )
    in_a_process_of_its_own(lambda: prepare(site, members))
    with site.app_context():
        viewers = [actor(row) for row in viewers_of(asked.answers)]
        before, began = megabytes(), time.perf_counter()
        with reading():
            everybody()
        seconds, memory = time.perf_counter() - began, megabytes()
        partly = partly_read(site)
        for viewer in viewers[:30]:  # statements compiled, caches of the database warm
            answer(viewer)
        began = time.process_time()
        taken = sorted(milliseconds(partial(answer, viewer)) for viewer in viewers)
        cpu = (time.process_time() - began) * 1000 / len(viewers)
        floor = statistics.median(milliseconds(lambda: look_up(viewers[0])) for _ in range(100))
        with reading():
            shown = statistics.mean(buddying.suggestions_for(each).how_many for each in viewers[:50])
        shares = list(shares_of(viewers[: asked.exact])) if asked.exact else [1.0]
        night = seconds_of_the_night()
    p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
    return Figures(
        *(seconds, partly, p50, p95, cpu, floor, shown), *(statistics.mean(shares), min(shares)),
        *(memory, memory - before, night),
    )  # fmt: skip


def prepare(site: Flask, members: int) -> None:
    with site.app_context():
        db.create_all()
        directory.load_reference_lists()
        db.session.commit()
        fill(members)
        analyse()
        actions.count_exposure()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def analyse() -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        return
    with create_engine(db.engine.url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def partly_read(site: Flask) -> float:
    """Milliseconds until a process that has only begun to read has found somebody to compare with."""
    memory = Memory(site.app_context)
    with reading():
        taken = milliseconds(memory.look)
    memory.wait()
    return taken


def seconds_of_the_night() -> float:
    began = time.perf_counter()
    actions.count_exposure()
    return time.perf_counter() - began


def megabytes() -> float:
    """Of this process, now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this needs /proc")


def viewers_of(how_many: int) -> Any:
    luck = random.Random(7)
    rows = db.session.execute(
        select(Member.id, Member.public_id, Member.display_name)
        .join(Profile, Profile.member_id == Member.id)
        .where(Profile.is_available, Profile.circles_open < Profile.capacity)
        .order_by(Member.id)
    ).all()
    db.session.rollback()
    return luck.sample(rows, min(how_many, len(rows)))


def actor(row: Any) -> Actor:
    return Actor(row.id, row.public_id, row.display_name, Role.MEMBER, MemberState.ACTIVE, b"")


def answer(viewer: Actor) -> None:
    with reading():
        buddying.suggestions_for(viewer)


def look_up(viewer: Actor) -> None:
    with reading():
        db.session.execute(select(Member.display_name).where(Member.id == viewer.id)).one()


def milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def shares_of(viewers: list[Actor]) -> Iterator[float]:
    """For each viewer: the totals suggested over the totals of the best twenty of everybody."""
    known = load_everybody()
    facts = PairFacts(today=clock.today())
    by_public_id = {each.public_id: each for each in known.values()}
    for viewer in viewers:
        me = known[viewer.id]
        with reading():
            found = buddying.suggestions_for(viewer)
        totals = sorted(
            (total for each in known.values() if (total := total_of(me, each)) and allowed(me, each, facts)),
            reverse=True,
        )
        best = totals[:LIST_SIZE]
        shown = [
            score(me.person, by_public_id[card.public_id].person).total
            for card in (*found.another_side, *found.know_your_job)
        ]
        yield sum(shown) / sum(best) if best else 1.0


def load_everybody() -> dict[int, Somebody]:
    known: dict[int, Somebody] = {}
    ids = list(db.session.scalars(select(Profile.member_id).where(Profile.is_available)))
    statement = select(*COLUMNS).join(Profile, Profile.member_id == Member.id)
    for first in range(0, len(ids), AT_ONCE):
        rows = db.session.execute(statement.where(Member.id.in_(ids[first : first + AT_ONCE]))).all()
        known |= somebodies(rows)
    db.session.rollback()
    return known


def allowed(me: Somebody, other: Somebody, facts: PairFacts) -> bool:
    return me.id != other.id and is_allowed(me.candidate, other.candidate, facts)


def total_of(me: Somebody, other: Somebody) -> float:
    """The score; 0 where nothing is shared, or under the floor."""
    parts = score(me.person, other.person)
    return parts.total if parts.has_common_ground and parts.total >= FLOOR else 0.0


if __name__ == "__main__":
    main()
