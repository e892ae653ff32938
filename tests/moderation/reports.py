"""Reports, as tests need them: made by the act itself, or through the pages."""

from uuid import UUID

from community.core import chance
from community.moderation import actions, queries
from community.moderation.actions.reporting import Said
from community.moderation.models import Outcome, Reason
from community.moderation.queries import Answered, Thing
from tests.browser import Page
from tests.world import Person, World


def said(reason: Reason = Reason.UNKIND, words: str = "", *, passages: tuple[int, ...] = ()) -> Said:
    return Said(reason=reason, rule="5", words=words, passages=passages)


def report_thing(reporter: Person, thing: Thing, reason: Reason = Reason.UNKIND, words: str = "") -> UUID:
    """Inside a visit to the database."""
    return actions.report(reporter.actor, thing, said(reason, words, passages=(0,)), once=chance.new_id())


def report_post(world: World, reporter: Person, post_id: UUID, reason: Reason = Reason.UNKIND, words: str = "") -> UUID:
    with world.inside():
        return report_thing(reporter, queries.post_to_report(reporter.actor, post_id), reason, words)


def decide(
    world: World, decider: Person, report_id: UUID, outcome: Outcome, *, to_reporter: str = "", to_subject: str = ""
) -> None:
    with world.inside():
        case = queries.case_seen_by(decider.actor, report_id)
        answered = Answered(to_reporter=to_reporter or "Thank you.", to_subject=to_subject or "Please have a look.")
        actions.decide(decider.actor, case, outcome, answered)


def report_on_the_page(world: World, reporter: Person, url: str, reason: Reason, **more: object) -> Page:
    """Open the form, choose why, send."""
    browser = world.browser(reporter)
    return browser.submit(browser.get(f"{url}/report"), f"{url}/report", reason=reason.value, **more)
