"""Somebody who is on the way in."""

from community.core.roles import MemberState
from community.directory.models import Profile
from tests.browser import Browser
from tests.world import Person, World


def a_newcomer(world: World, name: str = "") -> tuple[Person, Browser]:
    """A member right after the account step: no profile, no rules accepted."""
    from sqlalchemy import delete, update

    from community.accounts.models import Member
    from community.core.database import db
    from community.directory.models import ProfileChallenge

    person = world.member(name, state=MemberState.JOINING, sector=None, place=None, challenges=())
    with world.inside():
        db.session.execute(delete(ProfileChallenge).where(ProfileChallenge.member_id == person.id))
        db.session.execute(delete(Profile).where(Profile.member_id == person.id))
        db.session.execute(
            update(Member).where(Member.id == person.id).values(rules_version=None, rules_accepted_at=None)
        )
    return person, world.browser(person)
