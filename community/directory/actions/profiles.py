"""What a member tells, kept: one part at a time, and never over words that changed meanwhile."""

from sqlalchemy import delete, insert, update

from community.accounts.models import Member
from community.core import audit, clock, limits
from community.core.database import db
from community.core.errors import Conflict, Invalid, Stale
from community.core.roles import Actor, MemberState
from community.directory import policy, queries
from community.directory.models import DeclaredInterest, InterestKind, NamedAs, Profile, ProfileChallenge
from community.directory.organisations import organisation_key
from community.directory.told import HowYouTalk, OnYourMind, Told, WhereYouSit, WhoMayFind


def accept_rules(actor: Actor, version: str) -> None:
    """Note that this member accepted this version of the house rules, and when. The first time counts."""
    if version != queries.house_rules().version:
        raise Conflict("The house rules have changed while you were reading. Please read the new ones.")
    db.session.execute(
        update(Member)
        .where(Member.id == actor.id, Member.rules_version.is_distinct_from(version))
        .values(rules_version=version, rules_accepted_at=clock.now())
    )


def refuse_before_rules(actor: Actor) -> None:
    """Raise Conflict where the actor is to say yes to the new house rules before they write."""
    if queries.must_agree_before_writing(actor.id):
        raise Conflict(
            "Our house rules have changed. Say that you agree on Home, then send this. Your words stay here."
        )


def go_by_name(actor: Actor, name: str) -> None:
    """Be shown under this name from now on."""
    if name != actor.name:
        db.session.execute(update(Member).where(Member.id == actor.id).values(display_name=name))


def tell(actor: Actor, told: Told, *, seen: str) -> None:
    """Keep one part of the profile. `seen` is the mark of that part as the form showed it.

    Raises Stale when the part has changed since, Invalid where the parts do not fit one another, and TooMany past a
    day's changes of what is compared in private.
    """
    before = queries.all_told_by(actor.id, actor.name).part(told.part)
    if before == told:
        return
    if seen != before.mark:
        raise Stale(yours=_plain(told), theirs=_plain(before))
    _count_what_is_compared(actor, before, told)
    _note_a_move(actor, before, told)
    profile = _profile_of(actor)
    profile.changed_at = clock.now()
    if isinstance(told, WhereYouSit):
        _keep_where(actor, profile, told)
    elif isinstance(told, OnYourMind):
        _keep_mind(actor, told)
    elif isinstance(told, HowYouTalk):
        _keep_talk(profile, told)
    elif isinstance(told, WhoMayFind):
        profile.findable_by = told.findable_by
    refresh_availability(actor.id)


def _count_what_is_compared(actor: Actor, before: Told, told: Told) -> None:
    """Whoever changed it often, and looked who is gone from the suggestions, would learn where somebody works.

    Each organisation counts for itself, or one change could ask for fifty. Whoever is still joining sees no
    suggestions, and has none to compare with.
    """
    if not (isinstance(before, WhereYouSit) and isinstance(told, WhereYouSit)):
        return
    (own, named), (own_now, named_now) = _compared(before), _compared(told)
    changes = (own != own_now) + len({key for _, key in named ^ named_now})
    if actor.state is MemberState.JOINING:
        changes = min(changes, 1)
    if changes > policy.COMPARED["limit"]:
        raise Invalid(policy.ENOUGH_COMPARED, min(kind for kind, _ in named ^ named_now).value)
    for _ in range(changes):
        limits.count("changes of what is compared", actor.id, message=policy.ENOUGH_COMPARED, **policy.COMPARED)


def _note_a_move(actor: Actor, before: Told, told: Told) -> None:
    """The ledger says that they sit elsewhere, or are bound otherwise; not where, nor by what."""
    if not (isinstance(before, WhereYouSit) and isinstance(told, WhereYouSit)):
        return
    if (before.sector_id, before.place_id, _compared(before)) != (told.sector_id, told.place_id, _compared(told)):
        audit.note(queries.MOVED, actor_id=actor.id, object_kind="profile", object_id=actor.public_id)


def _compared(where: WhereYouSit) -> tuple[str, set[tuple[InterestKind, str]]]:
    """What two people are kept apart by, as it is compared."""
    return organisation_key(where.organisation), {(kind, organisation_key(name)) for kind, name in where.interests}


def refresh_availability(member_id: int) -> None:
    """Set whether this member wants to be suggested and has told enough for it. How much room is left is not asked."""
    db.session.flush()
    row = queries.profile_row(member_id)
    profile = db.session.get(Profile, member_id)
    if row is None or profile is None:
        return
    profile.is_available = queries.is_complete(row) and row.capacity > 0


def _profile_of(actor: Actor) -> Profile:
    profile = db.session.get(Profile, actor.id)
    if profile is None:
        profile = Profile(member_id=actor.id, changed_at=clock.now())
        db.session.add(profile)
        db.session.flush()
    return profile


def _keep_where(actor: Actor, profile: Profile, told: WhereYouSit) -> None:
    _refuse_unknown_place(profile, told)
    go_by_name(actor, told.name)
    profile.sector_id = told.sector_id
    profile.other_sectors = list(told.other_sectors)
    profile.perspectives = list(told.perspectives)
    profile.place_id = told.place_id
    profile.place_shown_as = told.place_shown_as
    profile.about = told.about
    profile.organisation = told.organisation
    profile.organisation_key = organisation_key(told.organisation)
    db.session.execute(delete(DeclaredInterest).where(DeclaredInterest.member_id == actor.id))
    for kind, organisation in told.interests:
        db.session.add(
            DeclaredInterest(
                member_id=actor.id,
                kind=kind,
                organisation=organisation,
                organisation_key=organisation_key(organisation),
            )
        )


def _refuse_unknown_place(profile: Profile, told: WhereYouSit) -> None:
    """A place that has closed may be kept by whoever has it, and is not taken up anew."""
    if told.place_id is None or told.place_id == profile.place_id:
        return
    place = queries.places().get(told.place_id)
    if place is None or not place.is_current:
        raise Invalid("Choose a place from the list.", "place_words")


def _keep_mind(actor: Actor, told: OnYourMind) -> None:
    db.session.execute(delete(ProfileChallenge).where(ProfileChallenge.member_id == actor.id))
    chosen = (
        (NamedAs.TOP, told.top),
        (NamedAs.OTHER, told.others),
        (NamedAs.OFFER, told.offers),
        (NamedAs.NEED, told.needs),
    )
    rows = [
        {
            "member_id": actor.id,
            "challenge_id": challenge_id,
            "named_as": named_as,
            "rank": rank if named_as is NamedAs.TOP else 0,
        }
        for named_as, ids in chosen
        for rank, challenge_id in enumerate(ids, 1)
    ]
    if rows:
        db.session.execute(insert(ProfileChallenge), rows)


def _keep_talk(profile: Profile, told: HowYouTalk) -> None:
    profile.ways = list(told.ways)
    profile.times = list(told.times)
    profile.languages = list(told.languages)
    profile.access_needs = told.access_needs
    profile.distance = told.distance
    profile.side = told.side
    profile.capacity = told.capacity


def _plain(told: Told) -> str:
    said = queries.in_words(told)
    return "\n".join(f"{line.label}: {'; '.join(line.words) or 'nothing'}" for line in said)
