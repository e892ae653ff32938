"""What an entry is once it is open, and how it goes into its two boxes and comes out again. Pure, no database."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from community.core import crypto
from community.keyring.wraps import JournalKey

HEAD_PADDING = 256
BODY_PADDING = 1024
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written to one question; on a blank page the question is empty."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote, on top of saving `rev` (0: there was none).

    `hand` names the open page it comes from, so that a page never quarrels with itself.
    """

    day: date
    title: str = ""
    answers: tuple[Answer, ...] = ()
    mood: int | None = None
    challenges: tuple[str, ...] = ()
    next_step: str = ""
    template: str = ""
    hand: str = ""
    rev: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.next_step or any(answer.text for answer in self.answers))

    @property
    def whole_text(self) -> str:
        """All words, for showing two versions side by side."""
        parts = [self.title, *(f"{answer.question}\n{answer.text}" for answer in self.answers), self.next_step]
        return "\n\n".join(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of entries shows. `is_finished` says that the page it was written on was closed."""

    title: str
    day: date
    saved_at: datetime
    excerpt: str
    mood: int | None
    challenges: tuple[str, ...]
    next_step: str
    template: str
    hand: str = field(default="", repr=False)
    is_finished: bool = False


def head_of(draft: Draft, saved_at: datetime, *, is_finished: bool) -> Head:
    return Head(
        title=draft.title,
        day=draft.day,
        saved_at=saved_at,
        excerpt=_first_words(draft.answers),
        mood=draft.mood,
        challenges=draft.challenges,
        next_step=draft.next_step,
        template=draft.template,
        hand=draft.hand,
        is_finished=is_finished,
    )


def _first_words(answers: Sequence[Answer]) -> str:
    words = " ".join(" ".join(answer.text.split()) for answer in answers if answer.text)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"


def seal_head(key: JournalKey, head: Head, *, entry: UUID, rev: int) -> bytes:
    plain = asdict(head) | {"day": head.day.isoformat(), "saved_at": head.saved_at.isoformat()}
    return _seal(key, plain, HEAD_PADDING, _about(key.member, "head", entry, gen=key.gen, rev=rev))


def seal_body(key: JournalKey, answers: Sequence[Answer], *, entry: UUID, rev: int) -> bytes:
    plain = [[answer.question, answer.text] for answer in answers]
    return _seal(key, plain, BODY_PADDING, _about(key.member, "body", entry, gen=key.gen, rev=rev))


def open_head(key: JournalKey, box: bytes, *, entry: UUID, rev: int) -> Head:
    """Raises crypto.Tampered."""
    plain = _open(key, box, _about(key.member, "head", entry, gen=key.gen, rev=rev))
    plain |= {
        "day": date.fromisoformat(plain["day"]),
        "saved_at": datetime.fromisoformat(plain["saved_at"]),
        "challenges": tuple(plain["challenges"]),
    }
    return Head(**plain)


def open_body(key: JournalKey, box: bytes, *, entry: UUID, rev: int) -> tuple[Answer, ...]:
    """Raises crypto.Tampered."""
    plain = _open(key, box, _about(key.member, "body", entry, gen=key.gen, rev=rev))
    return tuple(Answer(question, text) for question, text in plain)


def draft_of(head: Head, answers: tuple[Answer, ...]) -> Draft:
    return Draft(
        day=head.day,
        title=head.title,
        answers=answers,
        mood=head.mood,
        challenges=head.challenges,
        next_step=head.next_step,
        template=head.template,
        hand=head.hand,
    )


def _seal(key: JournalKey, plain: object, padding: int, about: tuple[str | int, ...]) -> bytes:
    content = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return crypto.seal(key.secret, crypto.pad(content, padding), about)


def _open(key: JournalKey, box: bytes, about: tuple[str | int, ...]) -> Any:
    return json.loads(crypto.unpad(crypto.unseal(key.secret, box, about)))


def _about(member: UUID, part: str, entry: UUID, *, gen: int, rev: int) -> tuple[str | int, ...]:
    return ("community-journal", 1, part, str(member), str(entry), gen, rev)
