"""What this room asks, by subject."""

from community.buddying.forms.circles import MessageForm, PromiseForm
from community.buddying.forms.hellos import HelloForm
from community.buddying.forms.life import FinishForm, PauseForm, RhythmForm
from community.buddying.forms.looks import (
    AMISS_IN_WORDS,
    HALF_WAY_IN_WORDS,
    MET_IN_WORDS,
    RENEWAL_IN_WORDS,
    USEFUL_IN_WORDS,
    CheckInForm,
    HalfWayForm,
    RenewalForm,
    ShareForm,
)
from community.buddying.forms.meetings import MeetingForm, MetForm
from community.buddying.forms.shared import HOW_IN_WORDS

__all__ = [
    "AMISS_IN_WORDS",
    "HALF_WAY_IN_WORDS",
    "HOW_IN_WORDS",
    "MET_IN_WORDS",
    "RENEWAL_IN_WORDS",
    "USEFUL_IN_WORDS",
    "CheckInForm",
    "FinishForm",
    "HalfWayForm",
    "HelloForm",
    "MeetingForm",
    "MessageForm",
    "MetForm",
    "PauseForm",
    "PromiseForm",
    "RenewalForm",
    "RhythmForm",
    "ShareForm",
]
