"""Ready texts that ship with the house: the house rules, and the journal's notice, templates and prompts."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml


class RuleSection(NamedTuple):
    title: str
    text: str


class HouseRules(NamedTuple):
    """The rules as accepted at joining. Sections and the short version are Markdown."""

    version: str
    since: date
    short: str
    sections: tuple[RuleSection, ...]


class JournalTexts(NamedTuple):
    """What data/prompts.yaml holds: the notice {title, lines}, and the templates and prompts as the file has them."""

    notice: dict[str, Any]
    templates: tuple[dict[str, Any], ...]
    prompts: tuple[dict[str, Any], ...]


@cache
def house_rules() -> HouseRules:
    head, short, whole = _text("house_rules.md").split("\n\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    parts = [part.partition("\n") for part in whole.strip().removeprefix("## ").split("\n\n## ")]
    return HouseRules(
        facts["version"],
        date.fromisoformat(facts["since"]),
        short.strip(),
        tuple(RuleSection(title.strip(), text.strip()) for title, _, text in parts),
    )


@cache
def journal_texts() -> JournalTexts:
    whole = yaml.safe_load(_text("prompts.yaml"))
    return JournalTexts(whole["notice"], tuple(whole["templates"]), tuple(whole["prompts"]))


def _text(name: str) -> str:
    return files("community.directory").joinpath("data", name).read_text(encoding="utf-8")
