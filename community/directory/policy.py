"""Who may read what of a profile, in words. The rule itself is SQL: `queries.may_find` and `person_seen_by`."""

from community.directory.models import FindableBy

_WHO_FINDS = {
    FindableBy.EVERYONE: "Every member can find you and read this",
    FindableBy.GROUPS: "Only people who share a community or a circle with you can find you and read this",
}
_NOBODY = "Nobody else can open this page. Your name still stands beside what you write and say"
_NOT_YET = "Nobody else can read this before you have finished joining"


def readers_of_profile(findable_by: FindableBy, *, is_active: bool) -> str:
    """The exact audience of a profile page, as `queries.may_find` lets people in."""
    if not is_active:
        return f"{_NOT_YET}."
    if findable_by == FindableBy.NOBODY:
        return f"{_NOBODY}."
    return f"{_WHO_FINDS[findable_by]}, except where one of you has blocked the other."


def readers_of_fields(findable_by: FindableBy) -> dict[str, str]:
    """Short words beside each kind of field: who sees it, if anybody."""
    finders = {
        FindableBy.EVERYONE: "Every member",
        FindableBy.GROUPS: "Your communities and buddies",
        FindableBy.NOBODY: "Nobody else",
    }[findable_by]
    on_profile = findable_by != FindableBy.NOBODY
    return {
        "name": "Everybody in a space you write in" + (", and whoever can find you" if on_profile else ""),
        "profile": finders,
        "buddies": "Your buddies only" if on_profile else "Nobody else",
        "matching": "Used to find people who fit; a reason you are suggested may say it",
        "nobody": "Nobody else",
        "owner": "Nobody else",
    }


__all__ = ["readers_of_fields", "readers_of_profile"]
