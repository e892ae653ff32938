"""The sixty people, and the three who look after the place."""

from collections.abc import Iterator
from datetime import timedelta

from community.accounts.models import Member
from community.core import chance, clock
from community.core.database import db
from community.core.roles import Actor, MemberState, Role
from community.demo.rows import Row, rows_of, several
from community.directory import queries as directory
from community.directory.models import (
    DeclaredInterest,
    Distance,
    InterestKind,
    NamedAs,
    Profile,
    ProfileChallenge,
    ShownAs,
    Side,
)
from community.directory.organisations import organisation_key
from community.keyring import actions as keyring
from community.keyring import stretch
from community.keyring.wraps import JournalKey
from community.notifications import actions as notifications

PASSWORD = "lamp on by the door"  # noqa: S105  (printed on the screen for whoever tries the demonstration)
SIGN_INS = {
    "m01": "runs a care home; has a buddy, a waiting hello and a journal",
    "m02": "her buddy, from a hospital discharge hub",
    "m03": "a family carer who facilitates a private community",
    "m18": "in her first week as a registered manager",
    "m34": "a housing lead whose circle rests for a while",
    "s2": "the moderator",
    "s3": "the administrator",
}
ROLES = {"s2": Role.MODERATOR, "s3": Role.ADMINISTRATOR}
INTERESTS = {"m41": InterestKind.INSPECTS, "m20": InterestKind.COMMISSIONS}
KINDS_OF_PLACE_SHOWN = {"nation": ShownAs.NATION, "nhs_region": ShownAs.REGION}


def load_people() -> dict[str, Member]:
    """Everybody, by the short id of the files."""
    people = dict(_people())
    db.session.add_all(people.values())
    db.session.flush()
    for row in rows_of("members"):
        member = people[row["id"]]
        db.session.add(_profile(member, row))
        db.session.add_all(_challenges(member, row))
        if row["id"] in INTERESTS:
            db.session.add(
                DeclaredInterest(
                    member_id=member.id,
                    kind=INTERESTS[row["id"]],
                    organisation=row["organisation"],
                    organisation_key=organisation_key(row["organisation"]),
                )
            )
    for member in people.values():
        notifications.begin(member.id)
    db.session.flush()
    return people


def _people() -> Iterator[tuple[str, Member]]:
    chance_of_joining = chance.seeded("demonstration", "joined")
    staff = [row | {"email": f"{row['name'].split()[0].lower()}@example.org"} for row in rows_of("staff")]
    for row in [*rows_of("members"), *staff]:
        joined_at = clock.now() - timedelta(days=110 + chance_of_joining.randrange(90))
        if row["id"] == "m18":
            joined_at = clock.now() - timedelta(days=6)
        yield (
            row["id"],
            Member(
                email=row["email"],
                email_key=row["email"],
                display_name=row["name"],
                role=ROLES.get(row["id"], Role.MEMBER),
                state=MemberState.ACTIVE,
                joined_at=joined_at,
                rules_version=directory.house_rules().version,
                rules_accepted_at=joined_at,
            ),
        )


def actor_of(member: Member) -> Actor:
    """The member as actions know whoever acts; nobody here has signed in."""
    return Actor(member.id, member.public_id, member.display_name, member.role, member.state, b"")


def give_passwords(people: dict[str, Member]) -> dict[str, JournalKey]:
    """A password and a journal for those one can sign in as. Slow (a stretch each); returns the journal keys."""
    keys = {}
    for short_id in SIGN_INS:
        member = people[short_id]
        member.password_kdf = stretch.current_kdf()
        member.password_salt = stretch.new_salt()
        root = stretch.stretch(PASSWORD, member.password_salt, member.password_kdf)
        member.password_verifier = root.verifier
        keys[short_id] = keyring.begin_journal(member.id, member.public_id, root)
    return keys


def _profile(member: Member, row: Row) -> Profile:
    place = directory.places()[row["place_id"]] if row["place_id"] else None
    return Profile(
        member_id=member.id,
        sector_id=row["sector"],
        place_id=row["place_id"] or None,
        place_shown_as=KINDS_OF_PLACE_SHOWN.get(place.kind, ShownAs.AREA) if place else ShownAs.AREA,
        organisation=row["organisation"],
        organisation_key=organisation_key(row["organisation"]),
        perspectives=several(row["perspectives"]),
        about=row["bio"],
        side=Side(row["want"]),
        distance=Distance(row["near"]),
        ways=several(row["modes"]),
        times=several(row["availability"]),
        languages=several(row["languages"]),
        capacity=int(row["capacity"]),
        is_available=True,
        changed_at=member.joined_at,
    )


def _challenges(member: Member, row: Row) -> Iterator[ProfileChallenge]:
    for named_as, column in ((NamedAs.TOP, "top_challenges"), (NamedAs.OFFER, "offers"), (NamedAs.NEED, "needs")):
        for rank, challenge_id in enumerate(several(row[column]), 1):
            yield ProfileChallenge(
                member_id=member.id,
                challenge_id=challenge_id,
                named_as=named_as,
                rank=rank if named_as is NamedAs.TOP else 0,
            )
