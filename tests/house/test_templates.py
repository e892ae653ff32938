"""Templates hold pages: no logic that could execute, no style, nothing unescaped, and the words of the glossary."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import TemplateSyntaxError

from tests.house.source import TEMPLATES, modules, name_of, templates

UNSAFE = {
    r"\|\s*safe\b": "|safe: only rendered Markdown is markup, and it says so by its type",
    r"\bautoescape\b": "autoescape is on, always",
    r"\sstyle\s*=": "style=",
    r"<style\b": "<style>",
    r"\son[a-z]+\s*=": "an inline handler",
    r"<script(?![^>]*\bsrc=)": "an inline script",
    r"\bhx-(on|vals\s*=\s*['\"]js:|trigger\s*=\s*['\"][^'\"]*\[)": "htmx that needs eval",
    r"javascript:": "javascript:",
    r"https?://(?!www\.w3\.org)[^\s\"'{}<>]+\.(js|css|woff2?)\b": "a script, style or font of somebody else",
}
NOT_OUR_WORDS = re.compile(
    r"\b(users?|topics?|comments?|likes|liked|match score|mentors?|mentees?|mentoring|beds|service users?"
    r"|system leaders?|tickets?|log ?in|log ?out)\b",
    re.IGNORECASE,
)
ALLOWED: dict[str, set[str]] = {}  # file → words that are right there, with the reason


def words_in(path: Path) -> str:
    """What a reader may see: the text between tags and in labels, without Jinja and without tags."""
    source = path.read_text(encoding="utf-8")
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL)
    spoken = re.findall(r"(?:aria-label|title|alt|placeholder|content)=\"([^\"]*)\"", source)
    return re.sub(r"<[^>]*>", " ", source) + " ".join(spoken)


def strings_in(path: Path) -> str:
    """The words that a template hands to a macro: string literals with a space in them."""
    source = path.read_text(encoding="utf-8")
    jinja = " ".join(re.findall(r"\{%.*?%\}|\{\{.*?\}\}", source, flags=re.DOTALL))
    literals = [literal[1:-1] for literal in re.findall(r"'[^']*'|\"[^\"]*\"", jinja)]
    return " ".join(literal for literal in literals if " " in literal)


def test_every_template_parses(app: Flask) -> None:
    wrong = []
    for path in templates():
        try:
            app.jinja_env.get_template(str(path.relative_to(TEMPLATES)))
        except TemplateSyntaxError as error:
            wrong.append(f"{name_of(path)}:{error.lineno}: {error.message}")
    assert not wrong


def test_a_template_holds_nothing_that_runs_or_restyles() -> None:
    assert not [
        f"{name_of(path)}: {why}"
        for path in templates()
        for pattern, why in UNSAFE.items()
        if re.search(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)
        and not (path.parent.name == "mail" and why == "<style>")  # a letter has no style sheet to link to
    ]


def test_templates_speak_in_the_words_of_the_glossary() -> None:
    said = [
        f"{name_of(path)}: {found.group()}"
        for path in templates()
        for found in NOT_OUR_WORDS.finditer(words_in(path) + " " + strings_in(path))
        if found.group().lower() not in ALLOWED.get(name_of(path), set())
    ]
    assert not said


def test_templates_are_calm() -> None:
    """Sentences end in a full stop or not at all: nothing shouts."""
    assert not [name_of(p) for p in templates() if "!" in words_in(p).replace("!doctype", "").replace("!DOCTYPE", "")]


@pytest.mark.parametrize("bad", ["{{ text|safe }}", '<p style="a">', '<a onclick="x">', "<script>x</script>"])
def test_the_guard_bites(bad: str) -> None:
    assert any(re.search(pattern, bad, re.IGNORECASE) for pattern in UNSAFE)


def test_the_glossary_bites() -> None:
    assert NOT_OUR_WORDS.search("Ask the other users") and NOT_OUR_WORDS.search("our Mentoring scheme")
    assert not NOT_OUR_WORDS.search("a likely place of use")


def test_markup_is_made_of_rendered_text_only() -> None:
    """R22: `Markup(` turns text into HTML without a question; ruff (S704) asks each use for its reason."""
    assert not [
        f"{name_of(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\bMarkup\(", line) and not re.search(r"noqa: S704 \(.+\)", line)
    ]
