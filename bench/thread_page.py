"""CPU milliseconds of one conversation page of twenty posts, signed in: the site beside the floor.

    make bench

Both are called in this process, through WSGI and without a socket, in turns, on the same SQLite database; what counts
is the CPU time of the process. Absolute numbers belong to this machine; the ratio travels.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from bench.floor import make_floor
from bench.seed import seed
from community import create_app
from community.settings import Settings, Stage

Wsgi = Callable[..., Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--threads", type=int, default=500)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=12)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked)


def measure(folder: Path, asked: argparse.Namespace) -> None:
    site = create_app(Settings(stage=Stage.TESTING, instance_path=folder, secret_key="only for measuring " * 3))
    print(f"{asked.members:,} members, {asked.threads:,} conversations, {asked.posts:,} posts on SQLite")
    seeded = seed(site, members=asked.members, threads=asked.threads, posts=asked.posts)
    floor = make_floor(folder / "community.sqlite3")
    conversation = f"/conversations/{seeded.thread}"
    pages = {
        "floor: conversation, ORM": (floor.wsgi_app, conversation),
        "conversation": (site.wsgi_app, conversation),
        "community with its conversations": (site.wsgi_app, f"/communities/{seeded.community}"),
        "home": (site.wsgi_app, "/"),
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    sizes = {name: len(ask(app, path, seeded.cookie)) for name, (app, path) in pages.items()}
    for _ in range(asked.rounds):  # in turns, so that a slow moment of the machine is shared
        for name, (app, path) in pages.items():
            taken[name].append(cpu_of(app, path, seeded.cookie))
    show(taken, sizes)


def ask(app: Wsgi, path: str, cookie: str) -> bytes:
    answered: list[str] = []
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_COOKIE": cookie,
        "HTTP_HOST": "127.0.0.1:8000",
    }
    setup_testing_defaults(environ)
    body = app(environ, lambda status, _headers: answered.append(status))
    whole = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    if not answered[0].startswith("200"):
        raise SystemExit(f"{path} answered {answered[0]}")
    return whole


def cpu_of(app: Wsgi, path: str, cookie: str, *, times: int = 20) -> float:
    """Milliseconds of CPU for one request, over `times` of them."""
    began = time.process_time()
    for _ in range(times):
        ask(app, path, cookie)
    return (time.process_time() - began) * 1000 / times


def show(taken: dict[str, list[float]], sizes: dict[str, int]) -> None:
    floor = statistics.median(next(iter(taken.values())))
    print(f"\n{'page':34} {'CPU ms':>8} {'of floor':>9} {'HTML kB':>8}")
    for name, each in taken.items():
        median = statistics.median(each)
        print(f"{name:34} {median:8.2f} {median / floor:8.2f}x {sizes[name] / 1000:8.1f}")


if __name__ == "__main__":
    main()
