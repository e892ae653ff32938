"""How you like to talk, and who can find you."""

from typing import Any

from community.directory import policy
from community.directory.forms.fields import Checks, Pick, Radios
from community.directory.forms.part import PartForm
from community.directory.models import Distance, FindableBy, Side
from community.directory.told import LANGUAGES, MOST_CIRCLES, PARTS_OF_DAY, TIMES, WAYS, HowYouTalk, Part, WhoMayFind
from community.web.forms import Line, ValidationError

LONGEST_LANGUAGE = 40
MOST_LANGUAGES = 6


class TalkingForm(PartForm):
    part = Part.TALKING

    ways = Checks("Ways to talk", among=WAYS)
    best_way = Pick("The way you like best", nothing="No preference")
    times = Checks("Times that often work", among=TIMES)
    languages = Checks("Languages", among={each: each for each in LANGUAGES})
    more_languages = Line("Other languages", longest=200, description="With commas between them.")
    access_needs = Line(
        "Anything that helps you take part",
        longest=300,
        description="For example: captions, a quiet place, or time to read first. Your buddies see it.",
    )
    side = Radios(
        "Whom would you like to meet?",
        among={
            Side.BRIDGE: "Somebody on the other side",
            Side.KIN: "Somebody who does my job elsewhere",
            Side.EITHER: "Either",
        },
    )
    distance = Radios(
        "Near or far?",
        among={
            Distance.NONE: "No preference",
            Distance.NEAR: "Near enough to meet",
            Distance.FAR: "Far enough to speak freely",
        },
    )
    capacity = Radios(
        "How many buddies at a time?",
        among={"0": "None for now"} | {str(n): str(n) for n in range(1, MOST_CIRCLES + 1)},
    )

    def __init__(self, told: HowYouTalk) -> None:
        super().__init__(told, **_talk_data(told))
        self.best_way.offer({"Ways to talk": WAYS.items()})

    def validate_more_languages(self, field: Line) -> None:
        if any(len(each) > LONGEST_LANGUAGE for each in _by_commas(field.data)):
            raise ValidationError(f"A language is at most {LONGEST_LANGUAGE} characters long.")
        if len(self._languages()) > MOST_LANGUAGES:
            raise ValidationError(f"Name at most {MOST_LANGUAGES} languages.")

    @property
    def parts_of_day(self) -> tuple[str, ...]:
        return tuple(PARTS_OF_DAY.values())

    def told(self) -> HowYouTalk:
        best = self.best_way.data
        ways = [way for way in WAYS if way in self.ways.chosen and way != best]
        return HowYouTalk(
            ways=tuple([best, *ways] if best else ways),
            times=tuple(time for time in TIMES if time in self.times.chosen),
            languages=tuple(self._languages()) or ("English",),
            access_needs=self.access_needs.data or "",
            distance=Distance(self.distance.data),
            side=Side(self.side.data),
            capacity=int(self.capacity.data),
        )

    def _languages(self) -> list[str]:
        typed = [each[0].upper() + each[1:] for each in _by_commas(self.more_languages.data)]
        return list(dict.fromkeys([*self.languages.chosen, *typed]))


class FindingForm(PartForm):
    part = Part.FINDING

    findable_by = Radios(
        "Who can find you?",
        among={
            FindableBy.EVERYONE: "Every member",
            FindableBy.GROUPS: "My communities and buddies",
            FindableBy.NOBODY: "Nobody",
        },
    )

    def __init__(self, told: WhoMayFind) -> None:
        super().__init__(told, findable_by=told.findable_by)

    @property
    def sentences(self) -> dict[str, str]:
        """For each choice, the sentence that would stand on the profile."""
        return {each: policy.readers_of_profile(each, is_active=True) for each in FindableBy}

    def told(self) -> WhoMayFind:
        return WhoMayFind(FindableBy(self.findable_by.data))


def _talk_data(told: HowYouTalk) -> dict[str, Any]:
    return {
        "ways": list(told.ways),
        "best_way": told.ways[0] if told.ways else "",
        "times": list(told.times),
        "languages": [each for each in told.languages if each in LANGUAGES],
        "more_languages": ", ".join(each for each in told.languages if each not in LANGUAGES),
        "access_needs": told.access_needs,
        "side": told.side,
        "distance": told.distance,
        "capacity": str(told.capacity),
    }


def _by_commas(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").split(",") if each.strip()]
