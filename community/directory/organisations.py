"""When two names of an organisation mean the same one."""

from typing import Final

from community.core.text import comparable

NO_ORGANISATION: Final = frozenset({"independent", "self employed", "freelance", "none", "n a", "not applicable"})


def organisation_key(name: str) -> str:
    """The name as it is compared; "" where it names nobody ("Independent")."""
    key = comparable(name)
    return "" if key in NO_ORGANISATION else key
