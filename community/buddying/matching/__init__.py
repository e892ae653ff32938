"""Who makes a good buddy: hard rules, a score, reasons in plain words, and lists of suggestions.

Pure: no web, no database, no clock. The words: a *person* is what may be compared and spoken about; a *standing*
is what only the hard rules may read; *parts* are what a score is made of; every reason comes from those parts and
from nothing else. No machine learning, no protected characteristic, no activity, no grade. Members see reasons,
never a number.
"""

from community.buddying.matching.crowd import EVERYBODY, Crowd, Narrow
from community.buddying.matching.explain import Explanation, explain
from community.buddying.matching.exposure import NEARLY_AS_GOOD, NOT_COUNTED, Shown
from community.buddying.matching.fracture import FractureLine, fracture_line_between
from community.buddying.matching.in_words import Part, PartSaid, parts_in_words
from community.buddying.matching.look import Look
from community.buddying.matching.mail_domains import is_shared_domain, mail_domain
from community.buddying.matching.people import (
    SLOTS,
    Candidate,
    Distance,
    Interest,
    InterestKind,
    Person,
    ShownAs,
    Side,
    Standing,
    times_mask,
)
from community.buddying.matching.rules import (
    BUDDIED_LATELY,
    MANAGED_LATELY,
    NOT_NOW_LASTS,
    RULES,
    PairFacts,
    Rule,
    broken_rules,
    is_allowed,
)
from community.buddying.matching.score import (
    DEFAULT_WEIGHTS,
    FLOOR,
    GOOD,
    STRONG,
    WAITING_FLOOR,
    Apart,
    Weights,
    score,
)
from community.buddying.matching.sentences import LimitKind, ReasonKind, Sentence, few_people, nobody
from community.buddying.matching.suggest import LIST_SIZE, Suggestion, Suggestions, suggest, week_of
from community.buddying.matching.taxonomy import Taxonomy
from community.buddying.matching.widen import Field, what_would_help

__all__ = [
    "BUDDIED_LATELY",
    "DEFAULT_WEIGHTS",
    "EVERYBODY",
    "FLOOR",
    "GOOD",
    "LIST_SIZE",
    "MANAGED_LATELY",
    "NEARLY_AS_GOOD",
    "NOT_COUNTED",
    "NOT_NOW_LASTS",
    "RULES",
    "SLOTS",
    "STRONG",
    "WAITING_FLOOR",
    "Apart",
    "Candidate",
    "Crowd",
    "Distance",
    "Explanation",
    "Field",
    "FractureLine",
    "Interest",
    "InterestKind",
    "LimitKind",
    "Look",
    "Narrow",
    "PairFacts",
    "Part",
    "PartSaid",
    "Person",
    "ReasonKind",
    "Rule",
    "Sentence",
    "Shown",
    "ShownAs",
    "Side",
    "Standing",
    "Suggestion",
    "Suggestions",
    "Taxonomy",
    "Weights",
    "broken_rules",
    "explain",
    "few_people",
    "fracture_line_between",
    "is_allowed",
    "is_shared_domain",
    "mail_domain",
    "nobody",
    "parts_in_words",
    "score",
    "suggest",
    "times_mask",
    "week_of",
    "what_would_help",
]
