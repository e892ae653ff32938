"""Who may read what of a profile, in words. The rule itself is SQL: `queries.may_find` and `person_seen_by`."""

from community.directory.models import FindableBy

TELLINGS = {"limit": 60, "seconds": 24 * 3600}  # more would be asking the suggestions who hides what
COMPARED = {"limit": 5, "seconds": 24 * 3600}  # of what is compared in private: one's organisation, and interests
ENOUGH_COMPARED = (
    "Your organisation, and what you had better not be paired with, can be changed five times a day, each organisation "
    "counted for itself. Please name the most important ones today, and go on tomorrow."
)

_WHO_FINDS = {
    FindableBy.EVERYONE: "Every member can find you and read this",
    FindableBy.GROUPS: "Only people who share a community or a circle with you can find you and read this",
}
_NOBODY = "Nobody else can open this page. Your name, sector and place as shown still stand beside what you write"
_NOT_YET = "Nobody else can read this before you have finished joining"

_WHO_LISTS = {
    FindableBy.EVERYONE: "Every member finds you in this list",
    FindableBy.GROUPS: "Only people who share a community or a circle with you find you in this list",
}
_UNLISTED = "You are in nobody’s list: you chose that nobody can find you"


def readers_of_profile(findable_by: FindableBy, *, is_active: bool) -> str:
    """The exact audience of a profile page, as `queries.may_find` lets people in."""
    if not is_active:
        return f"{_NOT_YET}."
    if findable_by == FindableBy.NOBODY:
        return f"{_NOBODY}."
    return f"{_WHO_FINDS[findable_by]}, except where one of you has blocked the other."


def readers_of_listing(findable_by: FindableBy, *, in_a_group: bool = False) -> str:
    """Who finds one's own line in a list of people, as `queries.may_find` lets them: of everybody, or of one group."""
    if findable_by == FindableBy.NOBODY:
        return f"{_UNLISTED}."
    who = "The members of this community find you in this list" if in_a_group else _WHO_LISTS[findable_by]
    return f"{who}, except where one of you has blocked the other."


def readers_of_fields(findable_by: FindableBy) -> dict[str, str]:
    """Short words beside each kind of field: who sees it, if anybody. `author`: what stands beside one's words."""
    finders = {
        FindableBy.EVERYONE: "every member",
        FindableBy.GROUPS: "your communities and buddies",
        FindableBy.NOBODY: "nobody else",
    }[findable_by]
    authors = {
        FindableBy.EVERYONE: "every member",
        FindableBy.GROUPS: "your communities and buddies, and whoever can read something you write",
        FindableBy.NOBODY: "only whoever can read something you write",
    }[findable_by]
    return {
        "author": authors,
        "profile": finders,
        "buddies": "nobody else" if findable_by == FindableBy.NOBODY else "your buddies only",
        "matching": "nobody sees it whole; we use it to find people who fit, and a reason may name a part of it",
        "nobody": "nobody else",
    }


__all__ = ["readers_of_fields", "readers_of_listing", "readers_of_profile"]
