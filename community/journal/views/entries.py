"""Looking back, writing, searching and deleting."""

from typing import Any
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core import chance, clock
from community.core.errors import Conflict, Invalid, NotFound, Stale
from community.core.ids import id_asked
from community.directory import prompts
from community.directory import queries as directory
from community.journal import actions, queries
from community.journal.forms import EntryForm, SearchForm, entry_form
from community.journal.paper import Answer, Draft
from community.journal.views.opening import bp, not_saved, opened
from community.keyring import queries as keyring
from community.keyring.wraps import JournalKey
from community.web.access import MEMBERS, me, open_to
from community.web.forms import Form
from community.web.pages import go, page, wants_fragment


@bp.get("/journal")
@open_to(MEMBERS)
def entries() -> Response:
    key = opened()
    older_than = id_asked(request.args.get("after"))
    return page(
        "journal/entries.html",
        entries=queries.entries_of(me(), key, older_than=older_than),
        is_first_page=older_than is None,
        has_code=keyring.has_recovery_code(me().id),
        labels=_labels(),
        guide=prompts.guide_of_the_day(clock.today(), [each.factor for each in queries.challenges_of(me())]),
        search=SearchForm(formdata=None),
        readers=queries.readers_of(),
    )


@bp.get("/journal/new")
@open_to(MEMBERS)
def new() -> Response:
    """Choose questions; or, with `template`, the paper. Nothing is kept before the first words are."""
    opened()
    chosen = request.args.get("template")
    if chosen is None:
        return page(
            "journal/new.html",
            templates=prompts.templates(),
            prompts=prompts.prompts(),
            notice=None if queries.has_written(me()) else prompts.notice(),
            readers=queries.readers_of(),
        )
    guide = prompts.guide(chosen)
    if guide is None:
        raise NotFound
    draft = Draft(
        day=clock.today(), template=guide.id, answers=tuple(Answer(question, "") for question in guide.questions)
    )
    form = entry_form(draft, rev=0, hand=chance.token())
    return _paper(chance.new_id(), form)


@bp.get("/journal/entries/<uuid:entry_id>")
@open_to(MEMBERS)
def entry(entry_id: UUID) -> Response:
    found = queries.entry_seen_by(me(), opened(), entry_id)
    if found.draft is None:
        return page("journal/unverified.html", entry_id=entry_id, words=queries.UNVERIFIED)
    form = entry_form(found.draft, rev=found.rev, hand=chance.token())
    return _paper(entry_id, form, saved_at=found.saved_at)


@bp.post("/journal/entries/<uuid:entry_id>/save")
@open_to(MEMBERS)
def save(entry_id: UUID) -> Response:
    """Autosave through htmx keeps the page open; a plain "Save and close" goes back to the journal."""
    key = opened()
    form = EntryForm()
    form.offer_challenges(_mine(), _labels())
    if not form.validate_on_submit():
        return _refused(entry_id, form)
    try:
        saved = actions.save(me(), key, entry_id, form.draft, finishes=not wants_fragment())
    except Invalid as error:
        form.refuse(error)
        return _refused(entry_id, form)
    except Stale as error:
        return _two_versions(key, entry_id, form, error)
    except Conflict as error:
        if not wants_fragment():
            raise
        return not_saved(error.message, 409)
    if wants_fragment():
        address = url_for("journal.entry", entry_id=entry_id)
        return page("journal/status.html", fragment="status", address=address, saved_at=saved.at, trouble="")
    flash("Your entry is saved.", "success")
    return go(url_for("journal.entries"))


@bp.get("/journal/entries/<uuid:entry_id>/delete")
@open_to(MEMBERS)
def removal(entry_id: UUID) -> Response:
    found = queries.entry_seen_by(me(), opened(), entry_id)
    return page("journal/removal.html", entry_id=entry_id, draft=found.draft, form=Form())


@bp.post("/journal/entries/<uuid:entry_id>/delete")
@open_to(MEMBERS)
def remove(entry_id: UUID) -> Response:
    opened()
    actions.remove(me(), entry_id)
    flash("The entry is deleted.", "success")
    return go(url_for("journal.entries"))


@bp.post("/journal/search")
@open_to(MEMBERS)
def search() -> Response:
    """By POST, so that what somebody looks for stands in no address and no log."""
    key = opened()
    form, labels = SearchForm(), _labels()
    about: dict[str, Any] = {"form": form, "labels": labels, "readers": queries.readers_of()}
    if not form.validate_on_submit():
        return page("journal/found.html", fragment="found", status=422, lines=[], words="", **about)
    words = form.words.data or ""
    lines = queries.entries_with(me(), key, words, labels)
    say = f"{len(lines)} {'entry' if len(lines) == 1 else 'entries'}"
    return page("journal/found.html", fragment="found", say=say, lines=lines, words=words, **about)


def _paper(entry_id: UUID, form: EntryForm, *, status: int = 200, **more: Any) -> Response:
    form.offer_challenges(_mine(), _labels())
    guide = prompts.guide(form.template.data)
    return page(
        "journal/entry.html",
        status=status,
        entry_id=entry_id,
        form=form,
        is_new=not form.rev.data,
        guide=guide if guide and guide.id != prompts.BLANK else None,
        notice=prompts.notice(),
        is_first=not queries.has_written(me()),
        readers=queries.readers_of(),
        **({"saved_at": None, "trouble": ""} | more),
    )


def _refused(entry_id: UUID, form: EntryForm) -> Response:
    if wants_fragment():
        return not_saved(form.first_error, 422)
    return _paper(entry_id, form, status=422)


def _two_versions(key: JournalKey, entry_id: UUID, form: EntryForm, stale: Stale) -> Response:
    if wants_fragment():
        words = "This entry was changed in another tab. Press Save and close to see both."
        return not_saved(words, 409)
    now = queries.entry_seen_by(me(), key, entry_id)
    mine = entry_form(form.draft, rev=now.rev, hand=chance.token())
    trouble = "Choose below which version to keep."
    return _paper(entry_id, mine, status=409, theirs=stale.theirs, other_id=chance.new_id(), trouble=trouble)


def _mine() -> dict[str, str]:
    return {each.id: each.label for each in queries.challenges_of(me())}


def _labels() -> dict[str, str]:
    return {each.id: each.label for each in directory.challenges().values()}
