"""Reporting: one form for each kind of thing, and what became of one's own reports."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid
from community.moderation import actions, queries
from community.moderation.actions.reporting import Said
from community.moderation.forms import PassageForm, ReportForm
from community.moderation.models import PRIVATE, About, Reason
from community.moderation.queries import Thing
from community.moderation.reasons import REASONS, THINGS, decided_about_theirs, passages_of
from community.moderation.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

_MODERATORS = "The moderators and administrators of this site read your report"
_AND_FACILITATORS = f"{_MODERATORS}, and the facilitators of this community. Your name is with it, for them alone."
_ALONE = f"{_MODERATORS}, and nobody else. Your name is with it, for them alone."
READERS = {
    About.POST: _AND_FACILITATORS,
    About.GATHERING: _AND_FACILITATORS,
    About.PERSON: _ALONE,
    About.MESSAGE: _ALONE,
    About.HELLO: _ALONE,
}


@bp.get("/posts/<uuid:post_id>/report")
@open_to(MEMBERS)
def reporting_post(post_id: UUID) -> Response:
    return _form(queries.post_to_report(me(), post_id), ReportForm(formdata=None))


@bp.post("/posts/<uuid:post_id>/report")
@open_to(MEMBERS)
def report_post(post_id: UUID) -> Response:
    form = ReportForm()
    return _sent_before(form) or _report(queries.post_to_report(me(), post_id), form)


@bp.get("/gatherings/<uuid:gathering_id>/report")
@open_to(MEMBERS)
def reporting_gathering(gathering_id: UUID) -> Response:
    return _form(queries.gathering_to_report(me(), gathering_id), ReportForm(formdata=None))


@bp.post("/gatherings/<uuid:gathering_id>/report")
@open_to(MEMBERS)
def report_gathering(gathering_id: UUID) -> Response:
    form = ReportForm()
    return _sent_before(form) or _report(queries.gathering_to_report(me(), gathering_id), form)


@bp.get("/people/<uuid:person_id>/report")
@open_to(MEMBERS)
def reporting_person(person_id: UUID) -> Response:
    return _form(queries.person_to_report(me(), person_id), ReportForm(formdata=None))


@bp.post("/people/<uuid:person_id>/report")
@open_to(MEMBERS)
def report_person(person_id: UUID) -> Response:
    form = ReportForm()
    return _sent_before(form) or _report(queries.person_to_report(me(), person_id), form)


@bp.get("/buddies/circles/<uuid:circle_id>/messages/<uuid:message_id>/report")
@open_to(MEMBERS)
def reporting_message(circle_id: UUID, message_id: UUID) -> Response:
    thing = queries.message_to_report(me(), circle_id, message_id)
    return _form(thing, PassageForm(passages_of(thing.text), formdata=None))


@bp.post("/buddies/circles/<uuid:circle_id>/messages/<uuid:message_id>/report")
@open_to(MEMBERS)
def report_message(circle_id: UUID, message_id: UUID) -> Response:
    thing = queries.message_to_report(me(), circle_id, message_id)
    return _report(thing, PassageForm(passages_of(thing.text)))


@bp.get("/buddies/hellos/<uuid:hello_id>/report")
@open_to(MEMBERS)
def reporting_hello(hello_id: UUID) -> Response:
    thing = queries.hello_to_report(me(), hello_id)
    return _form(thing, PassageForm(passages_of(thing.text), formdata=None))


@bp.post("/buddies/hellos/<uuid:hello_id>/report")
@open_to(MEMBERS)
def report_hello(hello_id: UUID) -> Response:
    thing = queries.hello_to_report(me(), hello_id)
    return _report(thing, PassageForm(passages_of(thing.text)))


@bp.get("/reports")
@open_to(MEMBERS)
def reports() -> Response:
    return page("moderation/reports.html", reports=queries.reports_of(me()), reasons=REASONS, things=THINGS)


@bp.get("/reports/<uuid:report_id>")
@open_to(MEMBERS)
def my_report(report_id: UUID) -> Response:
    report = queries.report_of(me(), report_id)
    return page(
        "moderation/my_report.html",
        report=report,
        decided=decided_about_theirs(report.about, report.outcome) if report.outcome else "",
        reasons=REASONS,
        things=THINGS,
        rule=queries.rule_called(report.rule),
        told_at=queries.told_of(me(), report_id),
    )


def _sent_before(form: ReportForm) -> Response | None:
    """Where this very form led before. First of all: what it hid is not there to be reported again."""
    there = queries.report_made_with(me(), form.once) if form.validate_on_submit() else None
    return _to(there) if there else None


def _report(thing: Thing, form: ReportForm) -> Response:
    if not form.validate_on_submit():
        return _form(thing, form, 422)
    passages = form.chosen if isinstance(form, PassageForm) else ()
    said = Said(reason=Reason(form.reason.data), rule=form.cited, words=form.words.data or "", passages=passages)
    try:
        report_id = actions.report(me(), thing, said, once=form.once)
    except Invalid as refused:
        form.refuse(refused)
        return _form(thing, form, 422)
    flash("Thank you. Your report is with the people who look after this place.", "success")
    return _to(report_id)


def _to(report_id: UUID) -> Response:
    return go(url_for("moderation.my_report", report_id=report_id))


def _form(thing: Thing, form: Any, status: int = 200) -> Response:
    return page(
        "moderation/report.html",
        status=status,
        thing=thing,
        noun=THINGS[thing.about],
        form=form,
        readers=READERS[thing.about],
        hints={reason.value: words.line for reason, words in REASONS.items()},
        action=request.path,
        place=_place_of(thing),
        is_private=thing.about in PRIVATE,
        hides=thing.may_be_hidden and actions.may_still_hide(me()),
    )


def _place_of(thing: Thing) -> str:
    """Where the reporter came from."""
    if thing.about is About.POST:
        return url_for("practice.post", post_id=thing.public_id)
    if thing.about is About.GATHERING:
        return url_for("practice.gathering", gathering_id=thing.public_id)
    if thing.about is About.PERSON:
        return url_for("directory.person", person_id=thing.public_id)
    if thing.about is About.HELLO:
        return url_for("buddying.hellos", _anchor=f"hello-{thing.public_id}")
    return url_for("buddying.circle", circle_id=thing.place)
