"""What the page of a circle shows besides messages, promises and meetings: each subject adds its values in one line."""

from dataclasses import replace
from typing import Any

from flask import request, url_for

from community.buddying import policy, queries, tasks
from community.buddying.agreed import Terms
from community.buddying.matching import Explanation
from community.buddying.queries import inviting
from community.buddying.queries.agreement import Agreements, agreements_of
from community.buddying.queries.agreement_words import summary
from community.buddying.rhythm import IN_WORDS, last_contact_on
from community.buddying.seen import CircleSeen, Meetings
from community.buddying.tasks import LINES, LOOKS, PAGES, Asks, Task
from community.buddying.waits import Around, waiting_in
from community.web.access import me


def parts_of(circle: CircleSeen, meetings: Meetings) -> dict[str, Any]:
    """For the partials of the page, by their names there; and `asks`, the one task that has the card."""
    agreements, looks, growing = agreements_of(circle), queries.looks_of(circle), inviting.growing(circle)
    around = Around(
        meets_at=meetings.planned.starts_at if meetings.planned else None,
        has_met=bool(meetings.held),
        agreement_waits=agreements.waits_for_me,
        proposal_waits=growing.asks_me,
        is_asked_when=bool(circle.who_goes_on),
        is_half_way_new=circle.is_half_way_new,
        looks_over=looks.over,
    )
    asks = tasks.in_order(waiting_in(circle, around), chosen=request.args.get("ask", ""))
    met_on = meetings.held[0].happened_on if meetings.held else None
    return {
        "guides": queries.guides_for(circle),
        "rhythm_words": IN_WORDS[circle.rhythm],
        "looks": looks,
        "last_contact_on": last_contact_on(circle.last_message_at, met_on),
        "asks": asks,
        "lines": _lines(circle, asks),
        "looks_ask": asks.big in LOOKS,
        **_agreement(circle, agreements),
        **_growing(circle, growing, asks),
    }


def _agreement(circle: CircleSeen, known: Agreements) -> dict[str, Any]:
    paper = known.paper_of(known.newest if known.waits_for_me else known.standing)
    terms = paper.terms if paper else Terms()
    still_says = IN_WORDS[terms.rhythm].lower() if paper and terms.rhythm is not circle.rhythm else ""
    if not known.waits_for_me:
        terms = replace(terms, rhythm=circle.rhythm)  # it may have been changed since
    return {"agreements": known, "agreement_words": summary(terms), "agreement_still_says": still_says}


def _growing(circle: CircleSeen, known: inviting.Growing, asks: Asks) -> dict[str, Any]:
    has_card = asks.big is Task.PROPOSAL
    can_invite = policy.can_invite(circle) and not known.is_under_way
    whom = known.proposal.asked_name if known.proposal else ""
    return {
        "growing": known,
        "growing_card": _growing_card(known, has_card=has_card, can_invite=can_invite),
        "growing_why": _why_to_ask(known) if has_card else None,
        "growing_readers": inviting.readers_of_proposal(circle, whom),
        "can_invite": can_invite,
    }


def _growing_card(known: inviting.Growing, *, has_card: bool, can_invite: bool) -> str:
    """Which of the cards about one more is shown; none while a line says that a proposal waits."""
    if known.proposal:
        return "proposal" if has_card or not known.asks_me else ""
    if known.hello:
        return "hello"
    return "invite" if can_invite else ""


def _why_to_ask(known: inviting.Growing) -> Explanation | None:
    """The reasons for whom another proposes; nothing of somebody whom the reader does not find."""
    if known.proposal is None or not known.proposal.has_page:
        return None
    asked_id = known.proposal.asked_id
    return queries.why_together(me(), [asked_id]).get(asked_id)


def _lines(circle: CircleSeen, asks: Asks) -> list[tuple[str, str]]:
    """Words and address of each task that waits without the card: its own page, or this one with the card for it."""
    here = url_for("buddying.circle", circle_id=circle.public_id)
    return [(LINES[task].format(who=circle.who_goes_on), _address(here, task)) for task in asks.lines]


def _address(here: str, task: Task) -> str:
    return f"{here}/{PAGES[task]}" if task in PAGES else f"{here}?ask={task.value}#asks"
