"""The house rules, as they ship with the house."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup

from community.core.text import render_markdown


class RuleSection(NamedTuple):
    title: str
    markup: Markup


class HouseRules(NamedTuple):
    """The rules as accepted at joining; `new`: what this version brought. The text is our own, and ships with us."""

    version: str
    since: date
    new: str
    short: str
    sections: tuple[RuleSection, ...]


@cache
def house_rules() -> HouseRules:
    head, short, whole = _text("house_rules.md").split("\n\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    parts = [part.partition("\n") for part in whole.strip().removeprefix("## ").split("\n\n## ")]
    return HouseRules(
        facts["version"],
        date.fromisoformat(facts["since"]),
        facts["new"],
        short.strip(),
        tuple(
            RuleSection(title.strip(), Markup(render_markdown(text)))  # noqa: S704 (our own text)
            for title, _, text in parts
        ),
    )


def _text(name: str) -> str:
    return files("community.directory").joinpath("data", name).read_text(encoding="utf-8")
