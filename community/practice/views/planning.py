"""Pages on which a gathering is planned, changed and called off, and on which is written what was learned."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from community.core.errors import Invalid, NotFound, Stale
from community.notifications.queries import times_of
from community.practice import actions, policy, queries
from community.practice.forms.gatherings import GatheringForm, NoteForm
from community.practice.queries import CommunitySeen, GatheringSeen
from community.practice.views.blueprint import bp, use_one_edit, use_one_post, use_one_preview
from community.practice.views.planned import shown_of
from community.practice.views.shown import preview_block, preview_of
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment


@bp.get("/communities/<uuid:community_id>/gatherings/new")
@open_to(MEMBERS)
def new_gathering(community_id: UUID) -> Response:
    seen = queries.community_seen_by(me(), community_id)
    if not policy.can_plan(seen):
        return go(url_for("practice.entrance", community_id=community_id))
    return _new_page(seen, GatheringForm(zone=times_of(me().id).zone))


@bp.post("/communities/<uuid:community_id>/gatherings/new")
@open_to(MEMBERS)
def plan_gathering(community_id: UUID) -> Response:
    form = GatheringForm()
    if is_meant := form.validate_on_submit() and not form.asks():
        use_one_post(me())
    seen = queries.community_seen_by(me(), community_id)
    made = queries.gathering_made_with(me(), form.once)
    if made is None:
        if not is_meant:
            return _new_page(seen, form, 422)
        try:
            made = actions.plan_gathering(me(), seen, form.plan(), once=form.once)
        except Invalid as refused:
            form.refuse(refused)
            return _new_page(seen, form, 422)
        flash("Planned. Your community hears of it. Say below whether you come yourself.")
    return go(url_for("practice.gathering", gathering_id=made))


@bp.post("/communities/<uuid:community_id>/gatherings/preview")
@open_to(MEMBERS)
def preview_plan(community_id: UUID) -> Response:
    use_one_preview(me())
    seen = queries.community_seen_by(me(), community_id)
    form = GatheringForm()
    if not policy.can_plan(seen):
        raise NotFound
    return _plan_block(form) if wants_fragment() else _new_page(seen, form, is_preview=True)


@bp.get("/gatherings/<uuid:gathering_id>/edit")
@open_to(MEMBERS)
def edit_gathering(gathering_id: UUID) -> Response:
    seen = _one_to_change(gathering_id)
    return _edit_page(seen, GatheringForm.about(actions.plan_of(seen), seen.version))


@bp.post("/gatherings/<uuid:gathering_id>/edit")
@open_to(MEMBERS)
def save_gathering(gathering_id: UUID) -> Response:
    form = GatheringForm()
    if form.validate_on_submit():
        use_one_edit(me())
    seen = _one_to_change(gathering_id)
    if form.errors or form.asks(before=f"{seen.title}\n{seen.access}\n{seen.body}"):
        return _edit_page(seen, form, 422)
    try:
        are_told = actions.change_gathering(me(), seen, form.plan(), version=form.version.data or 0)
    except Invalid as refused:
        form.refuse(refused)
        return _edit_page(seen, form, 422)
    except Stale as met:
        seen = _one_to_change(gathering_id)
        form.begin_again_from(seen.version)
        return _edit_page(seen, form, 409, theirs=met.theirs)
    flash("Saved. We tell those who come." if are_told else "Saved.")
    return go(_place_of(seen))


@bp.post("/gatherings/<uuid:gathering_id>/preview")
@open_to(MEMBERS)
def preview_change(gathering_id: UUID) -> Response:
    use_one_preview(me())
    seen, form = _one_to_change(gathering_id), GatheringForm()
    return _plan_block(form) if wants_fragment() else _edit_page(seen, form, is_preview=True)


@bp.get("/gatherings/<uuid:gathering_id>/call-off")
@open_to(MEMBERS)
def calling_off(gathering_id: UUID) -> Response:
    return page("practice/call_off.html", gathering=_one_to_change(gathering_id))


@bp.post("/gatherings/<uuid:gathering_id>/call-off")
@open_to(MEMBERS)
def call_off(gathering_id: UUID) -> Response:
    seen = queries.gathering_seen_by(me(), gathering_id)
    actions.call_off(me(), seen)
    flash("Called off. We tell those who would have come.")
    return go(_place_of(seen))


@bp.get("/gatherings/<uuid:gathering_id>/note")
@open_to(MEMBERS)
def edit_note(gathering_id: UUID) -> Response:
    seen = _one_with_a_note(gathering_id)
    return _note_page(seen, NoteForm(note=seen.note, version=seen.version))


@bp.post("/gatherings/<uuid:gathering_id>/note")
@open_to(MEMBERS)
def save_note(gathering_id: UUID) -> Response:
    form = NoteForm()
    if form.validate_on_submit():
        use_one_edit(me())
    seen = _one_with_a_note(gathering_id)
    if form.errors or form.asks(before=seen.note):
        return _note_page(seen, form, 422)
    try:
        actions.write_note(me(), seen, form.note.data or "", version=form.version.data or 0)
    except Invalid as refused:
        form.refuse(Invalid(refused.message, "note"))
        return _note_page(seen, form, 422)
    except Stale as met:
        seen = _one_with_a_note(gathering_id)
        form.begin_again_from(seen.version)
        return _note_page(seen, form, 409, theirs=met.theirs)
    flash("Saved. Thank you for writing it down.")
    return go(_place_of(seen))


@bp.post("/gatherings/<uuid:gathering_id>/note/preview")
@open_to(MEMBERS)
def preview_note(gathering_id: UUID) -> Response:
    use_one_preview(me())
    seen, form = _one_with_a_note(gathering_id), NoteForm()
    return preview_block(form.note.data) if wants_fragment() else _note_page(seen, form, is_preview=True)


def _one_to_change(gathering_id: UUID) -> GatheringSeen:
    """To whoever does not prepare it, and once it is off or over, there is no such page."""
    seen = queries.gathering_seen_by(me(), gathering_id)
    if not policy.can_change_gathering(seen):
        raise NotFound
    return seen


def _one_with_a_note(gathering_id: UUID) -> GatheringSeen:
    seen = queries.gathering_seen_by(me(), gathering_id)
    if not policy.can_write_note(seen):
        raise NotFound
    return seen


def _place_of(seen: GatheringSeen) -> str:
    return url_for("practice.gathering", gathering_id=seen.public_id)


def _plan_block(form: GatheringForm) -> Response:
    return page("practice/gathering_preview.html", fragment="preview", preview=shown_of(form), policy=policy)


def _new_page(seen: CommunitySeen, form: GatheringForm, status: int = 200, *, is_preview: bool = False) -> Response:
    if not policy.can_plan(seen):
        raise NotFound
    preview = shown_of(form) if is_preview else None
    about: dict[str, Any] = {"community": seen, "form": form, "preview": preview, "policy": policy}
    return page("practice/new_gathering.html", status=status, **about)


def _edit_page(
    seen: GatheringSeen, form: GatheringForm, status: int = 200, *, theirs: str | None = None, is_preview: bool = False
) -> Response:
    about: dict[str, Any] = {
        "gathering": seen,
        "theirs": theirs,
        "preview": shown_of(form) if is_preview else None,
        "policy": policy,
    }
    return page("practice/edit_gathering.html", status=status, form=form, **about)


def _note_page(
    seen: GatheringSeen, form: NoteForm, status: int = 200, *, theirs: str | None = None, is_preview: bool = False
) -> Response:
    about: dict[str, Any] = {
        "gathering": seen,
        "theirs": theirs,
        "preview": preview_of(form.note.data) if is_preview else None,
    }
    return page("practice/gathering_note.html", status=status, form=form, **about)
