"""One conversation of very many posts: what its first, its middle and its last page cost, and the one before a page.

    python -m bench.long_thread                                  # 100,000 posts, both engines
    python -m bench.long_thread --posts 20000 --engine sqlite

Asked through WSGI in this process, signed in, in turns. `p50` and `CPU` are milliseconds of a whole page of twenty
posts, statements and HTML; `of page 1` is what travels from machine to machine.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bench.postgres import a_postgres
from bench.seed import Seeded, seed
from bench.suggestions import analyse
from bench.thread_page import ask
from community import create_app
from community.core.database import db
from community.practice.models import Post, Thread
from community.settings import Settings, Stage

A_PAGE = 20
HEAD = f"{'engine':10} {'posts':>8} {'page':>22} {'p50 ms':>7} {'CPU ms':>7} {'of page 1':>9} {'load':>5}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--engine", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    print(HEAD)
    for engine in asked.engine:
        with tempfile.TemporaryDirectory() as folder:
            if engine == "sqlite":
                measure(engine, Path(folder), "", asked)
            else:
                with a_postgres(Path(folder)) as address:
                    measure(engine, Path(folder), address, asked)


def measure(engine: str, folder: Path, address: str, asked: argparse.Namespace) -> None:
    site = create_app(
        Settings(stage=Stage.TESTING, instance_path=folder, secret_key="only for measuring " * 3, database_url=address)
    )
    seeded = seed(site, members=50, threads=1, posts=asked.posts)
    with site.app_context():
        analyse()
        pages = addresses(seeded, asked.posts)
        db.session.remove()
    taken: dict[str, list[float]] = {name: [] for name in pages}
    cpu: dict[str, list[float]] = {name: [] for name in pages}
    for each in range(asked.rounds + 3):  # the first three warm what is read once
        for name, path in pages.items():
            wall, busy = time.perf_counter(), time.process_time()
            ask(site.wsgi_app, path, seeded.cookie)
            if each >= 3:
                taken[name].append((time.perf_counter() - wall) * 1000)
                cpu[name].append((time.process_time() - busy) * 1000)
    first = statistics.median(taken[next(iter(pages))])
    for name in pages:
        p50 = statistics.median(taken[name])
        print(
            f"{engine:10} {asked.posts:8,} {name:>22} {p50:7.1f} {statistics.median(cpu[name]):7.1f}"
            f" {p50 / first:8.2f}x {os.getloadavg()[0]:5.1f}",
            flush=True,
        )
    with site.app_context():
        db.engine.dispose()


def addresses(seeded: Seeded, posts: int) -> dict[str, str]:
    """The pages by number: each is found by the post that it follows, or that it leads up to."""
    here = f"/conversations/{seeded.thread}"
    ids = _every_post(seeded.thread)
    middle = min(1_000, posts // A_PAGE // 2)
    before = ids[middle * A_PAGE]
    return {
        "1": f"{here}?at={ids[0]}",
        f"{middle:,}": f"{here}?after={ids[(middle - 1) * A_PAGE - 1]}",
        f"before page {middle + 1:,}": f"{here}?before={before}",
        f"{posts // A_PAGE:,}": f"{here}?after={ids[-A_PAGE - 1]}",
    }


def _every_post(thread: UUID) -> list[UUID]:
    statement = select(Post.public_id).join(Thread, Thread.id == Post.thread_id).where(Thread.public_id == thread)
    return list(db.session.scalars(statement.order_by(Post.id)))


if __name__ == "__main__":
    main()
