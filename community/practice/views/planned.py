"""A plan that is not kept yet, as others will see it."""

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from community.practice import when
from community.practice.forms.gatherings import GatheringForm
from community.practice.forms.tagging import is_web_address
from community.practice.queries.gathering_seen import places_in_words
from community.practice.views.shown import preview_of


class PlanShown(NamedTuple):
    """What the page of the gathering will show; `starts_at` is None where there is no such time yet."""

    title: str
    starts_at: datetime | None
    when: str
    when_for_me: str
    place: str
    link: str
    access: str
    places: str
    html: Markup


def shown_of(form: GatheringForm) -> PlanShown:
    """What was typed so far, right or not: nothing is kept of it, and what is no address is no link."""
    plan, link = form.plan_so_far(), form.link.data or ""
    return PlanShown(
        title=form.title.data or "It is not called anything yet",
        starts_at=plan.starts_at if plan else None,
        when=when.span(plan.starts_at, plan.ends_at, plan.zone) if plan else "There is no day and hour for it yet.",
        when_for_me="",
        place=form.place.data or "",
        link=link if is_web_address(link) else "",
        access=form.access.data or "",
        places=places_in_words(form.capacity.data if (form.capacity.data or 0) > 0 else None),
        html=preview_of(form.body.data),
    )
