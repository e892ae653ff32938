"""A process that has imported everything and forks a `flask worker` at each line it reads: twenty starts in seconds."""

import os
import signal
import sys

import flask.cli
from sqlalchemy.orm import configure_mappers

from community import create_app


def live() -> None:
    create_app()  # for all that it imports; it opens nothing and starts nothing
    configure_mappers()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed is buried by the system
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.argv = ["flask", "--app", "community:create_app", "worker"]
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            flask.cli.main()
            os._exit(0)
        print(child, flush=True)  # noqa: T201


if __name__ == "__main__":
    live()
