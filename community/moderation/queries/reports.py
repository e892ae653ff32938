"""Reads of the reports that a member looks after, and whom to tell of one. `looks_after_reports` alone says whose."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core.database import db
from community.core.errors import NotFound
from community.core.paging import Slice, slice_of
from community.core.roles import Actor, MemberState, Role
from community.moderation.models import About, Outcome, Reason, Report
from community.moderation.queries.boxes import Answered, Told, open_answered, open_told
from community.practice.models import Community, Gathering, Post
from community.practice.queries import readers

MOST_SHOWN = 50
STAFF = (Role.MODERATOR, Role.ADMINISTRATOR)
OF_A_COMMUNITY = (About.POST, About.GATHERING)

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_carer, _reporter, _subject, _owner, _closer = (aliased(Member) for _ in range(5))


class CaseRow(NamedTuple):
    """A report in the queue."""

    public_id: UUID
    about: About
    reason: Reason
    made_at: datetime
    hid_it: bool
    community_name: str
    owner_name: str
    is_mine: bool
    closed_at: datetime | None
    outcome: Outcome | None


class Case(NamedTuple):
    """A report as whoever looks after it reads it. `community_name` is empty where they may not know of it."""

    id: int
    public_id: UUID
    about: About
    thing_id: UUID
    reason: Reason
    rule: str
    made_at: datetime
    hid_it: bool
    reporter_id: int | None
    reporter_public_id: UUID | None
    reporter_name: str
    subject_id: int | None
    subject_public_id: UUID | None
    subject_name: str
    community_name: str
    is_hidden: bool
    how_many: int
    owner_id: int | None
    owner_name: str
    owned_at: datetime | None
    closed_at: datetime | None
    closer_name: str
    outcome: Outcome | None
    told: Told
    answered: Answered | None


_same, _anchor = aliased(Report), aliased(Report)


def _facilitates(carer: Any) -> ColumnElement[bool]:
    return and_(
        Report.about.in_(OF_A_COMMUNITY),
        belonging.looks_after(carer.id, func.coalesce(Community.group_id, 0)),
    )


def looks_after_reports(carer: Any) -> ColumnElement[bool]:
    """SQL: this member answers the Report in the statement (with its Community outer-joined).

    Moderators and administrators all of them, facilitators those about posts and gatherings of their communities;
    nobody one about themselves or what they wrote, what was learned at a gathering among it, nor one of what they
    reported too. What they reported and had been answered before this report was made is another matter.
    """
    return and_(
        carer.state == MemberState.ACTIVE,
        or_(carer.role.in_(STAFF), _facilitates(carer)),
        Report.subject_id.is_distinct_from(carer.id),
        ~exists()
        .where(
            _same.thing_id == Report.thing_id,
            _same.reporter_id == carer.id,
            or_(_same.id == Report.id, _same.closed_at.is_(None), _same.closed_at >= Report.made_at),
        )
        .correlate_except(_same),
        ~exists()
        .where(Gathering.public_id == Report.thing_id, Gathering.note_by_id == carer.id)
        .correlate(Report, carer),
    )


_MAY_NAME = case((readers.may_see(_carer), Community.name), else_="")
_HIDDEN_POST = select(Post.id).where(Post.public_id == Report.thing_id, Post.hidden_at.is_not(None)).exists()
_HIDDEN_GATHERING = (
    select(Gathering.id).where(Gathering.public_id == Report.thing_id, Gathering.hidden_at.is_not(None)).exists()
)
IS_HIDDEN = or_(_HIDDEN_POST, _HIDDEN_GATHERING)
_HOW_MANY = (
    select(func.count())
    .select_from(_same)
    .where(_same.thing_id == Report.thing_id, _same.closed_at.is_(None))
    .correlate(Report)
    .scalar_subquery()
)


def _of_carer(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Report)
        .outerjoin(Community, Community.id == Report.community_id)
        .join(_carer, _carer.id == _VIEWER)
        .outerjoin(_owner, _owner.id == Report.owner_id)
        .where(looks_after_reports(_carer))
    )


def _urgent(of: Any) -> ColumnElement[int]:
    return case((of.reason == Reason.DANGER, 0), (of.reason == Reason.ILLEGAL, 1), else_=2)


_ROWS = _of_carer(
    Report.public_id,
    Report.about,
    Report.reason,
    Report.made_at,
    Report.hid_it,
    func.coalesce(_MAY_NAME, "").label("community_name"),
    func.coalesce(_owner.display_name, "").label("owner_name"),
    func.coalesce(Report.owner_id == _VIEWER, false()).label("is_mine"),
    Report.closed_at,
    Report.outcome,
)
_OPEN = (
    _ROWS.where(Report.closed_at.is_(None))
    .order_by(_urgent(Report), Report.made_at, Report.id)
    .limit(bindparam("most"))
)
_OPEN_AFTER = _OPEN.where(
    _anchor.public_id == bindparam("after"),
    tuple_(_urgent(Report), Report.made_at, Report.id) > tuple_(_urgent(_anchor), _anchor.made_at, _anchor.id),
)
_DONE = (
    _ROWS.where(Report.closed_at.is_not(None))
    .order_by(Report.closed_at.desc(), Report.id.desc())
    .limit(bindparam("most"))
)
_DONE_AFTER = _DONE.where(
    _anchor.public_id == bindparam("after"),
    tuple_(Report.closed_at, Report.id) < tuple_(_anchor.closed_at, _anchor.id),
)
_CASE = (
    _of_carer(
        Report.id,
        Report.public_id,
        Report.about,
        Report.thing_id,
        Report.reason,
        Report.rule,
        Report.made_at,
        Report.hid_it,
        Report.reporter_id,
        _reporter.public_id.label("reporter_public_id"),
        func.coalesce(_reporter.display_name, "").label("reporter_name"),
        Report.subject_id,
        _subject.public_id.label("subject_public_id"),
        func.coalesce(_subject.display_name, "").label("subject_name"),
        func.coalesce(_MAY_NAME, "").label("community_name"),
        IS_HIDDEN.label("is_hidden"),
        _HOW_MANY.label("how_many"),
        Report.owner_id,
        func.coalesce(_owner.display_name, "").label("owner_name"),
        Report.owned_at,
        Report.closed_at,
        func.coalesce(_closer.display_name, "").label("closer_name"),
        Report.outcome,
        Report.box,
        Report.answer_box,
    )
    .outerjoin(_reporter, _reporter.id == Report.reporter_id)
    .outerjoin(_subject, _subject.id == Report.subject_id)
    .outerjoin(_closer, _closer.id == Report.closed_by_id)
    .where(Report.public_id == bindparam("report"))
)
_facilitating = aliased(Belonging)
_MAY_CARE = select(
    or_(
        select(_carer.id).where(_carer.id == _VIEWER, _carer.role.in_(STAFF)).exists(),
        select(_facilitating.id)
        .join(Community, Community.group_id == _facilitating.group_id)
        .where(
            _facilitating.member_id == _VIEWER,
            _facilitating.state == BelongingState.IN,
            _facilitating.role == GroupRole.FACILITATOR,
        )
        .exists(),
    )
)


_CARERS = (
    select(_carer.id, _carer.role, _facilitates(_carer).label("facilitates"))
    .select_from(Report)
    .outerjoin(Community, Community.id == Report.community_id)
    .join(_carer, looks_after_reports(_carer))
    .where(Report.id == bindparam("report"))
    .order_by(_carer.id)
)
_OPEN_ABOUT = (
    select(Report.id, Report.public_id, Report.reporter_id)
    .where(Report.thing_id == bindparam("thing"), Report.closed_at.is_(None))
    .order_by(Report.id)
)


class OpenReport(NamedTuple):
    """One of several reports of the same thing."""

    id: int
    public_id: UUID
    reporter_id: int | None


def may_care(actor: Actor) -> bool:
    """Whether there is a queue for this member at all."""
    return bool(db.session.execute(_MAY_CARE, {"viewer": actor.id}).scalar())


def cases_for(actor: Actor, *, closed: bool = False, after: UUID | None = None) -> Slice[CaseRow]:
    """What waits, danger first and then the oldest; or what was decided, the latest first.

    `after` is the last one of the page before.
    """
    first, further = (_DONE, _DONE_AFTER) if closed else (_OPEN, _OPEN_AFTER)
    asked = {"viewer": actor.id, "most": MOST_SHOWN + 1} | ({"after": after} if after else {})
    found = [CaseRow._make(row) for row in db.session.execute(further if after else first, asked)]
    return slice_of(found, MOST_SHOWN, lambda row: row.public_id)


def case_seen_by(actor: Actor, report_id: UUID) -> Case:
    """Raises NotFound alike where there is none and where it is not for this member to answer."""
    row = db.session.execute(_CASE, {"viewer": actor.id, "report": report_id}).one_or_none()
    if row is None:
        raise NotFound
    *facts, box, answer = row
    return Case._make([*facts, open_told(box, report_id), open_answered(answer, report_id)])


def whom_to_tell(report_id: int) -> list[int]:
    """Moderators, and the facilitators of that community; the administrators where there is nobody else."""
    rows = db.session.execute(_CARERS, {"report": report_id}).all()
    first = [row.id for row in rows if row.role is Role.MODERATOR or row.facilitates]
    return first or [row.id for row in rows]


def whom_to_look_again(report_id: int, closer_id: int | None) -> list[int]:
    """Whoever decided it, if they still may; otherwise whom one tells of a report. To be asked as it stands now."""
    rows = db.session.execute(_CARERS, {"report": report_id}).all()
    return [closer_id] if closer_id in {row.id for row in rows} and closer_id else whom_to_tell(report_id)


def open_reports_about(thing_id: UUID) -> list[OpenReport]:
    """What one decision answers: every report of the same thing that waits."""
    return [OpenReport._make(row) for row in db.session.execute(_OPEN_ABOUT, {"thing": thing_id})]


def reports_closed_before(moment: datetime, *, limit: int) -> list[int]:
    old = select(Report.id).where(Report.closed_at < moment).order_by(Report.closed_at).limit(limit)
    return list(db.session.scalars(old))


def number_of(about: About, thing_id: UUID) -> int | None:
    """The number of a post or a gathering in its table; None where it has gone, and for what is neither."""
    if about not in OF_A_COMMUNITY:
        return None
    table = Post if about is About.POST else Gathering
    return db.session.execute(select(table.id).where(table.public_id == thing_id)).scalar_one_or_none()
