"""Making communities, and the ways in and out of them."""

from collections.abc import Sequence
from uuid import UUID

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind, GroupRole
from community.core import clock
from community.core.database import db
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.practice import policy, queries
from community.practice.actions.marks import set_mark
from community.practice.actions.telling import count_askers, tell_asker, tell_facilitators
from community.practice.models import Community, Level
from community.practice.queries import CommunitySeen

AGREEMENT = (
    "Speak for yourself, and ask before you tell.\n"
    "Disagree with ideas, and be curious about people.\n"
    "Write nothing that could identify a patient, resident, tenant, relative or colleague."
)


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
        agreement=agreement or (f"{policy.SAFE_SPACE}\n{AGREEMENT}" if is_safe_space else AGREEMENT),
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    for member_id in facilitators:
        belonging.place(member_id, group.id, BelongingState.IN, role=GroupRole.FACILITATOR)
        set_mark(member_id, made.id, agreed_at=clock.now())
    return made


def join(actor: Actor, community: CommunitySeen) -> BelongingState:
    """Accept the agreement and come in, or wait to be let in where the facilitators are asked. Returns which."""
    if community.is_member or community.has_asked:
        return BelongingState.IN if community.is_member else BelongingState.ASKED
    if not policy.can_join(community) and not policy.can_ask(community):
        raise NotAllowed
    state = BelongingState.IN if policy.can_join(community) else BelongingState.ASKED
    belonging.place(actor.id, community.group_id, state)
    set_mark(actor.id, community.id, agreed_at=clock.now(), read_at=None)
    if state is BelongingState.ASKED:
        tell_facilitators(actor, community)
    return state


def leave(actor: Actor, community: CommunitySeen) -> None:
    """Go, or stop waiting to be let in. Posts stay, under the same name."""
    if not policy.can_leave(community):
        return
    belonging.take_out(actor.id, community.group_id)
    set_mark(actor.id, community.id, agreed_at=None, read_at=None)
    if community.has_asked:
        count_askers(community)


def answer_asker(actor: Actor, community: CommunitySeen, asker: UUID, *, is_welcome: bool) -> None:
    """A facilitator lets somebody in, or not now. Raises Conflict when there is nothing to answer any more."""
    if not policy.can_answer_askers(community):
        raise NotAllowed
    waiting = {card.public_id: card.member_id for card, _ in queries.people_asking(actor, community)}
    state = BelongingState.IN if is_welcome else BelongingState.OUT
    if asker not in waiting or not belonging.answer(waiting[asker], community.group_id, state):
        raise Conflict("This has been answered already, or the person has stopped asking.")
    tell_asker(waiting[asker], community, is_welcome=is_welcome)
    count_askers(community)
