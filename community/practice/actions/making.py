"""Making a community, what its front page says, and what its members agree."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind, GroupRole
from community.core import audit, clock
from community.core.database import changed, db
from community.core.errors import Invalid, NotAllowed, Stale
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.actions.announcing import tell_everybody
from community.practice.actions.marks import set_mark
from community.practice.agreeing import NO_ROOM, has_room, with_its_sentence
from community.practice.models import Community, EarlierAgreement, Level
from community.practice.queries import CommunitySeen, FrontWords

AGREEMENT = (
    "Speak for yourself, and ask before you tell.\n"
    "Disagree with ideas, and be curious about people.\n"
    "Write nothing that could identify a patient, resident, tenant, relative or colleague."
)


def usual_agreement(*, is_safe_space: bool) -> str:
    """The house's own."""
    return f"{policy.SAFE_SPACE}\n{AGREEMENT}" if is_safe_space else AGREEMENT


def make_community(
    *,
    name: str,
    purpose: str,
    level: Level,
    facilitators: Sequence[int] = (),
    learning_question: str = "",
    about: str = "",
    is_safe_space: bool = False,
    rhythm: str = "",
    agreement: str = "",
    maker_id: int | None = None,
    once: UUID | None = None,
) -> Community:
    """A new community with these members as its facilitators; without an agreement it takes the house's own."""
    group = belonging.make_group(GroupKind.COMMUNITY)
    made = Community(
        group_id=group.id,
        name=name,
        purpose=purpose,
        learning_question=learning_question,
        about=about,
        level=level,
        is_safe_space=is_safe_space,
        rhythm=rhythm,
        agreement=agreement or usual_agreement(is_safe_space=is_safe_space),
        maker_id=maker_id,
        made_key=once,
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    for member_id in facilitators:
        belonging.place(member_id, group.id, BelongingState.IN, role=GroupRole.FACILITATOR)
        set_mark(member_id, made.id, agreed_at=clock.now(), agreed_version=1)
    return made


def start_community(
    actor: Actor, words: FrontWords, *, level: Level, is_safe_space: bool, agreement: str, once: UUID
) -> UUID:
    """A member begins a community and looks after it. `once` is the form's key.

    That a place is a safe one is always part of what is agreed there.
    """
    made = make_community(
        name=words.name,
        purpose=words.purpose,
        learning_question=words.learning_question,
        about=words.about,
        rhythm=words.rhythm,
        level=level,
        is_safe_space=is_safe_space,
        agreement=with_its_sentence(agreement, is_safe_space=is_safe_space),
        facilitators=[actor.id],
        maker_id=actor.id,
        once=once,
    )
    audit.note("community made", actor_id=actor.id, object_kind="community", object_id=made.public_id)
    return made.public_id


def rewrite(actor: Actor, community: CommunitySeen, words: FrontWords) -> None:
    """Change the words of the front page; `words.version` is the one they were changed from. Raises Stale."""
    if not policy.can_run(community):
        raise NotAllowed
    now = queries.words_of_community(community.id)
    said = words._asdict() | {"version": words.version + 1}
    saved = update(Community).where(Community.id == community.id, Community.version == words.version).values(**said)
    if not changed(saved):
        raise Stale(yours=str(words), theirs=str(now))
    audit.note("front page changed", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    if words.name != now.name:
        notifications.retitle(community.public_id, words.name, group_id=community.group_id)


def agree_anew(actor: Actor, community: CommunitySeen, agreement: str, *, version: int) -> None:
    """Another agreement: every member reads on, and accepts it before they write again. Raises Stale.

    What makes a safe space safe stays in it; raises Invalid where there is no room for it.
    """
    if not policy.can_run(community):
        raise NotAllowed
    if not has_room(agreement, is_safe_space=community.is_safe_space):
        raise Invalid(NO_ROOM, "agreement")
    agreement = with_its_sentence(agreement, is_safe_space=community.is_safe_space)
    if agreement == community.agreement:
        return
    saved = (
        update(Community)
        .where(Community.id == community.id, Community.agreement_version == version)
        .values(agreement=agreement, agreement_version=version + 1)
    )
    if not changed(saved):
        raise Stale(yours=agreement, theirs=queries.community_seen_by(actor, community.public_id).agreement)
    kept = EarlierAgreement(
        community_id=community.id, version=version, agreement=community.agreement, replaced_at=clock.now()
    )
    db.session.add(kept)
    set_mark(actor.id, community.id, agreed_at=clock.now(), agreed_version=version + 1)
    tell_everybody(actor, What.AGREEMENT_CHANGED, community)
