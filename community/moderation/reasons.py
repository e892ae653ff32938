"""Why something is reported, what can be decided, and the words that each is answered with."""

import re
from typing import NamedTuple

from community.moderation.models import PRIVATE, About, Outcome, Reason

LONGEST_WORDS = 1000
MOST_PASSAGES = 40
_BREAKS = re.compile(r"\n+|(?<=[.?!…])\s+")


class ReasonWords(NamedTuple):
    """A reason as the form offers it, and the house rule that goes with it."""

    label: str
    line: str
    rule: str


class Answers(NamedTuple):
    """What a decision says to whoever reported and to whoever it is about; whoever decides may change either."""

    to_reporter: str
    to_subject: str


REASONS = {
    Reason.IDENTIFIES: ReasonWords(
        "Somebody could be identified", "A patient, resident, relative or colleague could be recognised from it.", "3"
    ),
    Reason.DANGER: ReasonWords(
        "Somebody may be in danger", "If it cannot wait, call 999: nobody watches here day and night.", "7"
    ),
    Reason.ILLEGAL: ReasonWords("It may be against the law", "A threat, hatred, or something worse.", "5"),
    Reason.UNKIND: ReasonWords("It is unkind", "Abuse, mockery, a pile-on or discrimination.", "5"),
    Reason.SELLING: ReasonWords(
        "It sells, recruits or uses what was said", "Also in a bid, an inspection or a dispute.", "4"
    ),
    Reason.OTHER: ReasonWords("Something else", "Tell us in your own words.", ""),
}
OUTCOMES = {
    Outcome.NO_ACTION: "It stays as it is",
    Outcome.ASKED_TO_EDIT: "Ask for a change",
    Outcome.HIDDEN: "Hide it",
    Outcome.REMOVED: "Remove it for good",
}
OUTCOME_LINES = {
    Outcome.NO_ACTION: "If it was hidden while it was checked, it is shown again.",
    Outcome.ASKED_TO_EDIT: "Its author can change it and ask you to look again. What is hidden stays so until then.",
    Outcome.HIDDEN: "Its author and the facilitators still read it. Its author can ask you to look again.",
    Outcome.REMOVED: "The words go, and cannot be brought back.",
}
POSSIBLE = {
    About.POST: tuple(Outcome),
    About.GATHERING: (Outcome.NO_ACTION, Outcome.ASKED_TO_EDIT, Outcome.HIDDEN),
    About.PERSON: (Outcome.NO_ACTION, Outcome.ASKED_TO_EDIT),
    About.MESSAGE: (Outcome.NO_ACTION, Outcome.ASKED_TO_EDIT),
    About.HELLO: (Outcome.NO_ACTION, Outcome.ASKED_TO_EDIT),
}
THINGS = {
    About.POST: "post",
    About.GATHERING: "gathering",
    About.PERSON: "profile",
    About.MESSAGE: "message",
    About.HELLO: "hello",
}
_TO_REPORTER = {
    Outcome.NO_ACTION: "Thank you for telling us. We have read it with care, and it stays as it is.",
    Outcome.ASKED_TO_EDIT: "Thank you for telling us. We have asked for a change.",
    Outcome.HIDDEN: "Thank you for telling us. It is hidden now.",
    Outcome.REMOVED: "Thank you for telling us. It has been removed.",
}
_TO_SUBJECT = {
    Outcome.NO_ACTION: "Somebody asked us to look at your {thing}. We have read it, and it stays as it is.",
    Outcome.ASKED_TO_EDIT: "Somebody asked us to look at your {thing}. Please change it: {why}",
    Outcome.HIDDEN: "We have hidden your {thing} for now: {why} Could you tell it again without that? We can help.",
    Outcome.REMOVED: "We have removed your {thing}: {why}",
}
_DECIDED = {
    Outcome.NO_ACTION: "We decided that {it} stays as it is.{if_hidden}",
    Outcome.ASKED_TO_EDIT: "We decided to ask for a change in {it}.",
    Outcome.HIDDEN: "We decided to hide {it}, and with it the conversation that it began, if it began one. While it is"
    " hidden, {who} can read it.",
    Outcome.REMOVED: "We decided to remove {it} for good.",
}
_IF_HIDDEN = " If it was hidden while it was checked, it is shown again."
_WHY = {
    Reason.IDENTIFIES: "somebody might be recognised from it.",
    Reason.DANGER: "somebody might come to harm.",
    Reason.ILLEGAL: "it may be against the law.",
    Reason.UNKIND: "it challenges a person more than an idea.",
    Reason.SELLING: "this is not a place for selling, recruiting or making a case.",
    Reason.OTHER: "it does not go with the house rules.",
}


def answers_for(about: About, reason: Reason, outcome: Outcome) -> Answers:
    """The words that are offered for this decision. Nobody is written to about their own message unless it is asked."""
    said = _TO_SUBJECT[outcome].format(thing=THINGS[about], why=_WHY[reason])
    return Answers(_TO_REPORTER[outcome], said if tells_subject(about, outcome) else "")


def decided_about_mine(about: About, outcome: Outcome) -> str:
    """What was decided, to whoever wrote it: from the outcome itself, whatever words go with it."""
    return _decided(outcome, about, "your", "you and those who look after the community")


def decided_about_theirs(about: About, outcome: Outcome) -> str:
    """What was decided, to whoever reported it."""
    return _decided(outcome, about, "the", "whoever wrote it and those who look after the community")


def _decided(outcome: Outcome, about: About, whose: str, who: str) -> str:
    if_hidden = _IF_HIDDEN if Outcome.HIDDEN in POSSIBLE[about] else ""
    return _DECIDED[outcome].format(it=f"{whose} {THINGS[about]}", who=who, if_hidden=if_hidden)


def tells_subject(about: About, outcome: Outcome) -> bool:
    """In private whoever is written to can guess who reported: they are only when something is asked of them."""
    return about not in PRIVATE or outcome is not Outcome.NO_ACTION


def passages_of(words: str) -> list[str]:
    """A message as the sentences and lines among which its reporter chooses; the last holds what is left."""
    parts = [part.strip() for part in _BREAKS.split(words) if part.strip()]
    if len(parts) <= MOST_PASSAGES:
        return parts
    return [*parts[: MOST_PASSAGES - 1], " ".join(parts[MOST_PASSAGES - 1 :])]
