"""What a job is. (Its own small module: the list of jobs and the running of one both speak of it.)"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """An action without arguments that happens by itself, and that whoever runs the site may run by hand.

    `name` is a kebab verb, which is also the command: `flask <name>`. `does` is the sentence on the desk. `run` may do
    short transactions of its own; whatever is open when it returns is committed. A run that died is made good when its
    `lease` has passed; a run that lives renews it.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    does: str
    lease: timedelta = LEASE
