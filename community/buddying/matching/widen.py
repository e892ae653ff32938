"""What a member could widen: the one thing that, taken back, would bring most people."""

from dataclasses import replace
from enum import StrEnum

from community.buddying.matching.crowd import EVERYBODY, Crowd, Narrow
from community.buddying.matching.people import Candidate, Distance, Side


class Field(StrEnum):
    """What a member could widen, as the limit of a short list names it: a filter, or what they told."""

    SECTOR_FILTER = "the sectors you chose here"
    CHALLENGE_FILTER = "the challenge you chose here"
    PLACE_FILTER = "the place you chose here"
    SIDE = "the side you asked for"
    TIMES = "your free times"
    WAYS = "your ways to talk"
    PLACE = "your place"
    LANGUAGES = "your languages"
    CHALLENGES = "your challenges"


def what_would_help(crowd: Crowd, viewer: Candidate, narrow: Narrow = EVERYBODY) -> Field | None:
    """The filter without which most people would come out; else the answer; else challenges, if more of them help.

    None where no one change brings anybody.
    """
    now = crowd.look(viewer, narrow).how_many
    for wider in (_without_one_filter(viewer, narrow), _with_one_answer_open(crowd, viewer, narrow)):
        found = {field: crowd.look(*relaxed).how_many for field, relaxed in wider.items()}
        best = max(found, key=lambda field: found[field], default=None)
        if best is not None and found[best] > now:
            return best
    everything = frozenset(crowd.challenges)
    open_to_all = replace(viewer, person=replace(viewer.person, others=everything, needs=everything))
    return Field.CHALLENGES if crowd.look(open_to_all, narrow).how_many > now else None


def _without_one_filter(viewer: Candidate, narrow: Narrow) -> dict[Field, tuple[Candidate, Narrow]]:
    wider = {
        Field.SECTOR_FILTER: narrow._replace(sector_ids=()),
        Field.CHALLENGE_FILTER: narrow._replace(challenge_id=""),
        Field.PLACE_FILTER: narrow._replace(place_id=""),
    }
    return {field: (viewer, other) for field, other in wider.items() if other != narrow}


def _with_one_answer_open(crowd: Crowd, viewer: Candidate, narrow: Narrow) -> dict[Field, tuple[Candidate, Narrow]]:
    person = viewer.person
    wider = {
        Field.SIDE: replace(person, side=Side.EITHER),
        Field.TIMES: replace(person, times=0),
        Field.WAYS: replace(person, ways=()),
        Field.PLACE: replace(person, place=None, distance=Distance.NONE),
        Field.LANGUAGES: replace(person, languages=crowd.languages),
    }
    return {field: (replace(viewer, person=other), narrow) for field, other in wider.items()}
