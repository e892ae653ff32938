"""How a letter is written: subject, text and HTML from its kind's two templates, at the moment it is sent."""

import re
import textwrap
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app

from community.mail import links, notices
from community.mail.notices import File, Told
from community.mail.queries import Posted
from community.settings import Settings

ABOUT_NOTICES = frozenset({"notices", "digest"})
LONGEST_SUBJECT = 120
COLUMNS = 72

_BREAK = re.compile(r"[\r\n\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INDENT = re.compile(r"\s*(?:- )?")


@dataclass(frozen=True)
class Written:
    """A letter in full."""

    message_id: str
    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()


def write(letter: Posted) -> Written:
    """The letter as it is read. Raises ValueError when a line of the envelope holds a line break."""
    settings: Settings = current_app.config["SETTINGS"]
    site_url = settings.site_url.rstrip("/")
    told = _told(letter, settings)
    facts = {
        **letter.about,
        **told.facts,
        "link": _link(letter, site_url),
        "site_url": site_url,
        "to": letter.to_address,
    }
    plain = current_app.jinja_env.get_template(f"mail/{letter.kind}.txt")
    rich = current_app.jinja_env.get_template(f"mail/{letter.kind}.html")
    subject = "".join(plain.blocks["subject"](plain.new_context(facts))).strip()
    return Written(
        message_id=one_line(f"<{letter.id}@{urlsplit(site_url).hostname}>"),
        to=one_line(letter.to_address),
        subject=_cut(one_line(subject)),
        text=_wrap(plain.render(facts)),
        html=rich.render(facts).strip() + "\n",
        headers={name: one_line(value) for name, value in told.headers.items()},
        files=told.files,
    )


def one_line(line: str) -> str:
    """The line, as it may stand in an envelope. Raises ValueError when it is more than one."""
    if _BREAK.search(line):
        raise ValueError("what goes into a letter's envelope is one line: there is a line break")
    return line


def _told(letter: Posted, settings: Settings) -> Told:
    if letter.kind not in ABOUT_NOTICES:
        return Told({}, {}, ())
    return notices.tell(letter.about, letter.to_address, made_at=letter.made_at, settings=settings)


def _link(letter: Posted, site_url: str) -> str:
    """Where the letter's button leads: always to the address that the settings name, never to what a request said."""
    about = letter.about
    link = links.into_the_site(site_url, about.get("path", "/"))
    if "link_id" not in about:
        return link
    return f"{link}/{about['link_id']}/{links.proof(about['purpose'], UUID(about['link_id']), letter.to_address)}"


def _cut(subject: str) -> str:
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    return subject[:LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"


def _wrap(text: str) -> str:
    """Lines of a readable length, each under the beginning of its own first; addresses stay whole."""
    lines = [wrapped for line in text.strip().splitlines() for wrapped in _wrap_line(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _wrap_line(line: str) -> list[str]:
    if " " not in line.strip():
        return [line]
    begins = _INDENT.match(line)
    indent = " " * len(begins.group()) if begins else ""
    return textwrap.wrap(line, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
