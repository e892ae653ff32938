"""A writing desk for tests: people whose journal has a key, and browsers in which it is open."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from community.accounts.models import Member
from community.core.database import db
from community.journal import actions
from community.journal.paper import Answer, Draft
from community.keyring import actions as keyring
from community.keyring import stretch
from community.keyring.wraps import JournalKey
from tests.browser import Browser, Page
from tests.world import Person, World

PASSWORD = "kettle heron lantern moss"


@dataclass(frozen=True)
class Writer:
    person: Person
    key: JournalKey
    browser: Browser


def give_journal(world: World, person: Person, password: str = PASSWORD) -> JournalKey:
    """What sign-up does: a password and a journal key wrapped under it."""
    with world.inside():
        root = stretch.stretch(password, stretch.new_salt(), stretch.current_kdf())
        member = db.session.get_one(Member, person.id)
        member.password_kdf, member.password_salt, member.password_verifier = root.kdf, root.salt, root.verifier
        db.session.flush()
        return keyring.begin_journal(person.id, person.public_id, root)


def unlock(browser: Browser, password: str = PASSWORD) -> Page:
    return browser.submit(browser.get("/journal/unlock"), "/journal/unlock", password=password)


def writer(world: World, name: str = "Nadia") -> Writer:
    """Somebody whose journal is open in a browser."""
    person = world.member(name)
    key = give_journal(world, person)
    browser = world.browser(person)
    assert unlock(browser).status == 303
    return Writer(person, key, browser)


def an_entry(
    world: World, who: Writer, text: str = "A few words", *, day: date = date(2026, 11, 21), **draft: object
) -> UUID:
    """An entry made the short way."""
    with world.inside():
        return actions.write_entry(who.person.id, who.key, Draft(day=day, answers=(Answer("", text),), **draft))  # type: ignore[arg-type]


def begin(who: Writer, template: str = "free") -> tuple[Page, str]:
    """The open paper of a new entry, and the address it saves to."""
    page = who.browser.get(f"/journal/new?template={template}")
    return page, page.form("/save").action


def fill(page: Page, **typed: object) -> dict[str, object]:
    """What the paper would send after somebody typed."""
    values = page.form("/save").values
    return values | {name.replace("answer_", "answers-"): text for name, text in typed.items()}


def no_such_entry() -> UUID:
    return uuid4()
