"""Who may do what with a report, one sentence each. Who looks after which: `queries.reports.looks_after_reports`."""

from datetime import datetime, timedelta
from typing import Protocol

from community.core import clock
from community.core.roles import Actor
from community.moderation.models import PRIVATE, About, Outcome

REPORTS_A_DAY = 20
HIDES_A_DAY = 3
OWNED_FOR = timedelta(hours=24)
STAYS = timedelta(days=731)  # two years after it was answered, whether or not a leap day is among them


class Case(Protocol):
    """A report as whoever looks after it reads it."""

    @property
    def owner_id(self) -> int | None: ...
    @property
    def owned_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


class Decision(Protocol):
    """What was decided, as whoever it is about reads it."""

    @property
    def about(self) -> About: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def closed_at(self) -> datetime | None: ...


def can_take_up(actor: Actor, case: Case) -> bool:
    """Nobody has it, or whoever took it up has had a day."""
    if case.closed_at is not None or case.owner_id == actor.id:
        return False
    return case.owner_id is None or case.owned_at is None or case.owned_at <= clock.now() - OWNED_FOR


def can_decide(actor: Actor, case: Case) -> bool:
    """It waits, and is one's own or nobody's."""
    return case.closed_at is None and case.owner_id in {None, actor.id}


def can_say_it_is_changed(decision: Decision) -> bool:
    """Something was asked of its author, or it is hidden: they can change it and ask for another look."""
    asked = decision.outcome in {Outcome.ASKED_TO_EDIT, Outcome.HIDDEN}
    return asked and decision.closed_at is not None and decision.about not in PRIVATE
