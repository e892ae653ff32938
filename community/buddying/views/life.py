"""The life of a circle: answers in private, the rhythm, resting, and finishing well."""

from uuid import UUID

from flask import flash, make_response, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, policy, queries
from community.buddying.along import promises_text
from community.buddying.forms import FinishForm, PauseForm, RhythmForm
from community.buddying.queries.guides import LAST, guides
from community.buddying.rhythm import IN_WORDS
from community.buddying.seen import CircleSeen
from community.buddying.views.blueprint import bp
from community.core.errors import Invalid
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

ALL_PROMISES = 1000


@bp.post("/buddies/circles/<uuid:circle_id>/apart")
@open_to(MEMBERS)
def say_apart(circle_id: UUID) -> Response:
    actions.say_apart(me(), queries.circle_seen_by(me(), circle_id), is_apart=True)
    return _back(circle_id)


@bp.post("/buddies/circles/<uuid:circle_id>/together")
@open_to(MEMBERS)
def say_together(circle_id: UUID) -> Response:
    actions.say_apart(me(), queries.circle_seen_by(me(), circle_id), is_apart=False)
    flash("Thank you for saying so. This circle is finished, and nobody did anything wrong.", "message")
    return go(url_for("buddying.find"))


@bp.post("/buddies/circles/<uuid:circle_id>/carry-on")
@open_to(MEMBERS)
def carry_on(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if actions.carry_on(me(), circle):
        flash(f"You carry on as buddies with {circle.names}. We tell them too.", "success")
    return _back(circle_id)


@bp.post("/buddies/circles/<uuid:circle_id>/feels-right")
@open_to(MEMBERS)
def feels_right(circle_id: UUID) -> Response:
    actions.say_it_feels_right(me(), queries.circle_seen_by(me(), circle_id))
    flash("Thank you. Nobody else is shown your answer.", "message")
    return _back(circle_id)


@bp.get("/buddies/circles/<uuid:circle_id>/rhythm")
@open_to(MEMBERS)
def rhythm(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not circle.is_open or circle.is_resting:
        return _back(circle_id)
    return _rhythm_page(circle, RhythmForm(data={"every": circle.rhythm.value}))


@bp.post("/buddies/circles/<uuid:circle_id>/rhythm")
@open_to(MEMBERS)
def change_rhythm(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = RhythmForm()
    if not form.validate_on_submit():
        return _rhythm_page(circle, form, status=422)
    actions.change_rhythm(me(), circle, form.rhythm())
    flash(
        f"{IN_WORDS[form.rhythm()]}, from now on. We tell {circle.names} that you would like to keep going.", "success"
    )
    return _back(circle_id)


@bp.post("/buddies/circles/<uuid:circle_id>/keep-going")
@open_to(MEMBERS)
def keep_going(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    actions.keep_going(me(), circle)
    flash(
        f"We tell {circle.names} that you would like to keep going. A line from you, or a date, helps most.", "success"
    )
    return _back(circle_id)


@bp.get("/buddies/circles/<uuid:circle_id>/pause")
@open_to(MEMBERS)
def pause(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if not circle.is_open or circle.is_resting:
        return _back(circle_id)
    return _pause_page(circle, _pause_form(circle))


@bp.post("/buddies/circles/<uuid:circle_id>/pause")
@open_to(MEMBERS)
def pause_circle(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = _pause_form(circle)
    if not form.validate_on_submit():
        return _pause_page(circle, form, status=422)
    words, is_off = form.words.data or "", form.is_meeting_off
    try:
        actions.pause(me(), circle, until=form.day(), words=words, is_meeting_off=is_off, once=form.once)
    except Invalid as error:
        form.refuse(error)
        return _pause_page(circle, form, status=422)
    return _back(circle_id)


@bp.post("/buddies/circles/<uuid:circle_id>/resume")
@open_to(MEMBERS)
def resume(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if actions.resume(me(), circle):
        flash(f"You go on. We tell {circle.names}.", "success")
    return _back(circle_id)


@bp.get("/buddies/circles/<uuid:circle_id>/finish")
@open_to(MEMBERS)
def finish(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    if circle.ended_at is not None:
        return _back(circle_id)
    return _finish_page(circle, FinishForm())


@bp.post("/buddies/circles/<uuid:circle_id>/finish")
@open_to(MEMBERS)
def finish_circle(circle_id: UUID) -> Response:
    circle = queries.circle_seen_by(me(), circle_id)
    form = FinishForm()
    if not form.validate_on_submit():
        return _finish_page(circle, form, status=422)
    word = (form.last_word.data or "").strip()
    actions.finish(me(), circle, is_not_again=form.is_not_again.data, last_word=word, once=form.once)
    flash("Finished. You have room for a buddy again whenever you like.", "message")
    if policy.still_reads_when_finished(circle):
        return go(url_for("buddying.closing", circle_id=circle_id))
    return go(url_for("buddying.find"))


@bp.get("/buddies/circles/<uuid:circle_id>/closing")
@open_to(MEMBERS)
def closing(circle_id: UUID) -> Response:
    """Finishing well: what to ask in the last conversation, and what to take along."""
    circle = queries.circle_seen_by(me(), circle_id)
    if circle.ended_at is None:
        return _back(circle_id)
    guide = next(guide for guide in guides() if guide.id == LAST)
    return page("buddying/closing.html", circle=circle, guide=guide, promises=queries.promises_in(circle))


@bp.get("/buddies/circles/<uuid:circle_id>/promises.txt")
@open_to(MEMBERS)
def promises_file(circle_id: UUID) -> Response:
    """What we said we would do, as plain text to take along."""
    circle = queries.circle_seen_by(me(), circle_id)
    promises = queries.promises_in(circle, at_most=ALL_PROMISES)
    response = make_response(promises_text(circle, promises))
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="what-we-said-we-would-do.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _rhythm_page(circle: CircleSeen, form: RhythmForm, *, status: int = 200) -> Response:
    return page(
        "buddying/rhythm.html", status=status, circle=circle, form=form, now_words=IN_WORDS[circle.rhythm].lower()
    )


def _pause_form(circle: CircleSeen) -> PauseForm:
    form = PauseForm()
    form.ask_about(queries.meetings_of(circle).planned)
    return form


def _pause_page(circle: CircleSeen, form: PauseForm, *, status: int = 200) -> Response:
    readers = queries.readers_of_circle(circle)
    return page("buddying/pause.html", status=status, circle=circle, form=form, readers=readers)


def _finish_page(circle: CircleSeen, form: FinishForm, *, status: int = 200) -> Response:
    still_reads = policy.still_reads_when_finished(circle)
    return page("buddying/finish.html", status=status, circle=circle, form=form, still_reads=still_reads)


def _back(circle_id: UUID) -> Response:
    return go(url_for("buddying.circle", circle_id=circle_id))
