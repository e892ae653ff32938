"""How a list of conversations or resources is narrowed, as its address says it."""

from typing import Any
from uuid import UUID

from flask import request

from community.core.ids import id_asked
from community.directory import queries as directory
from community.practice import queries
from community.practice.queries import CommunitySeen, Narrowing
from community.web.access import me

SHOWS = {"unanswered": "No reply yet", "new": "New to me"}


def narrowing_asked() -> Narrowing:
    """What the address asks for; what is not on a list is left out."""
    kind, show = request.args.get("kind", ""), request.args.get("show")
    return Narrowing(
        kind if kind in queries.thread_kinds() else "",
        challenge_asked(),
        is_unanswered=show == "unanswered",
        is_new=show == "new",
    )


def challenge_asked() -> str:
    challenge = request.args.get("challenge", "")
    return challenge if challenge in directory.challenges() else ""


def in_address(narrowing: Narrowing) -> dict[str, str]:
    """The same as what an address carries."""
    show = "unanswered" if narrowing.is_unanswered else "new" if narrowing.is_new else ""
    asked = {"kind": narrowing.kind_id, "challenge": narrowing.challenge, "show": show}
    return {name: value for name, value in asked.items() if value}


def _in_words(narrowing: Narrowing, show: str) -> list[str]:
    """The same as a filter says it of itself while it is folded."""
    rows = (queries.thread_kinds().get(narrowing.kind_id), directory.challenges().get(narrowing.challenge))
    said = [row.label for row in rows if row]
    return [*said, SHOWS[show]] if show else said


def before_asked() -> UUID | None:
    """The last row of the page before."""
    return id_asked(request.args.get("before"))


def choices(narrowing: Narrowing, community: CommunitySeen) -> dict[str, Any]:
    """What the filters of a list are drawn from."""
    asked = in_address(narrowing)
    return {
        "narrowing": narrowing,
        "asked": asked,
        "narrowed_to": _in_words(narrowing, asked.get("show", "")),
        "kinds": queries.thread_kinds(),
        "kind_labels": {kind.id: kind.label for kind in queries.thread_kinds().values()},
        "shows": SHOWS,
        "challenge_groups": queries.challenges_in_use(me(), inside=community, chosen=narrowing.challenge),
    }
