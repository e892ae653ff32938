"""Where somebody stands on the way in."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select

from community.accounts.models import Member
from community.core import clock
from community.core.database import db
from community.directory.models import NamedAs, Profile, ProfileChallenge
from community.directory.queries.texts import house_rules

TIME_TO_AGREE = timedelta(days=30)


class Standing(NamedTuple):
    """Which steps are done. The rules are needed to enter; sector and a challenge to be suggested; the rest never."""

    name: str
    has_accepted_rules: bool
    has_told_sector: bool
    has_told_challenge: bool
    has_told_talking: bool

    @property
    def is_ready(self) -> bool:
        return self.has_accepted_rules and self.can_be_suggested

    @property
    def can_be_suggested(self) -> bool:
        return self.has_told_sector and self.has_told_challenge


_STANDING = (
    select(
        Member.display_name,
        Member.rules_version,
        Profile.sector_id,
        Profile.ways,
        Profile.times,
        exists()
        .where(ProfileChallenge.member_id == Member.id, ProfileChallenge.named_as == NamedAs.TOP)
        .label("has_challenge"),
    )
    .outerjoin(Profile, Profile.member_id == Member.id)
    .where(Member.id == bindparam("member"))
)

_VERSION = select(Member.rules_version).where(Member.id == bindparam("member"))


def has_agreed_to_rules(member_id: int) -> bool:
    """Whether this member has said yes to the house rules as they are now."""
    return db.session.execute(_VERSION, {"member": member_id}).scalar() == house_rules().version


def must_agree_before_writing(member_id: int) -> bool:
    """For thirty days new rules wait for their yes; afterwards whoever writes gives it first."""
    if clock.today() < house_rules().since + TIME_TO_AGREE:
        return False
    return not has_agreed_to_rules(member_id)


def standing_of(member_id: int) -> Standing:
    row = db.session.execute(_STANDING, {"member": member_id}).one()
    return Standing(
        row.display_name,
        row.rules_version == house_rules().version,
        row.sector_id is not None,
        bool(row.has_challenge),
        bool(row.ways or row.times),
    )
