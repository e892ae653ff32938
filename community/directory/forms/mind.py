"""What is on your mind: challenges, offers and needs."""

from typing import Any

from community.directory import queries
from community.directory.forms.fields import Checks, Pick
from community.directory.forms.part import PartForm
from community.directory.told import MOST_GIVEN, MOST_OTHERS, MOST_TOP, OnYourMind, Part
from community.web.forms import ValidationError


class ChallengesForm(PartForm):
    part = Part.CHALLENGES

    first = Pick("Most on my mind", nothing="Choose one", needed="Choose at least one challenge.")
    second = Pick("Then")
    third = Pick("And then")
    offers = Checks("What could you help somebody else with?", most=MOST_GIVEN)
    needs = Checks("What would you like help with?", most=MOST_GIVEN)
    others = Checks("Anything else on your mind?", most=MOST_OTHERS)

    def __init__(self, told: OnYourMind) -> None:
        super().__init__(told, **_mind_data(told))
        everything = {each.id: each.label for each in queries.challenges().values()}
        starters = [(each.id, each.label) for each in queries.challenges().values() if each.is_starter]
        rest = {
            group.label: [(each.id, each.label) for each in group.challenges if not each.is_starter]
            for group in queries.challenge_groups()
        }
        self.starters = {challenge_id for challenge_id, _ in starters}
        for field in (self.first, self.second, self.third):
            field.offer({"Often chosen": starters, **rest})
        for checks in (self.offers, self.needs, self.others):
            checks.offer(everything)

    def validate_second(self, field: Pick) -> None:
        if field.data and field.data == self.first.data:
            raise ValidationError("You have this one already.")

    def validate_third(self, field: Pick) -> None:
        if field.data and field.data in {self.first.data, self.second.data}:
            raise ValidationError("You have this one already.")

    def told(self) -> OnYourMind:
        picked = (self.first.data, self.second.data, self.third.data)
        top = tuple(dict.fromkeys(each for each in picked if each))[:MOST_TOP]
        return OnYourMind(
            top=top,
            others=tuple(sorted(set(self.others.chosen) - set(top))),
            offers=tuple(sorted(self.offers.chosen)),
            needs=tuple(sorted(self.needs.chosen or top)),
        )


def _mind_data(told: OnYourMind) -> dict[str, Any]:
    top = [*told.top, "", "", ""]
    return {
        "first": top[0],
        "second": top[1],
        "third": top[2],
        "offers": list(told.offers),
        "needs": list(told.needs),
        "others": list(told.others),
    }
