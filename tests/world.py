"""People and things that tests are about, made the short way: straight into the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from community.accounts.models import Member, MemberSession
from community.core import chance, clock
from community.core.database import db
from community.core.roles import Actor, MemberState, Role
from community.directory import actions as directory
from community.directory.models import NamedAs, Profile, ProfileChallenge
from community.directory.queries import house_rules
from community.practice import actions as practice
from community.web import cookies
from tests.browser import Browser


@dataclass(frozen=True)
class Person:
    """A member as tests speak of one."""

    id: int
    public_id: UUID
    name: str
    email: str
    actor: Actor


class World:
    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A committed visit to the database. Never open while a browser asks for a page."""
        with self.app.app_context():
            yield
            db.session.commit()

    def load_reference_lists(self) -> None:
        directory.load_reference_lists()
        practice.load_thread_kinds()
        db.session.commit()

    def member(
        self,
        name: str = "Nadia",
        *,
        sector: str | None = "care-home",
        place: str | None = "icb-lancashire-and-south-cumbria",
        role: Role = Role.MEMBER,
        state: MemberState = MemberState.ACTIVE,
        challenges: tuple[str, ...] = ("discharge-flow",),
        offers: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        **profile: Any,
    ) -> Person:
        """A member with a profile who accepted the house rules."""
        email = f"{name.lower().replace(' ', '.')}.{chance.new_id().hex[:6]}@{profile.pop('domain', 'example.org')}"
        with self.inside():
            now = clock.now()
            member = Member(
                email=email,
                email_key=email,
                display_name=name,
                role=role,
                state=state,
                joined_at=now,
                rules_version=house_rules().version,
                rules_accepted_at=now,
            )
            db.session.add(member)
            db.session.flush()
            db.session.add(
                Profile(
                    member_id=member.id,
                    sector_id=sector,
                    place_id=place,
                    changed_at=now,
                    is_available=profile.pop("is_available", True),
                    **profile,
                )
            )
            for named_as, chosen in ((NamedAs.TOP, challenges), (NamedAs.OFFER, offers), (NamedAs.NEED, needs)):
                for rank, challenge in enumerate(chosen, 1):
                    db.session.add(
                        ProfileChallenge(
                            member_id=member.id,
                            challenge_id=challenge,
                            named_as=named_as,
                            rank=rank if named_as is NamedAs.TOP else 0,
                        )
                    )
            db.session.flush()
            actor = Actor(member.id, member.public_id, name, role, state, b"")
            return Person(member.id, member.public_id, name, email, actor)

    def browser(self, person: Person | None = None) -> Browser:
        """A browser; signed in when a person is given."""
        client = self.app.test_client()
        for name, value in (self.cookies_of(person) if person else {}).items():
            client.set_cookie(name, value)
        return Browser(client)

    def cookies_of(self, person: Person) -> dict[str, str]:
        """The cookies of a new signed-in session."""
        token = chance.token()
        with self.inside():
            now = clock.now()
            db.session.add(
                MemberSession(
                    token_hash=chance.hash_of(token),
                    member_id=person.id,
                    created_at=now,
                    confirmed_at=now,
                    expires_at=now + timedelta(hours=24),
                )
            )
        with self.app.test_request_context():
            cookies.begin_session(token, remembered=False)
            return {name: value for name, (value, _) in cookies.pending_values().items()}

    def one(self, model: type[Any], **where: Any) -> Any:
        """The single row that answers, detached."""
        with self.app.app_context():
            row = db.session.scalars(select(model).filter_by(**where)).one()
            db.session.expunge(row)
            return row

    def count(self, model: type[Any], **where: Any) -> int:
        with self.app.app_context():
            return len(db.session.scalars(select(model).filter_by(**where)).all())
