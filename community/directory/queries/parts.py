"""The parts of one member's profile: as they were told, and in words for a page."""

from typing import NamedTuple

from community.directory.models import FindableBy, InterestKind, ShownAs, Side
from community.directory.queries.lists import challenge_label, perspective_label, sector_label
from community.directory.queries.people import Interest, PersonSeen, ProfileRow, interests_of, profile_row
from community.directory.queries.place_names import place_as_shown, place_label
from community.directory.told import TIMES, WAYS, HowYouTalk, OnYourMind, Part, Told, WhereYouSit, WhoMayFind

SHOWN_AS = {ShownAs.AREA: "your area", ShownAs.REGION: "your region", ShownAs.NATION: "your nation"}
INTERESTS = {
    InterestKind.INSPECTS: "I inspect or regulate",
    InterestKind.COMMISSIONS: "I commission or buy from",
    InterestKind.BIDS: "I bid to, or hold a contract with",
    InterestKind.LINE_MANAGED: "I am line-managed with, or was in the last two years",
    InterestKind.DISPUTE: "I am in a dispute or complaint with",
}
SIDES = {
    Side.BRIDGE: "Somebody on the other side",
    Side.KIN: "Somebody who does my job elsewhere",
    Side.EITHER: "Either",
}
DISTANCES = {"near": "Near enough to meet", "far": "Far enough to speak freely", "none": "No preference"}
FINDABLE = {
    FindableBy.EVERYONE: "Every member",
    FindableBy.GROUPS: "My communities and buddies",
    FindableBy.NOBODY: "Nobody",
}


class Said(NamedTuple):
    """One line of a profile in words. `readers` names who sees it (a key of `policy.readers_of_fields`)."""

    label: str
    words: tuple[str, ...]
    readers: str


class AllTold(NamedTuple):
    sector: WhereYouSit
    challenges: OnYourMind
    talking: HowYouTalk
    finding: WhoMayFind

    def part(self, part: Part) -> Told:
        told: Told = getattr(self, part.value)
        return told


def all_told_by(member_id: int, name: str) -> AllTold:
    """What this member has told so far, part by part; the defaults before the first."""
    profile = profile_row(member_id)
    if profile is None:
        return AllTold(WhereYouSit(name=name), OnYourMind(), HowYouTalk(), WhoMayFind())
    return AllTold(
        _where(profile, interests_of(member_id)),
        OnYourMind(*profile.named),
        _talk(profile),
        WhoMayFind(profile.findable_by),
    )


def in_words(told: Told) -> list[Said]:
    """A part as lines for a page; an empty line is there too, with no words."""
    if isinstance(told, WhereYouSit):
        return _where_in_words(told)
    if isinstance(told, OnYourMind):
        return _mind_in_words(told)
    if isinstance(told, HowYouTalk):
        return _talk_in_words(told)
    assert isinstance(told, WhoMayFind)  # noqa: S101
    return [Said("Who can find you", (FINDABLE[told.findable_by],), "nobody")]


def person_in_words(person: PersonSeen) -> list[tuple[str, tuple[str, ...]]]:
    """What others may read of somebody beside the card, under its headings."""
    return [
        ("On their mind", tuple(map(challenge_label, person.named.top))),
        ("Can offer", tuple(map(challenge_label, person.named.offers))),
        ("Looks at things as", tuple(map(perspective_label, person.perspectives))),
        ("Languages", tuple(person.languages)),
    ]


def _where(profile: ProfileRow, interests: list[Interest]) -> WhereYouSit:
    return WhereYouSit(
        name=profile.name,
        sector_id=profile.sector_id,
        other_sectors=tuple(profile.other_sectors),
        perspectives=tuple(profile.perspectives),
        place_id=profile.place_id,
        place_shown_as=profile.place_shown_as,
        about=profile.about,
        organisation=profile.organisation,
        interests=tuple(sorted((each.kind, each.organisation) for each in interests)),
    )


def _talk(profile: ProfileRow) -> HowYouTalk:
    return HowYouTalk(
        ways=tuple(profile.ways),
        times=tuple(profile.times),
        languages=tuple(profile.languages),
        access_needs=profile.access_needs,
        distance=profile.distance,
        side=profile.side,
        capacity=profile.capacity,
    )


def _where_in_words(told: WhereYouSit) -> list[Said]:
    shown = place_as_shown(told.place_id, told.place_shown_as) if told.place_id else ""
    declared = [
        Said(words, tuple(organisation for kind, organisation in told.interests if kind == each), "nobody")
        for each, words in INTERESTS.items()
    ]
    return [
        Said("Name", _some(told.name), "author"),
        Said("Sector", _some(sector_label(told.sector_id)), "author"),
        Said("Other sectors", tuple(map(sector_label, told.other_sectors)), "matching"),
        Said("Perspectives", tuple(map(perspective_label, told.perspectives)), "profile"),
        Said("Place", _some(place_label(told.place_id)), "nobody"),
        Said("Place as others see it", _some(shown), "author"),
        Said("In your own words", _some(told.about), "profile"),
        Said("Organisation", _some(told.organisation), "buddies"),
        *(line for line in declared if line.words),
    ]


def _mind_in_words(told: OnYourMind) -> list[Said]:
    return [
        Said("Most on your mind", tuple(map(challenge_label, told.top)), "profile"),
        Said("Also on your mind", tuple(map(challenge_label, told.others)), "matching"),
        Said("You can offer", tuple(map(challenge_label, told.offers)), "profile"),
        Said("You would like help with", tuple(map(challenge_label, told.needs)), "matching"),
    ]


def _talk_in_words(told: HowYouTalk) -> list[Said]:
    return [
        Said("Ways to talk", tuple(WAYS[way] for way in told.ways if way in WAYS), "matching"),
        Said("Times", tuple(words for time, words in TIMES.items() if time in told.times), "matching"),
        Said("Languages", told.languages, "profile"),
        Said("Access needs", _some(told.access_needs), "buddies"),
        Said("Whom you would like to meet", (SIDES[told.side],), "matching"),
        Said("Near or far", (DISTANCES[told.distance],), "matching"),
        Said("How many buddies at a time", (str(told.capacity or "None for now"),), "nobody"),
    ]


def _some(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


__all__ = ["INTERESTS", "Said", "all_told_by", "in_words", "person_in_words"]
