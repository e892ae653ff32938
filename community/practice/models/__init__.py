"""Tables of this room."""

from community.practice.models.communities import (
    LONGEST_AGREEMENT,
    LONGEST_ASKING,
    CareOffer,
    Community,
    CommunityMark,
    EarlierAgreement,
    InviteLink,
    Level,
)
from community.practice.models.gatherings import Coming, FeedKey, Gathering, GatheringAnswer
from community.practice.models.posts import (
    Draft,
    DraftOf,
    HelpAsked,
    Post,
    PostRevision,
    Reaction,
    ReactionKind,
    Waiting,
)
from community.practice.models.threads import (
    LONGEST_LINK,
    LONGEST_TITLE,
    MOST_CHALLENGES,
    ReadMark,
    Thread,
    ThreadChallenge,
    ThreadKind,
    ThreadSummary,
)

__all__ = [
    "LONGEST_AGREEMENT",
    "LONGEST_ASKING",
    "LONGEST_LINK",
    "LONGEST_TITLE",
    "MOST_CHALLENGES",
    "CareOffer",
    "Coming",
    "Community",
    "CommunityMark",
    "Draft",
    "DraftOf",
    "EarlierAgreement",
    "FeedKey",
    "Gathering",
    "GatheringAnswer",
    "HelpAsked",
    "InviteLink",
    "Level",
    "Post",
    "PostRevision",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "Thread",
    "ThreadChallenge",
    "ThreadKind",
    "ThreadSummary",
    "Waiting",
]
