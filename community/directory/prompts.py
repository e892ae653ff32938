"""Questions to write by: the journal's templates and prompts, and the note before the first entry. Reads one file."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).parent / "data" / "prompts.yaml"
BLANK = "free"


class Guide(NamedTuple):
    """A template or a prompt: questions to write by. The blank page is the one without questions."""

    id: str
    title: str
    minutes: int
    purpose: str
    questions: tuple[str, ...]
    factor: str


class Notice(NamedTuple):
    title: str
    lines: tuple[str, ...]


@cache
def templates() -> tuple[Guide, ...]:
    """The templates in the order of the file; the blank page first."""
    return tuple(_guide(raw) for raw in _file()["templates"])


@cache
def prompts() -> tuple[Guide, ...]:
    return tuple(_guide(raw) for raw in _file()["prompts"])


@cache
def notice() -> Notice:
    """What everybody is told before the first entry."""
    raw = _file()["notice"]
    return Notice(raw["title"], tuple(raw["lines"]))


def guide(guide_id: str | None) -> Guide | None:
    return _by_id().get(guide_id or "")


def guide_of_the_day(day: date, factors: Iterable[str] = ()) -> Guide:
    """The prompt of a day: the same for the whole day, of one of these factors if any prompt is."""
    wanted = set(factors)
    choice = [each for each in prompts() if each.factor in wanted] or list(prompts())
    return choice[day.toordinal() % len(choice)]


@cache
def _by_id() -> dict[str, Guide]:
    return {each.id: each for each in (*templates(), *prompts())}


def _guide(raw: dict[str, Any]) -> Guide:
    questions = [*raw["prompts"], *(field["label"] for field in raw.get("fields", ()))]
    return Guide(raw["id"], raw["title"], raw["minutes"], raw["purpose"], tuple(questions), raw.get("factor", ""))


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
