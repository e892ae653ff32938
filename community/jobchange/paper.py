"""A hand-over note: four headings, and the note as plain text. Pure."""

import json
from typing import NamedTuple

HEADINGS = {
    "holds": "Who holds this work together",
    "agreed": "What we agreed",
    "still_open": "What is still open",
    "first": "Whom to ring first",
}


class HandOver(NamedTuple):
    """What somebody would like whoever comes after them to know."""

    holds: str = ""
    agreed: str = ""
    still_open: str = ""
    first: str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Headings with what is written under them; what is empty is left out."""
        return [(heading, words) for heading, words in zip(HEADINGS.values(), self, strict=True) if words]

    @property
    def text(self) -> str:
        """The note for taking away."""
        return "\n\n".join(f"{heading}\n{'-' * len(heading)}\n{words}" for heading, words in self.parts) + "\n"

    def folded(self) -> str:
        return json.dumps(self._asdict(), ensure_ascii=False)


def unfolded(words: str) -> HandOver:
    """The note that `folded` wrote."""
    return HandOver(**json.loads(words))
