"""What an agreement asks. All of it may stay as it is."""

from datetime import timedelta
from typing import Any

from wtforms import DateField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from community.buddying.agreed import HOW_IN_WORDS, INTERESTS, LENGTHS, OwnWords, Paper, Terms
from community.buddying.forms.shared import FARTHEST
from community.buddying.models import MeetingHow, Rhythm
from community.buddying.rhythm import IN_WORDS as RHYTHM_IN_WORDS
from community.buddying.seen import CircleSeen
from community.core import clock
from community.directory import queries as directory
from community.directory.forms.fields import Checks, Pick, Radios
from community.directory.told import PARTS_OF_DAY, TIMES
from community.web.forms import Count, Form, Line, Moment, Text, ValidationError

LONGEST = 600


class YesForm(Form):
    """Yes to the version that stood on the page."""

    seen_at = Moment()
    seen = Count(widget=HiddenInput(), default=0)


class AgreementForm(YesForm):
    hopes = Text("What I hope for", longest=LONGEST, description="“By the time we finish I would like …”")
    access = Line(
        "What helps me take part",
        longest=300,
        description="For example: captions, breaks, a quiet place, an interpreter, larger print.",
    )
    first = Pick("A challenge", nothing="None")
    second = Pick("Another", nothing="None")
    third = Pick("A third", nothing="None")
    rhythm = Radios("How often", among={each.value: words for each, words in RHYTHM_IN_WORDS.items()})
    minutes = Radios("How long each time", among={str(each): f"{each} minutes" for each in LENGTHS})
    how = Radios("How we meet", among={each.value: words for each, words in HOW_IN_WORDS.items()})
    times = Checks("Days and times that suit us", among=TIMES)
    never = Checks("Times that never work", among=TIMES, description="These go before the ones above.")
    between = Text("What we can contact each other about between meetings, and how", longest=LONGEST)
    stays_too = Text("Anything else that stays between us", longest=LONGEST)
    interests = Checks("Does any of these lie between us?", among=INTERESTS)
    interests_more = Text("A few words about it", longest=LONGEST)
    let_down = Text("What we will do if one of us is let down", longest=LONGEST)
    review_on = DateField("We mean to look at it again", validators=[Optional()])
    ends_on = DateField("We mean to stop or renew by", validators=[Optional()])

    def __init__(self, circle: CircleSeen, paper: Paper, *, seen: int, **options: Any) -> None:
        """Filled from `paper`, the version number `seen`; what was sent goes before it."""
        mine = paper.words_of(circle.me.public_id)
        told = {"seen": seen, "seen_at": circle.told_at, "hopes": mine.hopes, "access": mine.access}
        super().__init__(data=told | _data_of(paper.terms), **options)
        self.since = clock.local(circle.began_at).date()
        groups = {
            group.label: [(each.id, each.label) for each in group.challenges] for group in directory.challenge_groups()
        }
        for field in self.challenges:
            field.offer(groups)

    @property
    def challenges(self) -> tuple[Pick, Pick, Pick]:
        return (self.first, self.second, self.third)

    @property
    def parts_of_day(self) -> tuple[str, ...]:
        return tuple(PARTS_OF_DAY.values())

    def validate_review_on(self, field: DateField) -> None:
        if field.data and not self.since <= field.data <= clock.today() + FARTHEST + timedelta(days=1):
            raise ValidationError("Choose a day since you became buddies, within two years.")

    def validate_ends_on(self, field: DateField) -> None:
        self.validate_review_on(field)
        if field.data and self.review_on.data and field.data < self.review_on.data:
            raise ValidationError("Choose a day after the one on which you look at it again.")

    def is_told_of(self, version: int) -> None:
        """From here on the member has seen this version too."""
        self.seen.data, self.seen.raw_data = version, None

    def mine(self) -> OwnWords:
        return OwnWords(self.hopes.data or "", self.access.data or "")

    def terms(self) -> Terms:
        """What was said; for a form that is valid."""
        never = tuple(each for each in TIMES if each in self.never.chosen)
        return Terms(
            rhythm=Rhythm(self.rhythm.data),
            minutes=int(self.minutes.data),
            how=MeetingHow(self.how.data),
            times=tuple(each for each in TIMES if each in self.times.chosen and each not in never),
            never=never,
            challenges=tuple(dict.fromkeys(field.data for field in self.challenges if field.data)),
            between=self.between.data or "",
            stays_too=self.stays_too.data or "",
            interests=tuple(each for each in INTERESTS if each in self.interests.chosen),
            interests_more=self.interests_more.data or "",
            let_down=self.let_down.data or "",
            review_on=self.review_on.data,
            ends_on=self.ends_on.data,
        )


def _data_of(terms: Terms) -> dict[str, Any]:
    first, second, third, *_ = [*terms.challenges, "", "", ""]
    return {
        "first": first,
        "second": second,
        "third": third,
        "rhythm": terms.rhythm.value,
        "minutes": str(terms.minutes),
        "how": terms.how.value,
        "times": list(terms.times),
        "never": list(terms.never),
        "between": terms.between,
        "stays_too": terms.stays_too,
        "interests": list(terms.interests),
        "interests_more": terms.interests_more,
        "let_down": terms.let_down,
        "review_on": terms.review_on,
        "ends_on": terms.ends_on,
    }
