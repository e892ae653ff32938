"""The queue of reports, one report with its decision, and what was decided about something of one's own."""

from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core import limits
from community.core.errors import Conflict, Invalid, NotFound
from community.moderation import actions, policy, queries
from community.moderation.forms import DecideForm
from community.moderation.models import About, Outcome
from community.moderation.queries import Answered, Case
from community.moderation.reasons import (
    OUTCOME_LINES,
    OUTCOMES,
    POSSIBLE,
    REASONS,
    THINGS,
    answers_for,
    decided_about_mine,
    tells_subject,
)
from community.moderation.views.blueprint import bp
from community.practice import policy as gatherings
from community.practice import queries as practice
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

ASKINGS = {"limit": 20, "seconds": 24 * 3600}


@bp.get("/care")
@open_to(MEMBERS)
def care() -> Response:
    if not queries.may_care(me()):
        raise NotFound
    closed, after = request.args.get("show") == "answered", _after_asked()
    return page(
        "moderation/care.html",
        fragment="rows" if after else None,
        cases=queries.cases_for(me(), closed=closed, after=after),
        closed=closed,
        after=after,
        reasons=REASONS,
        things=THINGS,
        outcomes=OUTCOMES,
    )


@bp.get("/care/<uuid:report_id>")
@open_to(MEMBERS)
def case(report_id: UUID) -> Response:
    seen = queries.case_seen_by(me(), report_id)
    chosen = request.args.get("as", "")
    if not policy.can_decide(me(), seen) or chosen not in POSSIBLE[seen.about]:
        return _case_page(seen, None)
    said = answers_for(seen.about, seen.reason, Outcome(chosen))
    return _case_page(seen, DecideForm(formdata=None, data={"outcome": chosen, **said._asdict()}))


@bp.post("/care/<uuid:report_id>/take-up")
@open_to(MEMBERS)
def take_up(report_id: UUID) -> Response:
    actions.take_up(me(), queries.case_seen_by(me(), report_id))
    return _to(report_id)


@bp.post("/care/<uuid:report_id>/give-back")
@open_to(MEMBERS)
def give_back(report_id: UUID) -> Response:
    actions.give_back(me(), queries.case_seen_by(me(), report_id))
    flash("Somebody else can take it up now.")
    return go(url_for("moderation.care"))


@bp.post("/care/<uuid:report_id>/decide")
@open_to(MEMBERS)
def decide(report_id: UUID) -> Response:
    seen = queries.case_seen_by(me(), report_id)
    form = DecideForm()
    if not form.validate_on_submit():
        return _case_page(seen, form, 422)
    answered = Answered(to_reporter=form.to_reporter.data or "", to_subject=form.to_subject.data or "")
    try:
        actions.decide(me(), seen, form.decided, answered)
    except Invalid as refused:
        form.refuse(refused)
        return _case_page(seen, form, 422)
    flash("Decided. Everybody it concerns has been told.", "success")
    return go(url_for("moderation.care"))


@bp.get("/care/decisions/<uuid:report_id>")
@open_to(MEMBERS)
def decision(report_id: UUID) -> Response:
    seen = queries.decision_seen_by(me(), report_id)
    return page(
        "moderation/decision.html",
        decision=seen,
        decided=decided_about_mine(seen.about, seen.outcome),
        noun=THINGS[seen.about],
        rule=queries.rule_called(seen.rule),
        can_ask=policy.can_say_it_is_changed(seen) and _can_change(seen),
        told_at=queries.told_of(me(), report_id),
    )


@bp.post("/care/decisions/<uuid:report_id>/changed")
@open_to(MEMBERS)
def changed(report_id: UUID) -> Response:
    limits.use("asking for another look", me().id, **ASKINGS)
    try:
        actions.say_it_is_changed(me(), queries.decision_seen_by(me(), report_id))
        flash("Thank you. Somebody will look at it again.", "success")
    except Conflict as refused:
        flash(refused.message, "warning")
    return go(url_for("moderation.decision", report_id=report_id))


def _can_change(seen: queries.Decision) -> bool:
    """Of a gathering only until it is over."""
    if seen.about is not About.GATHERING:
        return True
    try:
        return gatherings.can_change_gathering(practice.gathering_seen_by(me(), seen.thing_id))
    except NotFound:
        return False


def _after_asked() -> UUID | None:
    """The last report of the page before; an address that is none leads nowhere."""
    text = request.args.get("after")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _to(report_id: UUID) -> Response:
    return go(url_for("moderation.case", report_id=report_id))


def _case_page(seen: Case, form: DecideForm | None, status: int = 200) -> Response:
    chosen = form.decided if form and form.outcome.data in POSSIBLE[seen.about] else None
    return page(
        "moderation/case.html",
        status=status,
        case=seen,
        form=form,
        chosen=chosen,
        tells_subject=chosen is not None and tells_subject(seen.about, chosen),
        possible=POSSIBLE[seen.about],
        outcomes=OUTCOMES,
        lines=OUTCOME_LINES,
        noun=THINGS[seen.about],
        reasons=REASONS,
        rule=queries.rule_called(seen.rule),
        can_take_up=policy.can_take_up(me(), seen),
        can_decide=policy.can_decide(me(), seen),
        is_mine=seen.owner_id == me().id,
        told_at=queries.told_of(me(), seen.public_id),
    )
