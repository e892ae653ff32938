"""What a report and its answer say, sealed: how they are written into their boxes and read out of them."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from community.core import crypto

TABLE = "report"
_REPORT, _ANSWER = 1, 2  # the two boxes of a row: neither opens in the place of the other


@dataclass(frozen=True, kw_only=True)
class Told:
    """A report's words, and what it is about as it stood then; `now` and `title_now`: as its author has changed it."""

    words: str
    title: str
    text: str
    now: str = ""
    title_now: str = ""

    @property
    def has_new_words(self) -> bool:
        return bool(self.now) and (self.title_now, self.now) != (self.title, self.text)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the reporter and the one it is about were told."""

    to_reporter: str
    to_subject: str


def seal_told(told: Told, report_id: UUID) -> bytes:
    return _seal(asdict(told), report_id, _REPORT)


def open_told(box: bytes, report_id: UUID) -> Told:
    return Told(**_open(box, report_id, _REPORT))


def seal_answered(answered: Answered, report_id: UUID) -> bytes:
    return _seal(asdict(answered), report_id, _ANSWER)


def open_answered(box: bytes | None, report_id: UUID) -> Answered | None:
    return Answered(**_open(box, report_id, _ANSWER)) if box else None


def _seal(content: dict[str, str], report_id: UUID, which: int) -> bytes:
    plain = crypto.in_blocks(json.dumps(content, ensure_ascii=False))
    return crypto.seal_field(plain, table=TABLE, row=report_id, group=report_id, revision=which)


def _open(box: bytes, report_id: UUID, which: int) -> dict[str, str]:
    plain = crypto.open_field(box, table=TABLE, row=report_id, group=report_id, revision=which)
    content: dict[str, str] = json.loads(plain)
    return content
