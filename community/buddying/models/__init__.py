"""Tables of hellos and circles. Words are sealed; who, when and in which state stay clear."""

from community.buddying.models.around import BuddyWait, ContactWish, Exposure, Proposal, ProposalState, ProposalYes
from community.buddying.models.circles import Circle, CircleKind, CircleSeat, CircleState, Rhythm
from community.buddying.models.hellos import Hello, HelloState
from community.buddying.models.meetings import Meeting, MeetingHow
from community.buddying.models.words import (
    AgreementYes,
    CircleAgreement,
    CircleDraft,
    CircleLook,
    CircleMessage,
    LookKind,
    PromiseMade,
)

__all__ = [
    "AgreementYes",
    "BuddyWait",
    "Circle",
    "CircleAgreement",
    "CircleDraft",
    "CircleKind",
    "CircleLook",
    "CircleMessage",
    "CircleSeat",
    "CircleState",
    "ContactWish",
    "Exposure",
    "Hello",
    "HelloState",
    "LookKind",
    "Meeting",
    "MeetingHow",
    "PromiseMade",
    "Proposal",
    "ProposalState",
    "ProposalYes",
    "Rhythm",
]
