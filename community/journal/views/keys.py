"""Locking, unlocking, the recovery code, the idle lock, and entries that a password reset sealed off."""

import hmac

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core.database import reading
from community.core.errors import Invalid
from community.journal import actions, queries
from community.journal.forms import ConfirmCodeForm, ReopenForm, SettingsForm, UnlockForm
from community.journal.views.opening import bp, is_open, keep_open, opened, shut
from community.keyring import actions as keyring
from community.keyring import queries as wrap_queries
from community.keyring import recovery as codes
from community.keyring import stretch, wraps
from community.keyring.models import WrapKind
from community.keyring.stretch import Root
from community.web.access import MEMBERS, me, open_to
from community.web.forms import Form
from community.web.navigation import safe_next
from community.web.pages import go, page
from community.web.throttles import forget_tries, throttle_password

MOST_SEALED = 5  # each costs a stretch


@bp.post("/journal/lock")
@open_to(MEMBERS)
def lock() -> Response:
    keyring.lock(me().session_hash)
    shut()
    flash("Your journal is locked.", "success")
    answer = go(url_for("journal.unlock"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.route("/journal/unlock", methods=["GET", "POST"])
@open_to(MEMBERS)
def unlock() -> Response:
    form = UnlockForm()
    if form.validate_on_submit():
        throttle_password(me().id)
        cookie = _cookie_for_code(form.code.data) if form.code.data else _cookie_for_password(form.password.data or "")
        if cookie:
            forget_tries(me().id)
            keep_open(cookie)
            return go(_onward())
        field = "code" if form.code.data else "password"
        form.refuse(Invalid(f"That is not your {'recovery code' if form.code.data else 'password'}.", field))
    if not form.errors and is_open():
        return page("journal/open.html", then=_onward())
    return page(
        "journal/unlock.html",
        status=422 if form.errors else 200,
        form=form,
        then=_onward(),
        has_code=wrap_queries.has_recovery_code(me().id),
        minutes=queries.idle_minutes_of(me()),
    )


@bp.get("/journal/recovery")
@open_to(MEMBERS)
def recovery() -> Response:
    opened()
    return page("journal/recovery.html", form=Form(), has_code=wrap_queries.has_recovery_code(me().id))


@bp.post("/journal/recovery")
@open_to(MEMBERS)
def make_code() -> Response:
    """Show a new code. Nothing is stored before its owner has typed the end of it again."""
    key = opened()
    code = codes.new_code()
    form = ConfirmCodeForm(formdata=None, sealed_code=wraps.pending_code(key, code))
    return page("journal/recovery_code.html", form=form, code=code)


@bp.post("/journal/recovery/confirm")
@open_to(MEMBERS)
def confirm_code() -> Response:
    key = opened()
    form = ConfirmCodeForm()
    code = wraps.code_of(key, form.sealed_code.data or "")
    if code is None:
        flash("That code was not for this journal. Please make a new one.", "warning")
        return go(url_for("journal.recovery"))
    if not form.validate_on_submit() or not codes.last_group_is(code, form.last_group.data or ""):
        if not form.errors:
            form.refuse(Invalid("Those are not the last six characters. Compare them with the code.", "last_group"))
        return page("journal/recovery_code.html", status=422, form=form, code=code)
    keyring.keep_recovery_code(me().id, key, code)
    flash("Your recovery code works from now on.", "success")
    return go(url_for("journal.entries"))


@bp.route("/journal/settings", methods=["GET", "POST"])
@open_to(MEMBERS)
def settings() -> Response:
    opened()
    form = SettingsForm(minutes=queries.idle_minutes_of(me()))
    form.offer(actions.IDLE_CHOICES)
    if form.validate_on_submit():
        actions.choose_idle_lock(me(), form.minutes.data)
        flash(f"Your journal locks after {form.minutes.data} minutes.", "success")
        return go(url_for("journal.entries"))
    return page("journal/settings.html", status=422 if form.errors else 200, form=form)


@bp.route("/journal/reopen", methods=["GET", "POST"])
@open_to(MEMBERS)
def reopen() -> Response:
    """Entries from before a password reset: their own key is asked for, and then they are written anew."""
    form = ReopenForm()
    if form.validate_on_submit():
        throttle_password(me().id)
        roots = [] if form.code.data else _old_roots(form.password.data or "")
        key = opened()
        sealed = queries.sealed_keys(me(), roots=roots, code=form.code.data or "")
        if sealed:
            forget_tries(me().id)
            taken = sum(actions.take_over(me(), each, key) for each in sealed)
            flash(f"{taken} {'entry is' if taken == 1 else 'entries are'} open again.", "success")
            return go(url_for("journal.entries"))
        form.refuse(Invalid("That opens none of them.", "code" if form.code.data else "password"))
    opened()
    return page("journal/reopen.html", status=422 if form.errors else 200, form=form)


def _onward() -> str:
    address = safe_next(request.args.get("next"))
    return address if address.startswith("/journal") else url_for("journal.entries")


def _cookie_for_code(code: str) -> str | None:
    return keyring.open_box_with_code(me().id, me().public_id, me().session_hash, code)


def _cookie_for_password(password: str) -> str | None:
    """Look, stretch while nothing is locked, then write."""
    with reading():
        wrap = wrap_queries.wrap_of(me().id, WrapKind.PASSWORD)
        kdf, salt, verifier = queries.password_facts(me())
    if wrap and wrap.kdf:
        root = stretch.stretch(password, wrap.salt, wrap.kdf)
        return keyring.open_box(me().id, me().public_id, me().session_hash, root)
    if not (kdf and salt and verifier):
        return None
    root = stretch.stretch(password, salt, kdf)
    if not hmac.compare_digest(root.verifier, verifier):
        return None
    key = keyring.begin_journal(me().id, me().public_id, root)
    return keyring.put_into_box(key, me().session_hash)


def _old_roots(password: str) -> list[Root]:
    """The password typed, stretched in the way of each sealed wrap."""
    with reading():
        sealed = [each for each in wrap_queries.wraps_of(me().id, superseded=True) if each.kdf]
    return [stretch.stretch(password, each.salt, each.kdf or "") for each in sealed[:MOST_SEALED]]
