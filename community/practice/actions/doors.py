"""The ways into a community and out of it."""

from uuid import UUID

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.core import audit, clock
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.actions.announcing import tell_if_untended, tell_member
from community.practice.actions.coming import give_up_seats
from community.practice.actions.marks import set_mark
from community.practice.actions.telling import count_askers, tell_asker, tell_facilitators
from community.practice.actions.tending import forget_offers, forget_offers_by
from community.practice.queries import CommunitySeen


def join(actor: Actor, community: CommunitySeen, words: str = "") -> BelongingState:
    """Accept the agreement and come in, or wait to be let in where the facilitators are asked. Returns which."""
    if community.is_member or community.has_asked:
        return BelongingState.IN if community.is_member else BelongingState.ASKED
    if not policy.can_join(community) and not policy.can_ask(community):
        raise NotAllowed
    state = BelongingState.IN if policy.can_join(community) else BelongingState.ASKED
    belonging.place(actor.id, community.group_id, state)
    accept(actor, community)
    set_mark(actor.id, community.id, asked_words=words if state is BelongingState.ASKED else "", read_at=None)
    if state is BelongingState.ASKED:
        tell_facilitators(actor, community)
    return state


def accept(actor: Actor, community: CommunitySeen) -> None:
    """The agreement as it was shown."""
    set_mark(actor.id, community.id, agreed_at=clock.now(), agreed_version=community.agreement_version)


def agree(actor: Actor, community: CommunitySeen) -> None:
    """A member accepts the agreement that has changed since they came in."""
    if policy.must_agree(community):
        accept(actor, community)
        notifications.take_back(community.public_id, member_id=actor.id, whats=[What.AGREEMENT_CHANGED])


def leave(actor: Actor, community: CommunitySeen) -> None:
    """Go, or stop waiting to be let in. Posts stay, under the same name."""
    if not policy.can_leave(community):
        return
    _take_out(actor.id, community)
    if community.has_asked:
        count_askers(community)
    if community.is_facilitator and not queries.doorkeepers_of(community.group_id):
        tell_if_untended(community)


def show_out(actor: Actor, community: CommunitySeen, person: UUID) -> None:
    """End somebody's membership. They are told, and cannot come back by themselves for a month."""
    if not policy.can_run(community):
        raise NotAllowed
    member = queries.member_of(actor, community, person)
    if member.is_facilitator:
        raise NotAllowed("Somebody who looks after the community cannot be shown out of it.")
    _take_out(member.id, community)
    set_mark(member.id, community.id, refused_at=clock.now())
    audit.note("member shown out", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    tell_member(actor, member.id, What.SHOWN_OUT, community, is_in=False)


def answer_asker(actor: Actor, community: CommunitySeen, asker: UUID, *, is_welcome: bool) -> None:
    """A facilitator lets somebody in, or not now. Raises Conflict when there is nothing to answer any more."""
    if not policy.can_answer_askers(community):
        raise NotAllowed
    waiting = {asking.card.public_id: asking.card.member_id for asking in queries.people_asking(actor, community)}
    state = BelongingState.IN if is_welcome else BelongingState.OUT
    if asker not in waiting or not belonging.answer(waiting[asker], community.group_id, state):
        raise Conflict("This has been answered already, or the person has stopped asking.")
    set_mark(waiting[asker], community.id, asked_words="")
    tell_asker(waiting[asker], community, is_welcome=is_welcome)
    count_askers(community)


def _take_out(member_id: int, community: CommunitySeen) -> None:
    belonging.take_out(member_id, community.group_id)
    give_up_seats(member_id, community)
    set_mark(member_id, community.id, agreed_at=None, agreed_version=None, asked_words="", read_at=None)
    forget_offers(community, member_id)
    forget_offers_by(member_id, community)
