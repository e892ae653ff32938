"""The page of letters and notices: how soon letters speak of what, and when they may come."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid
from community.notifications import actions, queries
from community.notifications.forms import PreferencesForm
from community.notifications.views.blueprint import bp
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page


@bp.get("/notices/settings")
@open_to(MEMBERS)
def preferences() -> Response:
    return _preferences_page(PreferencesForm.of(queries.timings_of(me().id), queries.times_of(me().id)))


@bp.post("/notices/settings")
@open_to(MEMBERS)
def save_preferences() -> Response:
    form = PreferencesForm()
    if not form.validate_on_submit():
        return _preferences_page(form, 422)
    try:
        actions.set_times(me(), **form.times)
    except Invalid as error:
        form.refuse(error)
        return _preferences_page(form, 422)
    actions.set_timings(me(), form.timings)
    return _saved("Saved. Letters come like this from now on.")


@bp.post("/notices/settings/none")
@open_to(MEMBERS)
def stop_all_letters() -> Response:
    actions.stop_all(me())
    return _saved(
        "No letters come any more, except about your account’s safety. Notices still wait for you here. "
        "To bring letters back, choose here and save, or press “Back to how it began”."
    )


@bp.post("/notices/settings/usual")
@open_to(MEMBERS)
def back_to_usual() -> Response:
    actions.back_to_usual(me())
    return _saved(
        "Letters come as they did when you began. What you had chosen is not kept: "
        "choose again here and save, or press “No letters at all”."
    )


def _saved(words: str) -> Response:
    flash(words, "success")
    return go(url_for("notifications.preferences"))


def _preferences_page(form: PreferencesForm, status: int = 200) -> Response:
    return page(
        "notifications/preferences.html",
        status=status,
        form=form,
        has_hearings=queries.has_hearings(me().id),
        stopped_at=queries.stopped_from_letter_at(me().id),
    )
