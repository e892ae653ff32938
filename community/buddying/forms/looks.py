"""What looking at how it goes asks: three taps in week three, one choice half-way, one at the end of a half year."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from community.buddying.looks import Amiss, Answer, CheckIn, HalfWay, Met, Renewal, Useful
from community.buddying.seen import CircleSeen
from community.core import chance
from community.web.forms import Count, CreateForm, Form, Text

NO_DETAILS = "No details that could identify somebody you support."
MET_IN_WORDS = {Met.YES: "Yes", Met.NOT_YET: "Not yet"}
USEFUL_IN_WORDS = {Useful.YES: "Yes", Useful.A_LITTLE: "A little", Useful.NOT_YET: "Not yet"}
AMISS_IN_WORDS = {
    Amiss.NOTHING: "No",
    Amiss.SOMETHING_SMALL: "Something small",
    Amiss.SOMETHING: "Yes",
}
HALF_WAY_IN_WORDS = {
    HalfWay.CARRY_ON: "Carry on as we are",
    HalfWay.CHANGE: "Change something",
    HalfWay.FINISH: "Finish",
}
RENEWAL_IN_WORDS = {Renewal.RENEW: "Another half year", Renewal.FINISH: "Finish well"}


class CheckInForm(Form):
    met = RadioField(
        "Have you met?",
        choices=[SelectChoice(met.value, words) for met, words in MET_IN_WORDS.items()],
        validators=[InputRequired("Say whether you have met.")],
    )
    useful = RadioField(
        "Is it useful?",
        choices=[SelectChoice(useful.value, words) for useful, words in USEFUL_IN_WORDS.items()],
        validators=[InputRequired("Say whether it is useful.")],
    )
    amiss = RadioField(
        "Is anything not right?",
        choices=[SelectChoice(amiss.value, words) for amiss, words in AMISS_IN_WORDS.items()],
        validators=[InputRequired("Say whether anything is not right.")],
    )
    words = Text("Anything more, in your own words", longest=2000, description=NO_DETAILS)
    wants_contact = BooleanField("I would like somebody to contact me")

    @classmethod
    def about(cls, said: CheckIn | None) -> "CheckInForm":
        """The form with what was answered before."""
        if said is None:
            return cls(formdata=None)
        told = {"met": said.met.value, "useful": said.useful.value, "amiss": said.amiss.value, "words": said.words}
        return cls(formdata=None, data=told)

    def said(self) -> CheckIn:
        return CheckIn(Met(self.met.data), Useful(self.useful.data), Amiss(self.amiss.data), self.words.data or "")


class ShareForm(CreateForm):
    """One's own words, as they stand above the tick, sent as a message; `seen` proves which words those were."""

    seen = HiddenField()
    agrees = BooleanField(validators=[InputRequired("Tick the box to share your words, or leave them with yourself.")])

    def __init__(self, circle: CircleSeen, words: str, **options: Any) -> None:
        super().__init__(data={"seen": chance.hash_of(words).hex()}, **options)
        self.agrees.label.text = f"Send exactly these words to {circle.names}"

    def begin_again(self, words: str) -> None:
        """What was refused is asked anew, of the words as they are now."""
        self.seen.data, self.agrees.data = chance.hash_of(words).hex(), False


class _ChoiceForm(Form):
    """`term`: the half year that the page was about; a repeat after it was over changes nothing."""

    term = Count(widget=HiddenInput(), default=0)


class HalfWayForm(_ChoiceForm):
    choice = RadioField(
        "What would you like?",
        choices=[SelectChoice(choice.value, words) for choice, words in HALF_WAY_IN_WORDS.items()],
        validators=[InputRequired("Choose one of the three.")],
    )
    words = Text("In your own words", longest=2000, description=NO_DETAILS)

    @classmethod
    def about(cls, circle: CircleSeen, said: Answer | None) -> "HalfWayForm":
        if said is None:
            return cls(term=circle.term)
        return cls(term=circle.term, choice=said.choice.value, words=said.words)

    def said(self) -> Answer:
        return Answer(HalfWay(self.choice.data), self.words.data or "")


class RenewalForm(_ChoiceForm):
    choice = RadioField(
        "What would you like?",
        choices=[SelectChoice(choice.value, words) for choice, words in RENEWAL_IN_WORDS.items()],
        validators=[InputRequired("Choose one of the two.")],
    )

    @classmethod
    def about(cls, circle: CircleSeen, said: Answer | None) -> "RenewalForm":
        return cls(term=circle.term, choice=said.choice.value) if said else cls(term=circle.term)

    def said(self) -> Answer:
        return Answer(Renewal(self.choice.data))
