"""Public ids as they come back: in an address, or in a field of a form."""

from uuid import UUID

from community.core.errors import NotFound


def id_in(words: str | None) -> UUID | None:
    """The id that stands there; None for whatever else does."""
    try:
        return UUID(words or "")
    except ValueError:
        return None


def id_asked(words: str | None) -> UUID | None:
    """What an address asks for, None where it asks for nothing. What is no id leads nowhere: raises NotFound."""
    found = id_in(words)
    if words is not None and found is None:
        raise NotFound
    return found
