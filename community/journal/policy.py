"""Who may replace what. Who may read has one answer, and it stands in the queries: the author, with the key."""

from community.journal.paper import Draft, Head


def can_replace(stored: Head, stored_rev: int, draft: Draft) -> bool:
    """Nobody has written since the page was opened, or only that very page has."""
    return draft.rev == stored_rev or (bool(draft.hand) and draft.hand == stored.hand)


def comes_late(stored: Head, stored_rev: int, draft: Draft) -> bool:
    """A saving that was on its way when "Save and close" of the same page overtook it."""
    return stored.is_finished and draft.hand == stored.hand and draft.rev != stored_rev
