"""The hard rules: which two people are never shown to one another, nor put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from community.buddying.matching.mail_domains import is_shared_domain
from community.buddying.matching.people import Candidate, Distance, InterestKind, Place, Sector

MANAGED_LATELY: Final = timedelta(days=730)
BUDDIED_LATELY: Final = timedelta(days=365)
NOT_NOW_LASTS: Final = timedelta(days=183)

REGULATOR: Final = "nat-regulator"
COMMISSIONING: Final = "commissioning"
PROVIDER_GROUPS: Final = frozenset({"nhs", "social-care"})
LIVE_DEALINGS: Final = frozenset({InterestKind.COMMISSIONS, InterestKind.BIDS, InterestKind.DISPUTE})


class Rule(StrEnum):
    UNAVAILABLE = "H1"
    SAME_ORGANISATION = "H2"
    LINE_MANAGEMENT = "H3"
    KEPT_APART = "H4"
    CONFLICT_OF_INTEREST = "H5"
    ALREADY_BUDDIED = "H6"
    NO_COMMON_LANGUAGE = "H7"
    NO_COMMON_WAY_OR_TIME = "H8"
    TOO_NEAR = "H9"
    SAID_NOT_NOW = "H10"
    CONDUCT_PAUSE = "H11"


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What happened between two people, whichever way round, as on `today`."""

    today: date
    is_blocked: bool = False
    is_avoided: bool = False
    is_buddied: bool = False
    last_buddied_on: date | None = None
    is_not_again: bool = False
    is_ended_for_safety: bool = False
    not_now_on: date | None = None


Predicate = Callable[[Candidate, Candidate, PairFacts], bool]


def is_unavailable(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H1: the same person, or either of them inactive, paused or without room."""
    return a.person.key == b.person.key or not (_is_open(a) and _is_open(b))


def is_same_organisation(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H2: the same organisation by name or by mail domain, unless both welcome that."""
    ours, theirs = a.standing, b.standing
    if ours.welcomes_own_organisation and theirs.welcomes_own_organisation:
        return False
    if ours.organisation and ours.organisation == theirs.organisation:
        return True
    return any(not is_shared_domain(domain) for domain in ours.mail_domains & theirs.mail_domains)


def is_line_management(a: Candidate, b: Candidate, facts: PairFacts) -> bool:
    """H3: either declared line management with the other's organisation, now or in the last two years."""
    return _managed_with(a, b, facts) or _managed_with(b, a, facts)


def is_kept_apart(a: Candidate, b: Candidate, facts: PairFacts) -> bool:
    """H4: a block or an avoid list, either way; an avoid list may name a person or an organisation."""
    return facts.is_blocked or facts.is_avoided or _avoids(a, b) or _avoids(b, a)


def is_conflict_of_interest(a: Candidate, b: Candidate, facts: PairFacts) -> bool:
    """H5: an inspector with a provider in their remit; a commissioner with a provider they deal with."""
    return any(
        _inspects(one, other) or _commissions(one, other, facts) or _deals_with(one, other, facts)
        for one, other in ((a, b), (b, a))
    )


def is_already_buddied(_a: Candidate, _b: Candidate, facts: PairFacts) -> bool:
    """H6: buddies now or in the last 12 months, or finished "not again", or ended for safety (for ever)."""
    if facts.is_buddied or facts.is_not_again or facts.is_ended_for_safety:
        return True
    return facts.last_buddied_on is not None and facts.today - facts.last_buddied_on < BUDDIED_LATELY


def has_no_common_language(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H7."""
    return a.person.languages.isdisjoint(b.person.languages)


def has_no_common_way_or_time(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H8: no way to talk, or no time, in common, where both filled it in."""
    ours, theirs = a.person, b.person
    no_way = bool(ours.ways and theirs.ways) and set(ours.ways).isdisjoint(theirs.ways)
    no_time = bool(ours.times and theirs.times) and not ours.times & theirs.times
    return no_way or no_time


def is_too_near(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H9: somebody wishes to be far from home, and both show the same area.

    As it is shown: who vanishes from a list would otherwise tell where somebody is who does not say.
    """
    wishes_far = Distance.FAR in (a.person.distance, b.person.distance)
    here, there = a.person.place, b.person.place
    return wishes_far and here is not None and there is not None and here.area is not None and here.area == there.area


def was_told_not_now(_a: Candidate, _b: Candidate, facts: PairFacts) -> bool:
    """H10: one said "not now" to the other in the last six months."""
    return facts.not_now_on is not None and facts.today - facts.not_now_on < NOT_NOW_LASTS


def is_conduct_paused(a: Candidate, b: Candidate, _facts: PairFacts) -> bool:
    """H11: either is under a conduct pause."""
    return a.standing.is_conduct_paused or b.standing.is_conduct_paused


RULES: Final[Mapping[Rule, Predicate]] = MappingProxyType(
    {
        Rule.UNAVAILABLE: is_unavailable,
        Rule.SAME_ORGANISATION: is_same_organisation,
        Rule.LINE_MANAGEMENT: is_line_management,
        Rule.KEPT_APART: is_kept_apart,
        Rule.CONFLICT_OF_INTEREST: is_conflict_of_interest,
        Rule.ALREADY_BUDDIED: is_already_buddied,
        Rule.NO_COMMON_LANGUAGE: has_no_common_language,
        Rule.NO_COMMON_WAY_OR_TIME: has_no_common_way_or_time,
        Rule.TOO_NEAR: is_too_near,
        Rule.SAID_NOT_NOW: was_told_not_now,
        Rule.CONDUCT_PAUSE: is_conduct_paused,
    }
)


def broken_rules(a: Candidate, b: Candidate, facts: PairFacts) -> tuple[Rule, ...]:
    """Every rule that forbids the two, in order; empty where they may meet. The order of `a` and `b` is all one."""
    return tuple(rule for rule, forbids in RULES.items() if forbids(a, b, facts))


def is_allowed(a: Candidate, b: Candidate, facts: PairFacts) -> bool:
    """Whether no hard rule forbids the two."""
    return not any(forbids(a, b, facts) for forbids in RULES.values())


def _is_open(one: Candidate) -> bool:
    return one.standing.is_active and not one.standing.is_paused and one.standing.room > 0


def _avoids(one: Candidate, other: Candidate) -> bool:
    return bool(other.standing.organisation) and other.standing.organisation in one.standing.avoids_organisations


def _managed_with(one: Candidate, other: Candidate, facts: PairFacts) -> bool:
    return bool(other.standing.organisation) and any(
        interest.kind == InterestKind.LINE_MANAGED
        and interest.organisation == other.standing.organisation
        and (interest.until is None or facts.today - interest.until < MANAGED_LATELY)
        for interest in one.standing.interests
    )


def _inspects(one: Candidate, other: Candidate) -> bool:
    """Whether `other` is a provider in the remit of the inspector `one`; an unknown nation counts as the same."""
    is_inspector = any(sector.id == REGULATOR for sector in _sectors(one)) or _declares(one, InterestKind.INSPECTS)
    if not (is_inspector and _is_provider(other)):
        return False
    here, there = one.standing.place, other.standing.place
    if one.standing.remit is not None:
        return there is None or there.area is None or not one.standing.remit.isdisjoint(there)
    return here is None or there is None or here.nation == there.nation


def _commissions(one: Candidate, other: Candidate, facts: PairFacts) -> bool:
    """Whether `one` commissions in the place of the provider `other`, and either has declared live dealings."""
    if not (_is_commissioner(one) and _is_provider(other)):
        return False
    if _are_known_apart(one.standing.place, other.standing.place):
        return False
    interests = one.standing.interests + other.standing.interests
    return any(interest.kind in LIVE_DEALINGS and _is_live(interest.until, facts) for interest in interests)


def _deals_with(one: Candidate, other: Candidate, facts: PairFacts) -> bool:
    """Whether `one` declared that they inspect, commission, bid to or dispute with `other`'s own organisation."""
    return bool(other.standing.organisation) and any(
        interest.kind != InterestKind.LINE_MANAGED
        and interest.organisation == other.standing.organisation
        and _is_live(interest.until, facts)
        for interest in one.standing.interests
    )


def _is_live(until: date | None, facts: PairFacts) -> bool:
    return until is None or until >= facts.today


def _declares(one: Candidate, kind: InterestKind) -> bool:
    return any(interest.kind == kind for interest in one.standing.interests)


def _sectors(one: Candidate) -> tuple[Sector, ...]:
    return (one.person.sector, *one.standing.other_sectors)


def _is_provider(one: Candidate) -> bool:
    return "provider" in one.person.perspectives or any(s.group in PROVIDER_GROUPS for s in _sectors(one))


def _is_commissioner(one: Candidate) -> bool:
    return (
        "commissioner" in one.person.perspectives
        or any(sector.group == COMMISSIONING for sector in _sectors(one))
        or _declares(one, InterestKind.COMMISSIONS)
    )


def _overlap(here: Place | None, there: Place | None) -> bool:
    """Whether both are known to be in the same area, or one area is a part of the other."""
    if here is None or there is None or here.area is None or there.area is None:
        return False
    return here.area in (there.area, there.region) or there.area == here.region


def _are_known_apart(here: Place | None, there: Place | None) -> bool:
    if here is None or there is None or _overlap(here, there):
        return False
    return any(mine and yours and mine != yours for mine, yours in zip(here, there, strict=True))
