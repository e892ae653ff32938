"""Reads of growing: what a circle proposes and asks, who asks whom, and what a proposal's days bring."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import (
    Circle,
    CircleSeat,
    Hello,
    HelloState,
    Proposal,
    ProposalState,
    ProposalYes,
)
from community.buddying.queries.circles import reads
from community.buddying.queries.hellos import closes_on as hello_closes_on
from community.buddying.queries.hellos import holds_a_place, open_since, seems_open
from community.buddying.seen import SOMEBODY, CircleSeen
from community.core import clock, crypto
from community.core.database import UtcDateTime, db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.core.text import listed
from community.directory import queries as directory

OPEN_FOR = timedelta(days=14)
CLOSED_SHOWN_FOR = timedelta(days=24)  # since it was said: two weeks after its ten days are over
AT_ONCE = 200

_asked, _hello_asked, _hello_asker, _seated = aliased(Member), aliased(Member), aliased(Member), aliased(CircleSeat)
_before, _after, _lately = aliased(Circle), aliased(Circle), aliased(Hello)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_IS_OPEN = and_(
    Proposal.state == ProposalState.OPEN, Proposal.made_at >= bindparam("proposed_since", type_=UtcDateTime())
)
_SAID_YES = exists().where(ProposalYes.proposal_id == Proposal.id, ProposalYes.member_id == _VIEWER)
# What somebody else of the circle proposes waits for the viewer's yes. Bind `viewer` and `proposed_since`.
ASKS_VIEWER = exists().where(
    Proposal.circle_id == Circle.id,
    _IS_OPEN,
    Proposal.proposer_id != _VIEWER,
    ~_SAID_YES,
    ~belonging.has_blocked(_VIEWER, Proposal.asked_id),
)
_OF_PROPOSAL = (
    Proposal.id,
    Proposal.public_id,
    Proposal.proposer_id,
    Proposal.asked_id,
    Proposal.box,
    Proposal.made_at,
    Proposal.state,
)
_LAST_HELLO = (
    select(func.max(_lately.id))
    .where(
        _lately.joins_id == Circle.id,
        _lately.state.in_([HelloState.WAITING, HelloState.DECLINED, HelloState.CLOSED]),
        _lately.asked_at > bindparam("said_since", type_=UtcDateTime()),
    )
    .correlate(Circle)
    .scalar_subquery()
)
_GREW_FROM = select(_before.public_id).where(_before.id == Circle.grew_from_id, reads(_VIEWER, _before.id))
_GREW_INTO = select(_after.public_id).where(_after.grew_from_id == Circle.id, reads(_VIEWER, _after.id))
_GROWING = (
    select(
        _GREW_FROM.correlate(Circle).limit(1).scalar_subquery().label("grew_from"),
        _GREW_INTO.correlate(Circle).limit(1).scalar_subquery().label("grew_into"),
        *_OF_PROPOSAL,
        _SAID_YES.label("has_said_yes"),
        _asked.display_name.label("asked_name"),
        _asked.public_id.label("asked_public_id"),
        directory.may_find(_VIEWER, Proposal.asked_id).label("has_page"),
        belonging.has_blocked(_VIEWER, Proposal.asked_id).label("is_unwanted"),
        Hello.public_id.label("hello_public_id"),
        Hello.text_box,
        Hello.asker_id,
        Hello.asked_at,
        _hello_asker.public_id.label("hello_asker_public_id"),
        _hello_asked.display_name.label("hello_asked_name"),
        seems_open(_VIEWER).label("hello_waits"),
        belonging.has_blocked(_VIEWER, Hello.asked_id).label("hello_is_unwanted"),
    )
    .select_from(Circle)
    .outerjoin(Proposal, and_(Proposal.circle_id == Circle.id, _IS_OPEN))
    .outerjoin(_asked, _asked.id == Proposal.asked_id)
    .outerjoin(Hello, Hello.id == _LAST_HELLO)
    .outerjoin(_hello_asker, _hello_asker.id == Hello.asker_id)
    .outerjoin(_hello_asked, _hello_asked.id == Hello.asked_id)
    .where(Circle.id == bindparam("circle"))
)
_PROPOSAL = select(*_OF_PROPOSAL, _IS_OPEN.label("is_open"), _SAID_YES.label("has_said_yes")).where(
    Proposal.circle_id == bindparam("circle"), Proposal.public_id == bindparam("proposal")
)
_MADE = select(Proposal.public_id).where(Proposal.proposer_id == _VIEWER, Proposal.made_key == bindparam("made_key"))
_SILENT = select(func.count()).where(
    _seated.circle_id == bindparam("circle"),
    _seated.left_at.is_(None),
    _seated.member_id != bindparam("proposer"),
    ~exists().where(ProposalYes.proposal_id == bindparam("proposal"), ProposalYes.member_id == _seated.member_id),
)
_IS_GROWING = select(
    select(func.count())
    .select_from(Proposal)
    .where(Proposal.circle_id == bindparam("circle"), _IS_OPEN)
    .scalar_subquery()
    .label("proposals"),
    select(func.count())
    .select_from(Hello)
    .where(Hello.joins_id == bindparam("circle"), holds_a_place())
    .scalar_subquery()
    .label("hellos"),
)
_OVER = (
    select(Proposal.id.label("proposal_id"), Circle.id, Circle.public_id, Circle.group_id)
    .join(Circle, Circle.id == Proposal.circle_id)
    .where(
        Proposal.state == ProposalState.OPEN,
        Proposal.made_at < bindparam("proposed_since", type_=UtcDateTime()),
    )
    .order_by(Proposal.id)
    .limit(AT_ONCE)
    .with_for_update(of=Proposal, skip_locked=True)
)


class ProposalSeen(NamedTuple):
    """Somebody of the circle would like to ask somebody else. `has_page`: the viewer finds whom."""

    public_id: UUID
    asked_id: int
    asked_name: str
    asked_public_id: UUID
    proposer_name: str
    is_mine: bool
    has_said_yes: bool
    text: str
    closes_on: date
    has_page: bool

    @property
    def asks_me(self) -> bool:
        return not self.is_mine and not self.has_said_yes


class CircleHello(NamedTuple):
    """What the circle has asked somebody, as one of it sees it: waiting, or closed; never why."""

    public_id: UUID
    asked_name: str
    text: str
    is_mine: bool
    is_waiting: bool
    closes_on: date


class Growing(NamedTuple):
    """`grew_from` and `grew_into`: circles before and after this one that the viewer can read."""

    grew_from: UUID | None
    grew_into: UUID | None
    proposal: ProposalSeen | None
    hello: CircleHello | None

    @property
    def asks_me(self) -> bool:
        return self.proposal is not None and self.proposal.asks_me

    @property
    def is_under_way(self) -> bool:
        return self.proposal is not None or (self.hello is not None and self.hello.is_waiting)


class Proposed(NamedTuple):
    """A proposal as actions need it: its words opened."""

    id: int
    public_id: UUID
    proposer_id: int
    asked_id: int
    text: str
    state: ProposalState
    is_open: bool
    has_said_yes: bool


class OverProposal(NamedTuple):
    """A circle, and a proposal in it that not everybody answered in time."""

    proposal_id: int
    id: int
    public_id: UUID
    group_id: int


def readers_of_proposal(circle: CircleSeen, asked_name: str) -> str:
    """Whom `circles.reads` lets in to a proposal's words now, and whom `hellos.reads` when all have said yes."""
    inside = listed(["You", *(buddy.name for buddy in circle.others)])
    return f"{inside}; and {asked_name}, when all of you have said yes. Others see it only if one of you reports it."


def growing(circle: CircleSeen) -> Growing:
    """For the page of the circle, in one statement."""
    since = {"said_since": clock.now() - CLOSED_SHOWN_FOR, "since": open_since(), "proposed_since": proposed_since()}
    row = db.session.execute(_GROWING, since | {"viewer": circle.me.id, "circle": circle.id}).one()
    proposal = _proposal(row, circle) if row.public_id and not row.is_unwanted and circle.is_open else None
    hello = _hello(row, circle) if row.hello_public_id and not row.hello_is_unwanted and circle.is_open else None
    return Growing(row.grew_from, row.grew_into, proposal, hello)


def proposal_in(circle: CircleSeen, proposal_id: UUID) -> Proposed:
    """Raises NotFound where this circle has none like it."""
    asked = {"viewer": circle.me.id, "circle": circle.id, "proposal": proposal_id, "proposed_since": proposed_since()}
    row = db.session.execute(_PROPOSAL, asked).one_or_none()
    if row is None:
        raise NotFound
    return Proposed(
        id=row.id,
        public_id=row.public_id,
        proposer_id=row.proposer_id,
        asked_id=row.asked_id,
        text=_words(row, circle.group_id),
        state=row.state,
        is_open=bool(row.is_open),
        has_said_yes=bool(row.has_said_yes),
    )


def proposal_made_with(viewer: Actor, made_key: UUID) -> UUID | None:
    """What this very form made before, if it is sent again."""
    return db.session.execute(_MADE, {"viewer": viewer.id, "made_key": made_key}).scalar_one_or_none()


def does_everybody_say_yes(circle_id: int, proposal: Proposed) -> bool:
    asked = {"circle": circle_id, "proposer": proposal.proposer_id, "proposal": proposal.id}
    return db.session.execute(_SILENT, asked).scalar_one() == 0


def is_growing(circle_id: int) -> bool:
    """Whether the circle proposes or asks somebody already; also where a block hides it from one of them."""
    asked = {"circle": circle_id, "proposed_since": proposed_since(), "since": open_since()}
    row = db.session.execute(_IS_GROWING, asked).one()
    return bool(row.proposals or row.hellos)


def proposals_that_are_over() -> list[OverProposal]:
    """Those whose days are over; held for this transaction alone."""
    return [OverProposal(*row) for row in db.session.execute(_OVER, {"proposed_since": proposed_since()})]


def closes_on(made_at: datetime) -> date:
    """The last day on which a proposal can be answered, to its end by the clock on a British wall."""
    return clock.local(made_at).date() + OPEN_FOR


def proposed_since() -> datetime:
    """A proposal made then or later may still wait, as `closes_on` is today or to come."""
    return datetime.combine(clock.today() - OPEN_FOR, time.min, tzinfo=clock.LONDON)


def _words(row: Any, group_id: int) -> str:
    return crypto.open_field(row.box, table="proposal", row=row.public_id, group=group_id).rstrip(" ")


def _proposal(row: Any, circle: CircleSeen) -> ProposalSeen:
    return ProposalSeen(
        row.public_id,
        row.asked_id,
        row.asked_name,
        row.asked_public_id,
        circle.names_by_id.get(row.proposer_id, SOMEBODY),
        row.proposer_id == circle.me.id,
        row.has_said_yes,
        _words(row, circle.group_id),
        closes_on(row.made_at),
        row.has_page,
    )


def _hello(row: Any, circle: CircleSeen) -> CircleHello:
    group = row.hello_asker_public_id
    return CircleHello(
        row.hello_public_id,
        row.hello_asked_name,
        crypto.open_field(row.text_box, table="hello", row=row.hello_public_id, group=group),
        row.asker_id == circle.me.id,
        bool(row.hello_waits),
        hello_closes_on(row.asked_at),
    )
