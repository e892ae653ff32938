"""What the page of a circle shows besides messages, promises and meetings: each subject adds its values in one line."""

from dataclasses import replace
from typing import Any

from flask import request, url_for

from community.buddying import policy, queries, tasks
from community.buddying.agreed import Terms
from community.buddying.matching import Explanation
from community.buddying.queries import inviting, joining
from community.buddying.queries.agreement import agreements_of
from community.buddying.queries.agreement_words import summary
from community.buddying.rhythm import IN_WORDS
from community.buddying.seen import CircleSeen, Meetings
from community.buddying.tasks import LINES, LOOKS, PAGES, Asks, Task


def parts_of(circle: CircleSeen, meetings: Meetings) -> dict[str, Any]:
    """For the partials of the page, by their names there; and `asks`, the one task that has the card."""
    waiting = policy.waiting_of_itself(circle, meetings)
    parts: dict[str, Any] = {"guides": queries.guides_for(circle), "rhythm_words": IN_WORDS[circle.rhythm]}
    parts |= _agreement(circle, waiting)
    parts["looks"] = looks = queries.looks_of(circle)
    waiting |= looks.waiting
    parts |= _growing(circle, waiting)
    asks = tasks.in_order(waiting, chosen=request.args.get("ask", ""))
    parts["growing_why"] = _why_to_ask(circle, parts["growing"]) if asks.big is Task.PROPOSAL else None
    return parts | {"asks": asks, "lines": _lines(circle, asks), "looks_ask": asks.big in LOOKS}


def _agreement(circle: CircleSeen, waiting: set[Task]) -> dict[str, Any]:
    known = agreements_of(circle)
    if known.waits_for_me:
        waiting.add(Task.AGREEMENT)
    paper = known.paper_of(known.newest if known.waits_for_me else known.standing)
    terms = paper.terms if paper else Terms()
    if not known.waits_for_me:
        terms = replace(terms, rhythm=circle.rhythm)  # it may have been changed since
    return {"agreements": known, "agreement_words": summary(terms)}


def _growing(circle: CircleSeen, waiting: set[Task]) -> dict[str, Any]:
    known = inviting.growing(circle)
    if known.asks_me:
        waiting.add(Task.PROPOSAL)
    whom = known.proposal.asked_name if known.proposal else ""
    may = policy.can_invite(circle) and not known.is_under_way
    return {"growing": known, "can_invite": may, "growing_readers": inviting.readers_of_proposal(circle, whom)}


def _why_to_ask(circle: CircleSeen, known: inviting.Growing) -> Explanation | None:
    """The reasons for whom another proposes; nothing of somebody whom the reader does not find."""
    if known.proposal is None or not known.proposal.has_page:
        return None
    return joining.why_for(circle.me.id, known.proposal.asked_id)


def _lines(circle: CircleSeen, asks: Asks) -> list[tuple[str, str]]:
    """Words and address of each task that waits without the card: its own page, or this one with the card for it."""
    here = url_for("buddying.circle", circle_id=circle.public_id)
    return [(LINES[task], _address(here, task)) for task in asks.lines]


def _address(here: str, task: Task) -> str:
    return f"{here}/{PAGES[task]}" if task in PAGES else f"{here}?ask={task.value}#asks"
