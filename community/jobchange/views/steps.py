"""I am changing job: where I sit now, words for each circle, and what will be sent, shown before it is sent."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.accounts import queries as accounts
from community.core import limits
from community.core.errors import Invalid, Stale
from community.directory import actions as directory
from community.directory import queries as told
from community.directory.policy import TELLINGS
from community.jobchange import actions, queries
from community.jobchange.forms import SendForm, WhereNowForm, WordsForm
from community.jobchange.queries import ToTell
from community.jobchange.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

# The same for every circle, before and after: what stands against one would tell what others declared in private.
IF_NEEDED = "If it is needed, everybody in it is asked whether it still feels right. Nobody is told why."


@bp.get("/account/job-change")
@open_to(MEMBERS)
def job_change() -> Response:
    plan, may_begin_again = queries.to_tell(me()), queries.may_begin_again(me())
    has_sent = any(each.told_at for each in plan) or not may_begin_again
    return page(
        "jobchange/job_change.html",
        where=told.all_told_by(me().id, me().name).sector,
        sector_label=told.sector_label,
        addresses=accounts.addresses_of(me().id),
        plan=plan,
        has_note=bool(queries.hand_over_note_of(me()).note.parts),
        is_told=has_sent,
        may_begin_again=may_begin_again,
        still_there=actions.STILL_THERE,
        if_needed=IF_NEEDED,
    )


@bp.get("/account/job-change/where")
@open_to(MEMBERS)
def where_now() -> Response:
    return _where_page(WhereNowForm(told.all_told_by(me().id, me().name).sector))


@bp.post("/account/job-change/where")
@open_to(MEMBERS)
def keep_where() -> Response:
    limits.use("telling of oneself", me().id, **TELLINGS)
    before = told.all_told_by(me().id, me().name).sector
    form, stale = WhereNowForm(before), None
    if form.validate_on_submit():
        try:
            directory.tell(me(), form.told(), seen=form.seen.data or "")
            return go(url_for("jobchange.job_change"))
        except Invalid as refused:
            form.refuse(refused)
        except Stale as met:
            stale, form.seen.data = met, before.mark
    return _where_page(form, 409 if stale else 422, stale)


@bp.get("/account/job-change/circles/<uuid:circle_id>")
@open_to(MEMBERS)
def words(circle_id: UUID) -> Response:
    each = queries.one_to_tell(me(), circle_id)
    return _words_page(each, WordsForm(formdata=None, data={"words": each.words}))


@bp.post("/account/job-change/circles/<uuid:circle_id>")
@open_to(MEMBERS)
def keep_words(circle_id: UUID) -> Response:
    each = queries.one_to_tell(me(), circle_id)
    form = WordsForm()
    if not form.validate_on_submit():
        return _words_page(each, form, 422)
    actions.keep_words(me(), each, form.words.data or "")
    return go(url_for("jobchange.job_change"))


@bp.get("/account/job-change/send")
@open_to(MEMBERS)
def sending() -> Response:
    return _sending_page(queries.to_tell(me()))


@bp.post("/account/job-change/send")
@open_to(MEMBERS)
def send() -> Response:
    """Only what the page has shown is sent; if something has changed since, it is shown again."""
    form, plan = SendForm(), queries.to_tell(me())
    is_anything = any(each.is_something for each in plan)
    if is_anything and form.seen.data != queries.mark_of(plan):
        return _sending_page(plan, 409)
    if actions.tell_circles(me(), plan):
        flash("Sent, once. Nothing ends by it.", "success")
    return go(url_for("jobchange.job_change"))


@bp.post("/account/job-change/again")
@open_to(MEMBERS)
def begin_again() -> Response:
    actions.begin_again(me())
    return go(url_for("jobchange.job_change"))


@bp.get("/account/job-change/leaving")
@open_to(MEMBERS)
def leaving() -> Response:
    capacity = told.all_told_by(me().id, me().name).talking.capacity
    return page("jobchange/leaving.html", plan=queries.to_tell(me()), is_suggested=capacity > 0)


@bp.post("/account/job-change/stay")
@open_to(MEMBERS)
def stay() -> Response:
    actions.stay_unsuggested(me())
    flash("You are not suggested as a buddy any more. Everything else stays as it is.", "success")
    return go(url_for("jobchange.leaving"))


def _where_page(form: WhereNowForm, status: int = 200, stale: Stale | None = None) -> Response:
    back = url_for("jobchange.job_change")
    around: dict[str, Any] = {"step": 1, "steps": 4, "back_url": back, "skip_url": None}
    return page("jobchange/where.html", status=status, form=form, stale=stale, **around)


def _words_page(each: ToTell, form: WordsForm, status: int = 200) -> Response:
    return page("jobchange/words.html", status=status, each=each, form=form, if_needed=IF_NEEDED)


def _sending_page(plan: list[ToTell], status: int = 200) -> Response:
    form = SendForm(formdata=None, data={"seen": queries.mark_of(plan)})
    has_changed = status == 409
    is_anything = any(each.is_something for each in plan)
    return page(
        "jobchange/send.html",
        status=status,
        plan=plan,
        form=form,
        has_changed=has_changed,
        is_anything=is_anything,
        if_needed=IF_NEEDED,
    )
