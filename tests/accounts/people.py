"""People with passwords, and what they do at the door, as these tests speak of them."""

import re
from dataclasses import dataclass
from typing import Any

from community.accounts.models import Member
from community.core.database import db
from community.core.roles import MemberState, Role
from community.keyring import actions as keyring
from community.keyring import stretch
from community.mail import rendering
from community.mail.models import Letter
from community.mail.queries import Posted
from tests.browser import Browser, Page
from tests.world import Person, World

PASSWORD = "copper lantern walks home"
ANOTHER = "velvet otter reads slowly"


@dataclass(frozen=True)
class Door:
    """The way in, walked by hand."""

    world: World

    def person(self, name: str = "Nadia", **about: Any) -> Person:
        """A member with a password and a journal."""
        person = self.world.member(name, **about)
        with self.world.inside():
            member = db.session.get_one(Member, person.id)
            root = stretch.stretch(PASSWORD, stretch.new_salt(), stretch.current_kdf())
            member.password_kdf, member.password_salt, member.password_verifier = root.kdf, root.salt, root.verifier
            keyring.begin_journal(person.id, person.public_id, root)
        return person

    def staff(self, name: str = "Bryony") -> Person:
        return self.person(name, role=Role.ADMINISTRATOR)

    def suspended(self, name: str = "Derek") -> Person:
        return self.person(name, state=MemberState.SUSPENDED)

    def sign_in(
        self, person: Person, browser: Browser | None = None, *, password: str = PASSWORD, **more: Any
    ) -> tuple[Browser, Page]:
        browser = browser or self.world.browser()
        page = browser.submit(browser.get("/sign-in"), "/sign-in", email=person.email, password=password, **more)
        return browser, page

    def signed_in(self, person: Person, **more: Any) -> Browser:
        browser, page = self.sign_in(person, **more)
        assert page.status == 303, page.text
        return browser

    def newest_letter(self, to: str) -> rendering.Written:
        with self.world.app.app_context():
            row = db.session.query(Letter).filter_by(to_address=to).order_by(Letter.made_at.desc()).first()
            assert row is not None, f"no letter to {to}"
            posted = Posted(row.id, row.kind, row.to_address, row.about, row.state, row.tries, row.made_at)
            return rendering.write(posted)

    def newest_link(self, to: str) -> str:
        """The path of the link in the newest letter to this address."""
        found = re.search(
            r"http://127\.0\.0\.1:8000(/(?:join|reset|account/addresses|addresses/back)/\S+/\S+)",
            self.newest_letter(to).text,
        )
        assert found, "the letter has no link"
        return found[1]

    def ask_to_join(self, email: str, browser: Browser | None = None) -> str:
        browser = browser or self.world.browser()
        browser.submit(browser.get("/join"), "/join", email=email)
        return self.newest_link(email)

    def ask_for_reset(self, email: str) -> str:
        browser = self.world.browser()
        browser.submit(browser.get("/forgot"), "/forgot", email=email)
        return self.newest_link(email)


def cookie(browser: Browser, name: str) -> str | None:
    found = browser.client.get_cookie(name)
    return found.value if found else None
