"""Loading the demonstration, whole or not at all."""

from collections.abc import Iterator

from community.core import clock
from community.core.database import db
from community.core.errors import Conflict
from community.demo import queries
from community.demo.care import load_reports
from community.demo.circles import load_circles
from community.demo.conversations import load_communities
from community.demo.journals import load_journals
from community.demo.models import Demonstration
from community.demo.notices import all_letters_have_left
from community.demo.people import give_passwords, load_people


class NotNew(Conflict):
    message = "People live in this database already. The demonstration needs a new one."


def load() -> Iterator[str]:
    """Load everything, saying each step before it is taken. Raises NotNew. The caller commits at the end."""
    if not queries.is_a_new_database():
        raise NotNew
    yield "sixty people and three who look after the place"
    people = load_people()
    keys = give_passwords(people)
    yield "six communities and what is said in them"
    load_communities(people)
    yield "circles, hellos and promises"
    load_circles(people)
    yield "a report"
    load_reports(people)
    all_letters_have_left()
    yield "a journal"
    load_journals(people, keys)
    db.session.add(Demonstration(loaded_at=clock.now()))
    db.session.flush()
