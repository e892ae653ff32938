"""Whom to show to one member now: the likeliest of everybody in memory, every rule asked again of the database."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select

from community.accounts.models import Member
from community.buddying.matching import (
    LIST_SIZE,
    NEARLY_AS_GOOD,
    Field,
    Look,
    Narrow,
    PairFacts,
    Suggestions,
    is_allowed,
    suggest,
    week_of,
    what_would_help,
)
from community.buddying.queries.everybody import everybody
from community.buddying.queries.people import COLUMNS, IDS, Somebody, somebodies
from community.buddying.queries.reference import taxonomy
from community.buddying.queries.rules import has_few_hellos, may_meet, rule_times
from community.core import clock
from community.core.database import db, is_one_of
from community.directory.models import Profile

LOOKED_AT = (28, 120, 600)  # how many of the likeliest; the later looks are for those whom rules keep from many
LEAST_SHOWN_LOOKED_AT = 4

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_LIKELY = (
    select(*COLUMNS)
    .join(Profile, Profile.member_id == Member.id)
    .where(is_one_of(Member.id, IDS), may_meet(_VIEWER), has_few_hellos())
)


class Chosen(NamedTuple):
    """The two lists, and who is in them; what to widen where they are short; whether everybody could be looked at."""

    lists: Suggestions
    met: dict[str, Somebody]
    widen: Field | None
    is_whole: bool


def chosen_for(me: Somebody, narrow: Narrow) -> Chosen:
    """At most twenty people whom every rule allows, as the database has them at this moment."""
    crowd, is_whole = everybody()
    week_seed = week_of(clock.today())
    look = crowd.look(me.candidate, narrow, turn=f"{week_seed}|{me.id}")
    allowed = likeliest_allowed(look, partial(_allowed, me), besides=_least_shown)
    met = {each.person.key: each for each in allowed}
    people = [each.person for each in allowed]
    lists = suggest(me.person, people, week_seed=week_seed, taxonomy=taxonomy(), shown=crowd.shown(met))
    widen = what_would_help(crowd, me.candidate, narrow) if is_whole and lists.is_short else None
    return Chosen(lists, met, widen, is_whole)


def likeliest_allowed(
    look: Look,
    allowed_of: Callable[[set[int]], list[Somebody]],
    *,
    besides: Callable[[Look, list[float]], list[Any]] | None = None,
) -> list[Somebody]:
    """Whom no rule forbids of the likeliest, and `besides` them of others; looked at until they fill a list."""
    allowed: list[Somebody] = []
    looked_at: set[int] = set()
    for how_many in LOOKED_AT:
        likely = look.best(how_many)
        others = besides(look, [one.total for one in likely]) if besides else []
        ids = {one.key for one in (*likely, *others)}
        allowed += allowed_of(ids - looked_at)
        looked_at |= ids
        if len(allowed) >= LIST_SIZE or len(likely) < how_many:
            break
    return allowed


def _least_shown(look: Look, totals: list[float]) -> list[Any]:
    """Some of the least shown who are nearly as good."""
    if len(totals) < LIST_SIZE:
        return []
    return look.least_shown(LEAST_SHOWN_LOOKED_AT, at_least=NEARLY_AS_GOOD * totals[LIST_SIZE - 1])


def _allowed(me: Somebody, ids: set[int]) -> list[Somebody]:
    """Those of them whom no rule forbids."""
    if not ids:
        return []
    rows = db.session.execute(_LIKELY, rule_times() | {"viewer": me.id, "ids": sorted(ids)}).all()
    facts = PairFacts(today=clock.today())
    return [each for each in somebodies(rows).values() if is_allowed(me.candidate, each.candidate, facts)]
