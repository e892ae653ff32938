"""One more for a circle: one proposes, everybody says yes, and the circle asks. A no is nobody's."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, insert, update

from community.buddying import policy, queries
from community.buddying.actions.hello_rows import NOT_THE_TIME, keep_hello, take_back_for_circle
from community.buddying.actions.words import tell_the_others, use_one_act
from community.buddying.models import Proposal, ProposalState, ProposalYes
from community.buddying.queries import inviting, joining, life
from community.buddying.queries.finding import Stranger
from community.buddying.queries.hellos import MOST_OPEN, over_at
from community.buddying.queries.inviting import Proposed
from community.buddying.queries.life import HeldCircle
from community.buddying.seen import CircleSeen, OneCircle
from community.core import chance, clock, crypto
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, TooMany
from community.core.roles import Actor
from community.directory.actions import refuse_before_rules
from community.notifications import actions as notices
from community.notifications.models import What

PROPOSALS_A_DAY = 5  # in a circle, whoever proposes
NOT_OPEN = "This circle cannot ask anybody just now."
UNDER_WAY = "Your circle is about to ask somebody already, or waits for an answer. One at a time."
HAS_CHANGED = "Your circle has changed meanwhile. Please look again."
TOO_LATE = "This does not wait for an answer any more."


class Answered(StrEnum):
    """What a yes has led to: the hello is sent, others have still to say, or it cannot be asked now."""

    ASKED = "asked"
    NOTED = "noted"
    NOT_NOW = "not-now"


def propose(actor: Actor, circle: CircleSeen, to: Stranger, *, words: str, once: UUID) -> None:
    """Ask the others whether to ask somebody, in these words. A repeat of the same form changes nothing.

    Raises Conflict where a rule of the actor's own stands against it (never saying which), or another proposal or
    hello goes before. The rules of the others are asked when all have said yes: here the answer would tell of them.
    """
    if inviting.proposal_made_with(actor, once) is not None:
        return
    refuse_before_rules(actor)
    held, seated = life.hold_with_members(circle.id, to.id)
    if inviting.proposal_made_with(actor, once) is not None:
        return
    if not policy.can_invite(circle) or not held.is_open:
        raise Conflict(NOT_OPEN)
    if set(seated) != set(circle.names_by_id):
        raise Conflict(HAS_CHANGED)
    if inviting.is_growing(circle.id):
        raise Conflict(UNDER_WAY)
    if not joining.may_all_meet([actor.id], to.id):
        raise Conflict(NOT_THE_TIME)
    _refuse_past_limits(actor.id, to.id)
    if queries.proposals_today(circle.id) >= PROPOSALS_A_DAY:
        raise TooMany("That is enough people to ask about for one day. Please go on tomorrow.", retry_after=3600)
    use_one_act(actor, circle)
    _close(Proposal.circle_id == circle.id)  # one that ran out of days, before the job has come round to it
    proposal_id = _keep(actor, circle, to, words=words, once=once)
    tell_the_others(actor, circle, What.PROPOSED, spot=proposal_id)


def say_yes(actor: Actor, circle: CircleSeen, proposal_id: UUID) -> Answered:
    """Yes, ask: the hello is on its way when everybody has said so. A repeat changes nothing.

    Where a rule of anybody's stands against it, the proposal closes as with any "rather not".
    """
    seen = inviting.proposal_in(circle, proposal_id)
    held, seated = life.hold_with_members(circle.id, seen.asked_id)
    proposal = inviting.proposal_in(circle, proposal_id)
    if actor.id == proposal.proposer_id or proposal.has_said_yes:
        return Answered.ASKED if proposal.state is ProposalState.SENT else Answered.NOTED
    if not proposal.is_open or not held.is_open or actor.id not in seated:
        raise Conflict(TOO_LATE)
    yes = upsert(ProposalYes).values(proposal_id=proposal.id, member_id=actor.id, said_at=clock.now())
    db.session.execute(yes.on_conflict_do_nothing())
    notices.take_back(circle.public_id, member_id=actor.id, whats=(What.PROPOSED,))
    if not inviting.does_everybody_say_yes(circle.id, proposal):
        return Answered.NOTED
    if not joining.may_all_meet(seated, proposal.asked_id):
        _close(Proposal.id == proposal.id)
        _tell_not_asked(circle, seated)
        return Answered.NOT_NOW
    _ask(held, proposal)
    return Answered.ASKED


def rather_not(actor: Actor, circle: CircleSeen, proposal_id: UUID) -> None:
    """The proposal is closed, by whoever proposed or by whoever would rather not: nobody is named. A repeat is none."""
    _, seated = life.hold_with_members(circle.id)
    proposal = inviting.proposal_in(circle, proposal_id)
    if proposal.is_open and _close(Proposal.id == proposal.id):
        if actor.id == proposal.proposer_id:
            use_one_act(actor, circle)  # a "rather not" to somebody else's is always free
        _tell_not_asked(circle, [each for each in seated if each != actor.id])


def close_proposals() -> int:
    """After the fourteenth day: what not everybody answered is closed, and the circle stays as it is. How many."""
    over = inviting.proposals_that_are_over()
    closed = _close(Proposal.id.in_([each.proposal_id for each in over]))
    people = life.people_in([circle.id for circle in over])
    for circle in over:
        _tell_not_asked(circle, [each.id for each in people[circle.id]])
    return closed


def stop_asking(circle: OneCircle, *, leaver_id: int | None = None) -> None:
    """It is over, or one has left it: what it proposes is closed, and what it (or the leaver) asks is taken back."""
    _close(Proposal.circle_id == circle.id)
    notices.take_back(circle.public_id, whats=(What.PROPOSED,))
    for hello_id in take_back_for_circle(circle.id, asker_id=leaver_id):
        notices.take_back(hello_id)


def _refuse_past_limits(proposer_id: int, asked_id: int) -> None:
    counts = queries.counts_between(proposer_id, asked_id)
    if counts.sent_open >= MOST_OPEN:
        raise Conflict(
            "Three hellos of whoever proposes are waiting for an answer. One must be taken back, or answered, first."
        )
    if counts.received_open >= MOST_OPEN:
        raise Conflict("They have enough hellos to answer just now. Please try again in a few days.")
    if counts.sent_today >= counts.a_day:
        raise TooMany("That is enough hellos for one day. Please go on tomorrow.", retry_after=3600)


def _keep(actor: Actor, circle: CircleSeen, to: Stranger, *, words: str, once: UUID) -> UUID:
    proposal_id = chance.new_id()
    db.session.execute(
        insert(Proposal).values(
            public_id=proposal_id,
            circle_id=circle.id,
            proposer_id=actor.id,
            asked_id=to.id,
            state=ProposalState.OPEN,
            box=crypto.seal_field(crypto.in_blocks(words), table="proposal", row=proposal_id, group=circle.group_id),
            made_at=clock.now(),
            made_key=once,
        )
    )
    return proposal_id


def _ask(held: HeldCircle, proposal: Proposed) -> None:
    """Everybody has said yes: the hello, said by whoever proposed, in the name of all."""
    proposer = next((each for each in life.people_in([held.id])[held.id] if each.id == proposal.proposer_id), None)
    if proposer is None:
        raise Conflict(TOO_LATE)
    _refuse_past_limits(proposer.id, proposal.asked_id)
    once = chance.new_id()  # whoever proposed could have used any that is known
    hello_id = keep_hello(proposer, proposal.asked_id, words=proposal.text, once=once, joins_id=held.id)
    changed(update(Proposal).where(Proposal.id == proposal.id).values(state=ProposalState.SENT))
    notices.tell(proposal.asked_id, What.HELLO, about=hello_id, sender=proposer, until=over_at(clock.now()))


def _close(which: ColumnElement[bool]) -> int:
    """Whatever of these still waits is closed; how many did."""
    closed = update(Proposal).where(which, Proposal.state == ProposalState.OPEN)
    return changed(closed.values(state=ProposalState.CLOSED))


def _tell_not_asked(circle: OneCircle, member_ids: Collection[int]) -> None:
    notices.take_back(circle.public_id, whats=(What.PROPOSED,))
    for member_id in member_ids:
        notices.tell(member_id, What.NOT_ASKED, about=circle.public_id, group_id=circle.group_id)
