"""Whom one would rather not be suggested: people and organisations. A page for its owner alone."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.core import limits
from community.core.errors import Invalid
from community.moderation import actions, queries
from community.moderation.forms import NameForm, OrganisationForm
from community.moderation.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page

SEARCHES = {"limit": 60, "seconds": 3600}


@bp.get("/account/avoid")
@open_to(MEMBERS)
def avoided() -> Response:
    return _lists(NameForm(formdata=None), OrganisationForm(formdata=None))


@bp.post("/account/avoid/search")
@open_to(MEMBERS)
def search() -> Response:
    """By POST, so that no name stands in an address, a history or a log."""
    limits.use("search by name", me().id, **SEARCHES)
    form = NameForm()
    if not form.validate_on_submit():
        return _lists(form, OrganisationForm(formdata=None), status=422)
    found = queries.people_named(me(), form.name.data or "")
    return _lists(form, OrganisationForm(formdata=None), found=found)


@bp.get("/account/avoid/search")
@open_to(MEMBERS)
def back_from_search() -> Response:
    """Where a page that was found is loaded again: its address holds no name."""
    return _back()


@bp.post("/people/<uuid:person_id>/avoid")
@open_to(MEMBERS)
def avoid(person_id: UUID) -> Response:
    person = queries.somebody_known_to(me(), person_id)
    actions.avoid(me(), person)
    flash(f"{person.name} is not suggested to you any more, nor you to them. Nobody is told.", "success")
    return _back()


@bp.post("/people/<uuid:person_id>/suggest-again")
@open_to(MEMBERS)
def suggest_again(person_id: UUID) -> Response:
    actions.stop_avoiding(me(), person_id)
    flash("Taken off your list.", "success")
    return _back()


@bp.post("/account/avoid/organisations")
@open_to(MEMBERS)
def avoid_organisation() -> Response:
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            actions.avoid_organisation(me(), form.organisation.data or "")
            return _back()
        except Invalid as refused:
            form.refuse(refused)
    return _lists(NameForm(formdata=None), form, status=422)


@bp.post("/account/avoid/organisations/<uuid:organisation_id>/remove")
@open_to(MEMBERS)
def remove_organisation(organisation_id: UUID) -> Response:
    actions.stop_avoiding_organisation(me(), organisation_id)
    return _back()


def _back() -> Response:
    return go(url_for("moderation.avoided"))


def _lists(
    by_name: NameForm,
    organisation: OrganisationForm,
    *,
    found: queries.Found | None = None,
    status: int = 200,
) -> Response:
    return page(
        "moderation/avoided.html",
        status=status,
        by_name=by_name,
        organisation=organisation,
        found=found,
        people=queries.avoided_by(me()),
        organisations=queries.organisations_avoided_by(me()),
    )
