"""The desk: for administrators alone. To everybody else it is not there."""

from uuid import UUID

from flask import Blueprint, Flask, abort, current_app, flash, url_for
from werkzeug.wrappers import Response

from community.admin import actions, queries
from community.admin.forms import TakeForm
from community.buddying import actions as buddying_actions
from community.buddying import queries as buddying
from community.jobs import registry
from community.jobs.job import Job
from community.web.access import ADMINISTRATORS, me, open_to
from community.web.pages import go, page

bp = Blueprint("admin", __name__)


@bp.get("/desk")
@open_to(ADMINISTRATORS)
def desk() -> Response:
    listed = registry.all_jobs(current_app)
    runs = queries.last_runs(listed)
    return page(
        "admin/desk.html",
        jobs=queries.job_lines(listed, runs),
        silence=queries.silence(runs),
        post=queries.post(),
        tried=queries.tried(),
        letters=queries.troubled_letters(),
        wishes=buddying.how_many_open_wishes(),
    )


@bp.post("/desk/jobs/<job_name>/run")
@open_to(ADMINISTRATORS)
def run_job(job_name: str) -> Response:
    actions.run_now(me(), _job(job_name))
    flash("It runs as soon as a worker is free. Look again in a moment.", "success")
    return go(url_for("admin.desk"))


@bp.post("/desk/letters/try-again")
@open_to(ADMINISTRATORS)
def try_all_again() -> Response:
    number = actions.try_all_again(me())
    flash(f"{number} letters will be tried again." if number != 1 else "One letter will be tried again.", "success")
    return go(url_for("admin.desk"))


@bp.post("/desk/letters/<uuid:letter_id>/try-again")
@open_to(ADMINISTRATORS)
def try_again(letter_id: UUID) -> Response:
    if actions.try_again(me(), letter_id):
        flash("The letter will be tried again.", "success")
    return go(url_for("admin.desk"))


@bp.get("/desk/letters/<uuid:letter_id>/let-go")
@open_to(ADMINISTRATORS)
def letting_go(letter_id: UUID) -> Response:
    return page("admin/letting_go.html", letter=queries.stuck_letter(letter_id))


@bp.post("/desk/letters/<uuid:letter_id>/let-go")
@open_to(ADMINISTRATORS)
def let_go(letter_id: UUID) -> Response:
    if actions.let_go(me(), letter_id):
        flash("The letter is gone.", "success")
    return go(url_for("admin.desk"))


@bp.get("/desk/contact")
@open_to(ADMINISTRATORS)
def contact() -> Response:
    return _contact_page()


@bp.post("/desk/contact/<uuid:wish_id>/take")
@open_to(ADMINISTRATORS)
def take_wish(wish_id: UUID) -> Response:
    form = TakeForm(wish_id)
    if not form.validate_on_submit():
        return _contact_page(form)
    buddying_actions.take_wish(me(), wish_id, line=form.line.data or "")
    flash("Thank you. They are told that you will get in touch.", "success")
    return go(url_for("admin.contact"))


def _contact_page(refused: TakeForm | None = None) -> Response:
    wishes = buddying.open_wishes(me())
    forms = {wish.public_id: TakeForm(wish.public_id, formdata=None) for wish in wishes}
    if refused is not None:
        forms[refused.wish_id] = refused
    return page(
        "admin/contact.html",
        status=422 if refused else 200,
        wishes=wishes,
        taken=buddying.taken_wishes(me()),
        forms=forms,
        refused=refused,
    )


def _job(name: str) -> Job:
    for job in registry.all_jobs(current_app):
        if job.name == name:
            return job
    abort(404)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
