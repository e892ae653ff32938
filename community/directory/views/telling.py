"""Pages on which somebody tells of themselves: the rules, the steps of joining, the profile, looking up a place."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.core import limits
from community.core.errors import Conflict, Invalid, Stale
from community.core.roles import MemberState
from community.core.text import clean_line
from community.directory import actions, policy, queries
from community.directory.forms import FORMS, PlaceForm, RulesForm
from community.directory.models import ShownAs
from community.directory.told import Part
from community.directory.views.blueprint import bp
from community.web.access import MEMBERS, NEWCOMERS, me, open_to
from community.web.pages import go, page

STEPS = 5
TITLES = {
    Part.SECTOR: "Where you sit",
    Part.CHALLENGES: "What is on your mind",
    Part.TALKING: "How you like to talk",
    Part.FINDING: "Who can find you",
}
STEP_OF = {Part.SECTOR: 3, Part.CHALLENGES: 4, Part.TALKING: 5}


@bp.get("/welcome/rules")
@open_to(NEWCOMERS)
def rules() -> Response:
    return _rules_page(RulesForm(data={"version": queries.house_rules().version}))


@bp.post("/welcome/rules")
@open_to(NEWCOMERS)
def accept_rules() -> Response:
    form = RulesForm()
    if not form.validate_on_submit():
        return _rules_page(form, 422)
    try:
        actions.accept_rules(me(), form.version.data or "")
    except Conflict as changed:
        flash(changed.message, "warning")
        form.version.data = queries.house_rules().version
        return _rules_page(form, 409)
    return go(_after_rules())


@bp.get("/house-rules/new")
@open_to(MEMBERS)
def new_rules() -> Response:
    return _new_rules_page(RulesForm(formdata=None, data={"version": queries.house_rules().version}))


@bp.post("/house-rules/agree")
@open_to(MEMBERS)
def agree_to_rules() -> Response:
    form = RulesForm()
    if not form.validate_on_submit():
        return _new_rules_page(form, 422)
    actions.accept_rules(me(), form.version.data or "")
    flash("Thank you. We have noted that you agree.", "success")
    return go(url_for("home.index"))


@bp.route("/welcome/<any(sector, challenges, talking):part>", methods=["GET", "POST"])
@open_to(NEWCOMERS)
def step(part: str) -> Response:
    if me().state is not MemberState.JOINING:
        return go(url_for("home.welcome"))
    here = Part(part)
    skip = _after(here)
    return _tell(here, then=skip, skip_url=skip, back_url=_before(here), step=STEP_OF[here], steps=STEPS)


@bp.get("/profile")
@open_to(MEMBERS)
def profile() -> Response:
    told = queries.all_told_by(me().id, me().name)
    found_by = told.finding.findable_by
    return page(
        "directory/profile.html",
        titles=TITLES,
        sections=[(part, queries.in_words(told.part(part))) for part in Part],
        audience=policy.readers_of_profile(found_by, is_active=True),
        readers=policy.readers_of_fields(found_by),
        place_moved_to=queries.successors_of(told.sector.place_id),
    )


@bp.route("/profile/<any(sector, challenges, talking, finding):part>", methods=["GET", "POST"])
@open_to(MEMBERS)
def edit(part: str) -> Response:
    back = url_for("directory.profile")
    return _tell(Part(part), then=back, skip_url=None, back_url=back, step=None, steps=STEPS)


@bp.get("/places")
@open_to(NEWCOMERS)
def places() -> Response:
    words = clean_line(request.args.get("q") or request.args.get("place_words") or "")[:160]
    shown_as = request.args.get("shown_as", "")
    form = PlaceForm(words, shown_as if shown_as in set(ShownAs) else ShownAs.REGION)
    say = f"{len(form.offered)} places" if len(form.offered) != 1 else "1 place"
    return page("directory/places.html", fragment="choices", say=say, form=form, found=queries.places_named(words))


def _tell(part: Part, *, then: str, **around: Any) -> Response:
    """Ask for one part of the profile, or keep what was said and go on."""
    if request.method == "POST":
        limits.use("telling of oneself", me().id, **policy.TELLINGS)
    everything = queries.all_told_by(me().id, me().name)
    told = everything.part(part)
    form = FORMS[part](told)
    stale = None
    if form.validate_on_submit():
        try:
            actions.tell(me(), form.told(), seen=form.seen.data or "")
            return go(then)
        except Invalid as refused:
            form.refuse(refused)
        except Stale as met:
            stale, form.seen.data = met, told.mark
    status = 409 if stale else 422 if form.errors else 200
    readers = policy.readers_of_fields(everything.finding.findable_by)
    return page(f"directory/{part}.html", status=status, form=form, stale=stale, readers=readers, **around)


def _new_rules_page(form: RulesForm, status: int = 200) -> Response:
    has_agreed = queries.has_agreed_to_rules(me().id)
    return page(
        "directory/new_rules.html", status=status, form=form, rules=queries.house_rules(), has_agreed=has_agreed
    )


def _rules_page(form: RulesForm, status: int = 200) -> Response:
    return page("directory/rules.html", status=status, form=form, rules=queries.house_rules(), step=2, steps=STEPS)


def _after_rules() -> str:
    return url_for("directory.step", part=Part.SECTOR)


def _after(part: Part) -> str:
    following = {Part.SECTOR: Part.CHALLENGES, Part.CHALLENGES: Part.TALKING}.get(part)
    return url_for("directory.step", part=following) if following else url_for("home.welcome")


def _before(part: Part) -> str:
    previous = {Part.CHALLENGES: Part.SECTOR, Part.TALKING: Part.CHALLENGES}.get(part)
    return url_for("directory.step", part=previous) if previous else url_for("directory.rules")
