"""What a hello asks."""

from collections.abc import Sequence

from community.buddying.forms.shared import SeveralOnAPage
from community.web.forms import Text


class HelloForm(SeveralOnAPage):
    words = Text("A short hello", longest=500, needed="Write a sentence or two first.")

    def begin_with(self, number: str, starters: Sequence[str]) -> None:
        """Put a starter, chosen by its number, after what is written already; once."""
        written = self.words.data or ""
        chosen = next((words for at, words in enumerate(starters) if str(at) == number), "")
        if chosen not in written:
            self.words.data = f"{written}\n{chosen}" if written else chosen
